"""The public calendar: phases and activities with their evidence, and the seven-day rule drawn."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import latest_calendar
from web.pages.files import hand_through
from web.services import Json
from web.views.lawfulness import calendar_values
from web.visit import Town, Visit

router = APIRouter()


@router.get("/{language}/{municipality}/calendar", response_class=HTMLResponse)
async def newest(visit: Town) -> HTMLResponse:
    return await _page(visit, await latest_calendar(visit))


@router.get("/{language}/{municipality}/calendar.ics")
async def subscription(visit: Town) -> Response:
    return await hand_through(visit, "scheduling", "calendar.ics")


@router.get("/{language}/{municipality}/calendar/{calendar}", response_class=HTMLResponse)
async def one(visit: Town, calendar: str) -> HTMLResponse:
    return await _page(visit, await visit.ask("scheduling", "calendars", calendar))


async def _page(visit: Visit, calendar: Json | None) -> HTMLResponse:
    if calendar is None:
        return visit.page("citizen/calendar.html", calendar=None)
    heads = await visit.items("scheduling", "calendars")
    others = [head for head in heads if head["calendar_id"] != calendar["calendar_id"]]
    values = calendar_values(visit.reader, visit.today, calendar)
    return visit.page("citizen/calendar.html", calendar=calendar, others=others, **values)
