"""H3: the programme of the day and its working groups on the hall's screen, live."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there
from web.pages.hall.showing import Picture, follow, shown
from web.services import Json
from web.views.running import running
from web.visit import Town, Visit

router = APIRouter(prefix="/{language}/{municipality}/screen/meetings")


@router.get("/{meeting}", response_class=HTMLResponse)
async def screen(visit: Town, meeting: str) -> HTMLResponse:
    picture, here = await _picture(visit, meeting), visit.path("screen", "meetings", meeting)
    return visit.page("hall/screen.html", **shown(visit, picture, here))


@router.get("/{meeting}/now")
async def now(visit: Town, meeting: str) -> Picture:
    return await _picture(visit, meeting)


@router.get("/{meeting}/live")
async def live(visit: Town, meeting: str) -> Response:
    return follow(visit, "scheduling", f"meetings/{meeting}", "screen", lambda: _picture(visit, meeting))


async def _picture(visit: Visit, meeting: str) -> Picture:
    found: Json = await visit.ask("scheduling", "meetings", meeting)
    groups = await if_there(visit.items("scheduling", "forums", meeting, "groups"), [])
    values = {"town": visit.town, "meeting": found, "order": running(found, visit.reader), "groups": groups}
    html = visit.templates.fragment(visit.reader, "hall/programme_screen.html", **values)
    return {"html": html, "at": visit.reader.hour(found["now"])}
