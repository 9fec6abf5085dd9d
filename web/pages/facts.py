"""Facts of a town that several pages need: its editions, its zones by name, its calendar."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from web.services import Json, Refused, ServiceAway
from web.visit import Visit

TONES = {
    "feasible": "good",
    "selected": "good",
    "funded": "good",
    "admissible": "good",
    "conditional": "wait",
    "held": "wait",
    "shortlisted": "now",
    "inadmissible": "bad",
    "rejected": "bad",
    "infeasible": "bad",
}


def tone(status: str) -> str:
    """The colour that goes with the word; never without it."""
    return TONES.get(status, "")


async def zones(visit: Visit) -> Json:
    found = await visit.find("proposals", "zones")
    return found or {"zones": [], "neighbourhoods": []}


def naming(visit: Visit, known: Json) -> Callable[[str | None], Markup]:
    """Names of zones and neighbourhoods by their slug."""
    names = {place["slug"]: place["name"] for place in (*known["zones"], *known["neighbourhoods"])}
    return lambda slug: visit.reader.words(names.get(slug or "", slug))


async def latest_edition(visit: Visit) -> Json | None:
    editions = await visit.items("proposals", "editions")
    return max(editions, key=lambda edition: str(edition["edition"]), default=None)


async def years(visit: Visit) -> list[str]:
    """The editions of a town by their year, the newest first."""
    return sorted((str(edition["edition"]) for edition in await visit.items("proposals", "editions")), reverse=True)


async def latest_calendar(visit: Visit) -> Json | None:
    """The newest calendar with its activities; an adopted one before a draft of the same year."""
    heads = await visit.items("scheduling", "calendars")
    newest = max(heads, key=lambda head: (head["programme_year"], head["state"] == "adopted"), default=None)
    return await visit.find("scheduling", "calendars", newest["calendar_id"]) if newest else None


async def if_there(question: Any, otherwise: Any) -> Any:
    """One part of a page that may be missing without taking the page with it."""
    try:
        return await question
    except (ServiceAway, Refused):
        return otherwise
