"""H3: the programme of the day and its working groups on the hall's screen, live."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there
from web.services import Json
from web.views.running import running
from web.views.safe import safe
from web.visit import Town, Visit

router = APIRouter(prefix="/{language}/{municipality}/screen/meetings")


@router.get("/{meeting}", response_class=HTMLResponse)
async def screen(visit: Town, meeting: str) -> HTMLResponse:
    picture, here = await _picture(visit, meeting), visit.path("screen", "meetings", meeting)
    return visit.page(
        "hall/screen.html",
        picture=safe(picture["html"]),
        at=picture["at"],
        stream=f"{here}/live",
        snapshot=f"{here}/now",
        texts=visit.reader.texts.under("live."),
    )


@router.get("/{meeting}/now")
async def now(visit: Town, meeting: str) -> dict[str, Any]:
    return await _picture(visit, meeting)


@router.get("/{meeting}/live")
async def live(visit: Town, meeting: str) -> Response:
    async def picture() -> dict[str, Any]:
        return await _picture(visit, meeting)

    path, channel = f"/{visit.slug}/meetings/{meeting}/live", f"screen {visit.reader.language}"
    answer: Response = visit.request.app.state.streams.follow("scheduling", path, channel, picture)
    return answer


async def _picture(visit: Visit, meeting: str) -> dict[str, Any]:
    found: Json = await visit.ask("scheduling", "meetings", meeting)
    groups = await if_there(visit.items("scheduling", "forums", meeting, "groups"), [])
    values = {"town": visit.town, "meeting": found, "order": running(found, visit.reader), "groups": groups}
    html = visit.templates.fragment(visit.reader, "hall/programme_screen.html", **values)
    return {"html": html, "at": visit.reader.hour(found["now"])}
