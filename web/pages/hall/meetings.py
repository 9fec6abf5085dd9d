"""C6: meetings, and the programme of a day with its current item, followed live."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.files import hand_through
from web.pages.hall.showing import Picture, follow, shown
from web.services import Json
from web.views.running import running
from web.visit import Town, Visit

router = APIRouter()


@router.get("/{language}/{municipality}/meetings", response_class=HTMLResponse)
async def listed(visit: Town) -> HTMLResponse:
    found = await visit.items("scheduling", "meetings")
    order = sorted(found, key=lambda meeting: str(meeting["starts_at"]), reverse=True)
    return visit.page("hall/meetings.html", meetings=[_headed(visit, meeting) for meeting in order])


@router.get("/{language}/{municipality}/meetings/{meeting}", response_class=HTMLResponse)
async def programme(visit: Town, meeting: str) -> HTMLResponse:
    found = await visit.ask("scheduling", "meetings", meeting)
    picture = await _picture(visit, meeting, found)
    here = visit.path("meetings", meeting)
    return visit.page(
        "hall/meeting.html",
        meeting=_headed(visit, found),
        minutes=found.get("minutes_signed"),
        **shown(visit, picture, here),
    )


@router.get("/{language}/{municipality}/meetings/{meeting}/now")
async def now(visit: Town, meeting: str) -> Picture:
    return await _picture(visit, meeting)


@router.get("/{language}/{municipality}/meetings/{meeting}/live")
async def live(visit: Town, meeting: str) -> Response:
    return follow(visit, "scheduling", f"meetings/{meeting}", "programme", lambda: _picture(visit, meeting))


@router.get("/{language}/{municipality}/meetings/{meeting}/minutes.pdf")
async def minutes(visit: Town, meeting: str) -> Response:
    return await hand_through(visit, "scheduling", "meetings", meeting, "minutes.pdf")


async def _picture(visit: Visit, meeting: str, known: Json | None = None) -> Picture:
    found = known or await visit.ask("scheduling", "meetings", meeting)
    html = visit.templates.fragment(visit.reader, "hall/running.html", order=running(found, visit.reader))
    return {"html": html, "at": visit.reader.hour(found["now"])}


def _headed(visit: Visit, meeting: Json) -> dict[str, Any]:
    return meeting | {"when": visit.reader.moment(meeting["starts_at"])}
