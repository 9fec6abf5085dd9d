"""What an uploaded file really is, told by its bytes and never by its name."""

from collections.abc import AsyncIterator

import puremagic

from shared.files.limits import BY_TYPE, KINDS, FileLimits

DEFAULT_LIMITS = FileLimits()
HEAD = 8192  # puremagic looks no further; the zip-based office formats name themselves within it
TEXT_TYPES = frozenset({"text/csv", "text/plain", "application/json"})
OFFICE = {
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FIRST_BYTES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"\x1aE\xdf\xa3": "video/webm",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
}


class ContentNotAllowed(Exception):
    """The file is of no kind that is kept here."""


class FileTooLarge(Exception):
    """The file is longer than its kind may be."""

    fields = ("limit", "kind")

    def __init__(self, limit: int, kind: str) -> None:
        super().__init__(limit)
        self.limit, self.kind = limit, kind


def media_type_of(head: bytes, claimed: str | None = None) -> str:
    """The media type of a file that begins with `head`. Raises `ContentNotAllowed`.

    `claimed` only chooses among the text types, which nothing but their use tells apart.
    """
    found = _by_first_bytes(head) or _captured_page(head) or _by_magic(head)
    if found is None and _is_text(head):
        found = claimed if claimed in TEXT_TYPES else "text/plain"
    if found not in BY_TYPE:
        raise ContentNotAllowed
    return found


async def within_limit(
    content: AsyncIterator[bytes], media_type: str, limits: FileLimits = DEFAULT_LIMITS
) -> AsyncIterator[bytes]:
    """The same pieces, counted. Raises `FileTooLarge` with the first byte too many."""
    limit, seen = limits.of(media_type), 0
    async for piece in content:
        seen += len(piece)
        if seen > limit:
            raise FileTooLarge(limit, KINDS[media_type])
        yield piece


def _captured_page(head: bytes) -> str | None:
    """A web page as browsers save it in one file (MHTML): a message of several related parts."""
    text = head.lstrip(b"\xef\xbb\xbf").lower()
    headers = text.replace(b"\r", b"").partition(b"\n\n")[0]
    message = b"mime-version:" in headers and b"content-type: multipart/related" in headers
    return "multipart/related" if message else None


def _by_first_bytes(head: bytes) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return next((kind for part, kind in OFFICE.items() if part in head), "application/zip")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for start, kind in FIRST_BYTES.items() if head.startswith(start)), None)


def _by_magic(head: bytes) -> str | None:
    """A kind that is not allowed is named too, so that a program is not taken for text."""
    if head.lstrip()[:1] == b"<" or head.startswith((b"#!", b"MZ", b"\x7fELF")):
        return "application/octet-stream"  # markup and programs run where they are opened
    try:
        return puremagic.from_string(head, mime=True) if not _is_text(head) else None
    except (puremagic.PureError, ValueError):
        return None


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The head may end in the middle of a character.
        return len(head) >= HEAD and error.start > len(head) - 4 and _is_text(head[: error.start])
    return bool(text) and all(c.isprintable() or c in "\r\n\t\ufeff\u200e\u200f" for c in text)
