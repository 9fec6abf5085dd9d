"""M1, M2 and M7 in small: the calendar with its evidence, and publish and prove."""

import secrets
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from web.pages.calendar import calendar_values
from web.pages.facts import latest_calendar
from web.services import Json, NotThere, Refused, together
from web.visit import Staff, Visit

router = APIRouter()


class FormForged(Refused):
    """The form was not made for this session."""

    def __init__(self) -> None:
        super().__init__(403, {"word": "form-forged"})


@router.get("/{language}/{municipality}/staff", response_class=HTMLResponse)
async def desk(visit: Staff, saved: bool = False) -> HTMLResponse:
    calendar, publications = await together(latest_calendar(visit), visit.items("scheduling", "publications"))
    return _desk(visit, calendar, publications, saved=saved)


@router.post("/{language}/{municipality}/staff/activities/{code}/evidence")
async def attach(visit: Staff, code: str) -> Response:
    """Upload first, then attach."""
    form = await _form(visit)
    sha256 = await _upload(visit, form)
    body = {"type": str(form.get("type", "")), "sha256": sha256, "name": _name(form)}
    return await _do(visit, form, "calendars", str(form["calendar"]), "activities", code, "evidence", body=body)


@router.post("/{language}/{municipality}/staff/activities/{code}/done")
async def done(visit: Staff, code: str) -> Response:
    form = await _form(visit)
    reason = str(form.get("reason", "")).strip()
    body = {"reason": reason} if reason else {}
    return await _do(visit, form, "calendars", str(form["calendar"]), "activities", code, "done", body=body)


@router.post("/{language}/{municipality}/staff/publications/{publication}/web-copy")
async def web_copy(visit: Staff, publication: str) -> Response:
    form = await _form(visit)
    body = {
        "url": str(form.get("url", "")),
        "sha256": await _upload(visit, form),
        "published_at": _instant(visit, form),
    }
    return await _do(visit, form, "publications", publication, "web-copy", body=body)


@router.post("/{language}/{municipality}/staff/publications/{publication}/posting")
async def posting(visit: Staff, publication: str) -> Response:
    form = await _form(visit)
    body = {"sha256": await _upload(visit, form), "posted_at": _instant(visit, form)}
    return await _do(visit, form, "publications", publication, "posting", body=body)


def _desk(visit: Visit, calendar: Json | None, publications: list[Json], **said: Any) -> HTMLResponse:
    values = calendar_values(visit, calendar) if calendar else {"phases": [], "failing": []}
    return visit.page("staff.html", calendar=calendar, publications=publications, key=str(uuid4()), **values, **said)


async def _do(visit: Visit, form: FormData, *parts: str, body: Json) -> Response:
    await visit.command("scheduling", *parts, body=body, key=str(form["key"]))
    return RedirectResponse(f"{visit.path('staff')}?saved=1", 303)


async def _form(visit: Visit) -> FormData:
    form = await visit.request.form()
    person = visit.person
    if person is None or not secrets.compare_digest(str(form.get("form_key", "")), person.form_key):
        raise FormForged
    return form


async def _upload(visit: Visit, form: FormData) -> str:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise NotThere("file")
    sent = (file.filename or "file", await file.read(), file.content_type or "application/octet-stream")
    answer = await visit.services.upload("scheduling", f"/{visit.slug}/files", sent, f"{form['key']}-file")
    return str(answer["sha256"])


def _name(form: FormData) -> str:
    file = form.get("file")
    return (file.filename or "file") if isinstance(file, UploadFile) else "file"


def _instant(visit: Visit, form: FormData) -> str:
    """What was typed is the hour on the town's wall."""
    typed = datetime.fromisoformat(str(form.get("at", "")))
    return typed.replace(tzinfo=ZoneInfo(visit.reader.timezone)).isoformat()
