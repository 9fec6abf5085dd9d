"""C1: the home of a town; what is open now, and where the year stands."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.citizen.plans import KINDS
from web.pages.facts import if_there, latest_calendar, latest_edition
from web.services import Json, together
from web.views.openings import Known, openings
from web.views.phases import phases
from web.visit import Town, Visit

router = APIRouter()
NEWS = 3
APPROVED = {"approved", "delivery", "closed"}


@router.get("/{language}/{municipality}", response_class=HTMLResponse)
async def home(visit: Town) -> HTMLResponse:
    (edition, programme), calendar, elections, windows, meetings, mandates, surveys, news, *plans = await together(
        if_there(_edition(visit), (None, None)),
        if_there(latest_calendar(visit), None),
        if_there(visit.items("voting", "elections"), []),
        if_there(visit.items("scheduling", "consultations"), []),
        if_there(visit.items("scheduling", "meetings"), []),
        if_there(visit.items("voting", "mandates"), []),
        if_there(visit.items("proposals", "surveys"), []),
        if_there(visit.items("notifications", "feed", limit=NEWS), []),
        *(if_there(_plans(visit, way), []) for way in KINDS),
    )
    found = phases(calendar) if calendar else []
    known = Known(elections, windows, meetings, programme, found, edition, surveys)
    return visit.page(
        "citizen/home.html",
        openings=openings(known, visit.reader, visit.path(), visit.now),
        phases=found,
        calendar=calendar,
        figures=_figures(visit, programme, mandates),
        plans=[plan for found in plans for plan in found],
        news=news,
    )


async def _plans(visit: Visit, way: str) -> list[Json]:
    return [plan | {"way": way} for plan in await visit.items("scheduling", way)]


async def _edition(visit: Visit) -> tuple[Json | None, Json | None]:
    """The newest edition with its programme."""
    edition = await latest_edition(visit)
    if edition is None:
        return None, None
    return edition, await if_there(visit.find("proposals", "editions", edition["edition"], "programme"), None)


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
