"""The public calendar: phases and activities with their evidence, and the seven-day rule drawn."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import latest_calendar
from web.pages.files import hand_through
from web.services import Json
from web.views.phases import phases
from web.views.timeline import Bracket, bracket, chart
from web.visit import Town, Visit

router = APIRouter()
BAD = {"fail", "warn"}


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
        return visit.page("calendar.html", calendar=None)
    heads = await visit.items("scheduling", "calendars")
    others = [head for head in heads if head["calendar_id"] != calendar["calendar_id"]]
    return visit.page("calendar.html", calendar=calendar, others=others, **calendar_values(visit, calendar))


def calendar_values(visit: Visit, calendar: Json) -> dict[str, Any]:
    """What the calendar's template needs, for residents and staff alike."""
    rtl, found = visit.reader.direction == "rtl", phases(calendar)
    drawn = bracket(calendar.get("bracket"), rtl=rtl)
    return {
        "phases": found,
        "chart": chart(found, visit.today, rtl=rtl),
        "bracket": drawn,
        "bracket_text": _said(visit, drawn),
        "failing": [_failing(verdict) for verdict in calendar["verdicts"] if verdict["verdict"] in BAD],
    }


def _said(visit: Visit, drawn: Bracket | None) -> str:
    if drawn is None:
        return ""
    key = {"good": "good", "wait": "warn", "bad": "bad"}[drawn.tone]
    return visit.reader.say(f"calendar.bracket_{key}", days=visit.reader.count("calendar.days", drawn.days))


def _failing(verdict: Json) -> Json:
    nearest = verdict.get("nearest_lawful_date") or {}
    severity = verdict["severity"] if verdict["verdict"] == "fail" else "warning"
    return {"rule": verdict["rule"], "severity": severity, "text": verdict["text"], "nearest": nearest.get("date")}
