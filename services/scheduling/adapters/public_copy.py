"""The copy of a piece of evidence that the public may see: the same page or picture without its metadata."""

import asyncio
from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from services.scheduling.adapters.video import must_be_whole_mp4, must_be_whole_webm
from services.scheduling.domain.calendar import EvidenceCorrupted, EvidenceKindNotAllowed
from shared.files.limits import KINDS
from shared.files.port import FileStore, StoredFile

LARGEST_PICTURE = 60_000_000  # pixels; a picture that unpacks to more is no photograph of a notice board
QUALITY = 88
END_OF_PDF = b"%%EOF"
TAIL = 4096  # some writers put a signature's padding behind the end
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF"}


def without_metadata(content: bytes, media_type: str) -> bytes:
    """Raises `EvidenceCorrupted` for what cannot be opened as what it says it is. The same bytes give the same copy."""
    return STRIPPERS[media_type](content)


def bare_pdf(content: bytes) -> bytes:
    """A PDF that was cut off may still open, mended by guessing; what a guess adds is no evidence."""
    if END_OF_PDF not in content[-TAIL:]:
        raise EvidenceCorrupted
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for name in ("/Metadata", "/Names", "/OpenAction", "/AA"):
                if name in pdf.Root:
                    del pdf.Root[name]
            if not len(pdf.pages):
                raise EvidenceCorrupted
            pdf.save(out, deterministic_id=True)
    except pikepdf.PdfError as cause:
        raise EvidenceCorrupted from cause
    return out.getvalue()


def bare_picture(content: bytes) -> bytes:
    """The pixels alone, turned as the camera meant them: position, camera and time are left behind."""
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise EvidenceCorrupted
            kind = picture.format or "JPEG"
            turned = ImageOps.exif_transpose(picture)
            pixels = Image.new(turned.mode, turned.size)
            pixels.paste(turned)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as cause:
        raise EvidenceCorrupted from cause
    out = BytesIO()
    pixels.save(out, kind, quality=QUALITY)
    return out.getvalue()


STRIPPERS: Mapping[str, Callable[[bytes], bytes]] = {
    "application/pdf": bare_pdf,
    **dict.fromkeys(FORMATS, bare_picture),
}


WHOLE = {"video/mp4": must_be_whole_mp4, "video/webm": must_be_whole_webm}
EVIDENCE = frozenset({"pdf", "image", "video", "page"})


async def publish_copy(files: FileStore, municipality: str, sha256: str) -> StoredFile | None:
    """Keep the public copy; None for kinds that are shown to staff only.

    Raises `FileUnknown`, `EvidenceKindNotAllowed`, `EvidenceCorrupted`.
    """
    original = await files.stat(municipality, sha256)
    if (kind := KINDS.get(original.type, original.type)) not in EVIDENCE:
        raise EvidenceKindNotAllowed(kind, original.name)
    if original.type in WHOLE:
        await WHOLE[original.type](await files.open(municipality, sha256))
    if original.type not in STRIPPERS:
        return None
    content = await files.read(municipality, sha256)
    bare = await asyncio.to_thread(without_metadata, content, original.type)
    return await files.put(bare, municipality, original.name, original.type, public=True)
