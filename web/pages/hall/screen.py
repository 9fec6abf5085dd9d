"""H2: the hall's screen; turnout while voting is open, then results, live."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.hall.showing import Picture, follow, shown
from web.services import Json
from web.views.board import board, most_lines
from web.visit import Town, Visit

router = APIRouter()


@router.get("/{language}/{municipality}/screen/{election}", response_class=HTMLResponse)
async def screen(visit: Town, election: str) -> HTMLResponse:
    picture, here = await _picture(visit, election), visit.path("screen", election)
    return visit.page("hall/screen.html", **shown(visit, picture, here))


@router.get("/{language}/{municipality}/screen/{election}/now")
async def now(visit: Town, election: str) -> Picture:
    return await _picture(visit, election)


@router.get("/{language}/{municipality}/screen/{election}/live")
async def live(visit: Town, election: str) -> Response:
    return follow(visit, "voting", f"elections/{election}", "screen", lambda: _picture(visit, election))


async def _picture(visit: Visit, election: str) -> Picture:
    """The screen's content, and the hour on the town's clock when it was made."""
    found: Json = await visit.ask("voting", "elections", election)
    clock: Json = await visit.services.get("scheduling", "/clock")
    drawn = board(found, rtl=visit.reader.direction == "rtl", lines=most_lines(len(found["contests"])))
    html = visit.templates.fragment(visit.reader, "hall/board.html", town=visit.town, board=drawn)
    return {"html": html, "at": visit.reader.local(clock["civil"]).strftime("%H:%M:%S")}
