"""The cell's desk: what waits for me, the late first, then what is due soon and what is to be decided."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, latest_calendar, latest_edition
from web.services import Json, together
from web.views.waiting import Known, waiting
from web.visit import Staff, Visit

router = APIRouter()
COUNTED = 100


@router.get("/{language}/{municipality}/staff", response_class=HTMLResponse)
async def desk(visit: Staff) -> HTMLResponse:
    calendar, edition, publications, meetings, decisions, held, imports = await together(
        if_there(latest_calendar(visit), None),
        if_there(latest_edition(visit), None),
        if_there(visit.items("scheduling", "publications", limit=COUNTED), []),
        if_there(visit.items("scheduling", "meetings", limit=COUNTED), []),
        if_there(visit.items("scheduling", "decisions", state="requested"), []),
        if_there(visit.items("proposals", "proposals", "held"), []),
        if_there(visit.items("scheduling", "calendars", "imports"), []),
    )
    known = Known(calendar, publications, meetings, decisions, held, imports, await _proposals(visit, edition))
    groups = waiting(known, visit.reader, visit.path("staff"), visit.now)
    return visit.page("cell/desk.html", groups=groups, calendar=calendar, edition=edition)


async def _proposals(visit: Visit, edition: Json | None) -> dict[str, int]:
    """How many wait for either review; a hundred stands for more."""
    if edition is None:
        return {}
    asked = (
        if_there(visit.items("proposals", "proposals", edition=edition["edition"], status=status, limit=COUNTED), [])
        for status in ("submitted", "admissible")
    )
    formal, substantive = await together(*asked)
    return {"formal": len(formal), "substantive": len(substantive)}
