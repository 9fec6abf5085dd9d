"""M1: the calendars of a town, and one of them as the cell works on it."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.files import hand_through
from web.services import Json
from web.views.lawfulness import calendar_values
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/calendars")
A_PAGE = 20


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    found = await visit.find("scheduling", "calendars", newest_first="true", cursor=cursor, limit=A_PAGE) or {}
    heads = found.get("items", [])
    more = f"?cursor={found['next']}" if found.get("next") else None
    return visit.page("cell/calendars.html", calendars=heads, more=more)


@router.get("/{calendar}", response_class=HTMLResponse)
async def one(visit: Staff, calendar: str) -> HTMLResponse:
    return await _page(visit, calendar)


@router.post("/{calendar}/adoption")
async def adopt(visit: Staff, calendar: str) -> Response:
    """Refused with the rules that are broken, shown with their nearest lawful dates."""

    async def work(sent: Sent) -> str:
        await sent.do("scheduling", "calendars", calendar, "adoption", body={})
        return f"{visit.path('staff', 'calendars', calendar)}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, calendar, typed))


@router.get("/{calendar}/dossier.zip")
async def dossier(visit: Staff, calendar: str) -> Response:
    return await hand_through(visit, "scheduling", "calendars", calendar, "dossier.zip")


async def _page(visit: Visit, calendar: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("scheduling", "calendars", calendar)
    values: dict[str, Any] = calendar_values(visit.reader, visit.today, found)
    return visit.page(
        "cell/calendar.html",
        status=status(typed),
        calendar=found,
        refused=_refused(typed, values["failing"]),
        forms=forms(typed, filled("adopt")),
        **values,
    )


def _refused(typed: Typed | None, broken: list[Json]) -> list[Json]:
    """What stands against adopting; warnings do not."""
    unlawful = typed is not None and typed.word == "calendar-not-lawful"
    return [one for one in broken if one["severity"] == "error"] if unlawful else []
