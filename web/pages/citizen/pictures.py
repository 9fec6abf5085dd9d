"""Photos residents send: bounded before they are read, kept by the service without what the camera wrote into them."""

from dataclasses import dataclass
from hashlib import sha256

from fastapi import APIRouter, Response, UploadFile
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as Sent

from web.pages.citizen.sending import STALE
from web.services import NotThere, Refused
from web.visit import Town, Visit

router = APIRouter()
MOST = 10 * 1024 * 1024  # bytes; a phone's photo at full size is three to eight million
KINDS = ("image/jpeg", "image/png", "image/webp")


class PictureRefused(Exception):
    """The file is no photo, or larger than one; the message is for who chose it, `word` and `status` for a script."""

    def __init__(self, message: str, word: str = "photo-refused", status: int = 422) -> None:
        super().__init__(message)
        self.word, self.status = word, status


@dataclass(frozen=True, slots=True)
class Kept:
    """The photo as the service knows it, and the name its owner knows it by."""

    sha256: str
    name: str


@router.post("/{language}/{municipality}/propose/photo")
async def alone(visit: Town) -> Response:
    """A photo that waited on a phone with its proposal: it comes first, by itself, and its proposal names it."""
    try:
        kept = await keep_picture(visit, await visit.request.form())
    except PictureRefused as refused:
        again = refused.word.startswith(STALE)
        told = {"word": refused.word, "again": again, "messages": [str(refused)]}
        return JSONResponse(told, refused.status)
    return JSONResponse({"photo": kept.sha256, "photo_name": kept.name} if kept else {"photo": "", "photo_name": ""})


async def keep_picture(visit: Visit, form: FormData) -> Kept | None:
    """None when none was chosen. Raises `PictureRefused`."""
    chosen = form.get("picture")
    if not isinstance(chosen, UploadFile | Sent) or not chosen.filename:
        return None
    content = await chosen.read(MOST + 1)
    if len(content) > MOST:
        raise PictureRefused(visit.reader.say("propose.photo_too_large", n=MOST // 1024 // 1024))
    if chosen.content_type not in KINDS:
        raise PictureRefused(visit.reader.say("propose.photo_kind"))
    return Kept(await _upload(visit, form, content, chosen.content_type or ""), chosen.filename[:100])


async def _upload(visit: Visit, form: FormData, content: bytes, kind: str) -> str:
    """The same photo chosen again is the same file; the name it had on the phone does not leave this page."""
    key = f"{form.get('key', '')}-{sha256(content).hexdigest()[:12]}"
    path = f"/{visit.slug}/proposals/photos"
    fields = {"form_token": str(form.get("form_token", ""))}
    try:
        answer = await visit.services.upload("proposals", path, ("photo", content, kind), key, fields)
    except Refused as refused:
        raise PictureRefused(refused.message, refused.word, refused.status) from refused
    except NotThere as gone:
        raise PictureRefused(visit.reader.say("propose.photo_away")) from gone
    return str(answer["sha256"])
