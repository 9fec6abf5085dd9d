"""Whether a video is whole, told by walking through its boxes without decoding a picture."""

from collections.abc import AsyncIterator

from services.scheduling.domain.calendar import EvidenceCorrupted

HEADER = 16  # bytes a box may take to say its size and kind
NEEDED = {b"ftyp", b"moov"}


class Walk:
    """Goes through a stream from box to box; only headers are held."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    async def take(self, count: int) -> bytes:
        while len(self._held) < count and (piece := await anext(self._pieces, None)) is not None:
            self._held += piece
        taken, self._held = self._held[:count], self._held[count:]
        return taken

    async def skip(self, count: int) -> bool:
        """False when the stream ends before."""
        count -= len(self._held)
        self._held = self._held[len(self._held) + count :] if count < 0 else b""
        while count > 0 and (piece := await anext(self._pieces, None)) is not None:
            self._held = piece[count:] if len(piece) > count else b""
            count -= len(piece)
        return count <= 0


async def must_be_whole_mp4(pieces: AsyncIterator[bytes]) -> None:
    """Every box as long as it says, and the index of the film among them. Raises `EvidenceCorrupted`."""
    walk, seen = Walk(pieces), set[bytes]()
    while head := await walk.take(8):
        size, kind, read = int.from_bytes(head[:4], "big"), head[4:], 8
        if size == 1:
            size, read = int.from_bytes(await walk.take(8), "big"), HEADER
        seen.add(kind)
        if size == 0:  # the last box may go on to the end
            break
        if len(head) < 8 or size < read or not await walk.skip(size - read):
            raise EvidenceCorrupted
    if not seen >= NEEDED:
        raise EvidenceCorrupted


async def must_be_whole_webm(pieces: AsyncIterator[bytes]) -> None:
    """The head and a segment as long as it says. Raises `EvidenceCorrupted`."""
    walk = Walk(pieces)
    for expected in (b"\x1aE\xdf\xa3", b"\x18S\x80g"):
        if await walk.take(4) != expected:
            raise EvidenceCorrupted
        size = await length(walk)
        if size is not None and not await walk.skip(size):
            raise EvidenceCorrupted


async def length(walk: Walk) -> int | None:
    """A number as EBML writes it; None for a segment whose end was not known when it was begun."""
    first = (await walk.take(1)) or b"\x00"
    width = 9 - first[0].bit_length()
    if width > 8:
        raise EvidenceCorrupted
    rest = await walk.take(width - 1)
    value = int.from_bytes(bytes([first[0] & (0xFF >> width)]) + rest, "big")
    return None if value == (1 << (7 * width)) - 1 else value
