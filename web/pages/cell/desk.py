"""The cell's desk: what waits for me, the late first, then what is due soon and what is to be decided."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, latest_edition
from web.services import Json, together
from web.views.waiting import Known, waiting
from web.visit import Staff, Visit

router = APIRouter()
COUNTED = 100
IN_WORK = 3  # calendars a cell works on at once: the year under way, the next, and one that is late


@router.get("/{language}/{municipality}/staff", response_class=HTMLResponse)
async def desk(visit: Staff) -> HTMLResponse:
    calendars, edition, publications, meetings, decisions, held, imports, batches, counts = await together(
        if_there(_calendars(visit), []),
        if_there(latest_edition(visit), None),
        if_there(visit.items("scheduling", "publications", limit=COUNTED), []),
        if_there(visit.items("scheduling", "meetings", limit=COUNTED), []),
        if_there(visit.items("scheduling", "decisions", state="requested"), []),
        if_there(visit.items("proposals", "proposals", "held"), []),
        if_there(visit.items("scheduling", "calendars", "imports"), []),
        if_there(visit.items("proposals", "proposals", "batches", limit=COUNTED), []),
        if_there(visit.find("proposals", "requests", "counts"), None),
    )
    proposals = await _proposals(visit, edition)
    unanswered = counts["received"] - counts["answered"] if counts else 0
    known = Known(
        calendars, publications, meetings, decisions, held, imports, proposals, _unchecked(batches), unanswered
    )
    groups = waiting(known, visit.reader, visit.path("staff"), visit.now)
    return visit.page("cell/desk.html", groups=groups, calendars=calendars, edition=edition)


def _unchecked(batches: list[Json]) -> int:
    """Pages typed from paper that nobody else has looked at yet."""
    return sum(bool(batch["accepted"]) and not batch["checked_by"] for batch in batches)


async def _calendars(visit: Visit) -> list[Json]:
    """Those in work: of the past nothing waits, and of one edition the adopted one counts before its drafts."""
    heads = await visit.items("scheduling", "calendars", limit=COUNTED)
    working = [head for head in heads if not head["historical"]]
    newest: dict[str, Json] = {}
    for head in sorted(working, key=lambda head: (head["state"] == "adopted", head["calendar_id"])):
        newest[head["edition"]] = head
    chosen = sorted(newest.values(), key=lambda head: -int(head["programme_year"]))[:IN_WORK]
    return await together(*(visit.ask("scheduling", "calendars", head["calendar_id"]) for head in chosen))


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
