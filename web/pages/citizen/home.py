"""C1: the home of a town; what is open now, and where the year stands."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, latest_calendar, latest_edition
from web.services import Json, together
from web.views.openings import Known, openings
from web.views.phases import phases
from web.visit import Town, Visit

router = APIRouter()
PLANS = ("action-plans", "open-programmes")
APPROVED = {"approved", "delivery", "closed"}


@router.get("/{language}/{municipality}", response_class=HTMLResponse)
async def home(visit: Town) -> HTMLResponse:
    edition, calendar, elections, windows, meetings, mandates = await together(
        if_there(latest_edition(visit), None),
        if_there(latest_calendar(visit), None),
        if_there(visit.items("voting", "elections"), []),
        if_there(visit.items("scheduling", "consultations"), []),
        if_there(visit.items("scheduling", "meetings"), []),
        if_there(visit.items("voting", "mandates"), []),
    )
    plans = [plan | {"way": part} for part in PLANS for plan in await if_there(visit.items("scheduling", part), [])]
    programme = await if_there(_programme(visit, edition), None)
    found = phases(calendar) if calendar else []
    known = Known(elections, windows, meetings, programme, found, edition)
    cards = openings(known, visit.reader, visit.path(), visit.now)
    shown = _figures(visit, programme, mandates)
    return visit.page("citizen/home.html", openings=cards, phases=found, calendar=calendar, figures=shown, plans=plans)


async def _programme(visit: Visit, edition: Json | None) -> Json | None:
    if edition is None:
        return None
    found: Json | None = await visit.find("proposals", "editions", edition["edition"], "programme")
    return found


def _figures(visit: Visit, programme: Json | None, mandates: list[Json]) -> list[Json]:
    """Numbers worth a card, each with its page; nothing is shown that is not there."""
    approved = programme if programme and programme["status"] in APPROVED else {}
    reader, projects = visit.reader, len(approved.get("projects", []))
    delegates = sum(not mandate["alternate"] for mandate in mandates)
    counted = [("delegates", delegates, "mandates"), ("projects", projects, "programme")]
    return [
        {"value": reader.number(number), "text": reader.count(f"home.{key}", number), "href": visit.path(part)}
        for key, number, part in counted
        if number
    ]
