"""The dossier of a calendar as a ZIP that is made while it is sent: index, every file, digests, a script that checks them."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.scheduling.adapters.library import DATA
from services.scheduling.domain.activity import Activity, Evidence
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.texts import Text
from shared.documents import render
from shared.files.port import FileStore, FileUnknown
from shared.municipalities import MunicipalityView

SCRIPT = DATA / "verify_dossier.py"
FILED: Text = {"ar": "وثائق محفوظة", "fr": "Pièces jointes au dossier", "en": "Files in the dossier"}
ELSEWHERE: Text = {"ar": "وثائق خارج الملف", "fr": "Pièces conservées ailleurs", "en": "Files kept elsewhere"}


@dataclass(frozen=True, slots=True)
class Filed:
    """One file of the dossier; `kept` is false for what this service knows only by its digest."""

    activity: Activity
    piece: Evidence
    name: str
    kept: bool


class Pipe(io.RawIOBase):
    """What the archive writes to, emptied after each step, so that memory stays the same however large the dossier is."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._place += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._place

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def safe(name: str) -> str:
    """A file name that stays inside the dossier wherever it is unpacked."""
    return re.sub(r'[\x00-\x1f/\\:*?"<>|]+', "_", name).strip(". ")[:80] or "file"


async def filed(files: FileStore, calendar: Calendar) -> list[Filed]:
    """Every piece of evidence, in the order of the calendar."""
    found = []
    for activity in calendar.activities:
        for number, piece in enumerate(activity.evidence, 1):
            name = f"files/{activity.code}/{number}-{piece.type}-{safe(piece.name)}"
            found.append(Filed(activity, piece, name, await kept(files, calendar.municipality, piece.sha256)))
    return found


async def kept(files: FileStore, municipality: str, sha256: str) -> bool:
    try:
        await files.stat(municipality, sha256)
    except FileUnknown:
        return False
    return True


def index(calendar: Calendar, town: MunicipalityView, listed: Sequence[Filed], issued_at: datetime) -> bytes:
    rows = [
        {
            "n": number,
            "name": one.piece.name,
            "type": one.piece.media_type,
            "size": one.piece.size,
            "sha256": one.piece.sha256,
            "received_at": one.piece.at,
            "by": one.piece.by,
            "evidence": {t: f"{one.activity.code} {label}" for t, label in one.activity.label.items()},
        }
        for number, one in enumerate(listed, 1)
    ]
    inside = sum(one.kept for one in listed)
    data = {
        "municipality": {"name": town.name, "country": town.country, "region": town.region_name},
        "timezone": town.timezone,
        "issued_at": issued_at.replace(microsecond=0),
        "title": calendar.title,
        "files": rows,
        "figures": [{"label": FILED, "value": inside}, {"label": ELSEWHERE, "value": len(listed) - inside}],
    }
    return render("dossier_index", data, "ar")


def sums(listed: Iterable[Filed]) -> bytes:
    return "".join(f"{one.piece.sha256}  {one.name}\n" for one in listed if one.kept).encode()


async def dossier(
    files: FileStore, calendar: Calendar, town: MunicipalityView, issued_at: datetime
) -> AsyncIterator[bytes]:
    """The archive, piece by piece."""
    listed = await filed(files, calendar)
    page = await asyncio.to_thread(index, calendar, town, listed, issued_at)
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, content in (("index.pdf", page), ("SHA256SUMS", sums(listed)), ("verify.py", SCRIPT.read_bytes())):
            archive.writestr(entry(name, issued_at), content)
            yield pipe.taken()
        for one in listed:
            if one.kept:
                async for piece in copied(files, calendar.municipality, one, archive, pipe, issued_at):
                    yield piece
    yield pipe.taken()


async def copied(
    files: FileStore, municipality: str, one: Filed, archive: zipfile.ZipFile, pipe: Pipe, issued_at: datetime
) -> AsyncIterator[bytes]:
    content = await files.open(municipality, one.piece.sha256)
    with archive.open(entry(one.name, issued_at), "w", force_zip64=True) as place:
        async for piece in content:
            place.write(piece)
            yield pipe.taken()


def entry(name: str, at: datetime) -> zipfile.ZipInfo:
    """Stored, not compressed: photographs and PDFs are compressed already."""
    return zipfile.ZipInfo(name, max(at.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
