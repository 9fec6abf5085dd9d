"""C3: the proposals of a town, found by words, zone, status, channel and year; and one proposal with its whole story."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, naming, tone, years, zones
from web.pages.files import hand_through
from web.services import Json, NotThere, together
from web.visit import Town, Visit

router = APIRouter()
A_PAGE = 20
ALL = "all"
STATUSES = (
    "submitted",
    "admissible",
    "inadmissible",
    "feasible",
    "conditional",
    "infeasible",
    "merged",
    "shortlisted",
    "funded",
    "not_selected",
    "carried_over",
)
CHANNELS = (
    "online_form",
    "suggestion_box",
    "notebook",
    "social_survey",
    "complaint",
    "zone_session",
    "working_group",
    "association_call",
    "carried_over",
)


@router.get("/{language}/{municipality}/proposals", response_class=HTMLResponse)
async def listed(
    visit: Town,
    q: str = "",
    zone: str = "",
    status: str = "",
    channel: str = "",
    year: str = "",
    cursor: str | None = None,
) -> HTMLResponse:
    """Without a year asked for, those of the newest edition."""
    editions, known = await together(years(visit), zones(visit))
    year = year if year in (*editions, ALL) else next(iter(editions), "")
    asked = {
        "q": q.strip()[:100],
        "zone": zone,
        "status": _one_of(status, STATUSES),
        "channel": _one_of(channel, CHANNELS),
    }
    query = asked | {"edition": None if year == ALL else year}
    found = await visit.find("proposals", "proposals", **query, cursor=cursor, limit=A_PAGE) or {}
    return visit.page(
        "citizen/proposals.html",
        proposals=found.get("items", []),
        next=_following(asked | {"year": year}, found.get("next")),
        asked=asked | {"year": year},
        narrowed=any(asked.values()),
        further=cursor is not None,
        zones=known["zones"],
        years=editions,
        statuses=STATUSES,
        channels=CHANNELS,
        zone_name=naming(visit, known),
        tone=tone,
    )


@router.get("/{language}/{municipality}/proposals/{proposal}", response_class=HTMLResponse)
async def shown(visit: Town, proposal: str) -> HTMLResponse:
    found, known = await together(visit.ask("proposals", "proposals", proposal), zones(visit))
    return visit.page("citizen/proposal.html", **await proposal_values(visit, found, known))


@router.get("/{language}/{municipality}/proposals/{proposal}/photos/{sha256}")
async def photo(visit: Town, proposal: str, sha256: str) -> Response:
    """A public photo, without what the camera wrote into it."""
    return await hand_through(visit, "proposals", "documents", sha256)


@router.get("/{language}/{municipality}/proposals/{proposal}/sheet.pdf")
async def sheet(visit: Town, proposal: str, version: int | None = None) -> Response:
    """The newest published sheet, or the version asked for."""
    found = await visit.ask("proposals", "proposals", proposal)
    if not found.get("sheet"):
        raise NotThere("sheet")
    wanted = version or found["sheet"]["version"]
    return await hand_through(visit, "proposals", "proposals", proposal, "sheets", f"{wanted}.pdf")


async def proposal_values(visit: Visit, found: Json, known: Json) -> dict[str, Any]:
    """What the story of a proposal is told from, on its own page and on the page of its code."""
    into, project = await together(_into(visit, found), _project(visit, found))
    photos = [each["sha256"] if isinstance(each, dict) else each for each in found.get("photos") or []]
    return {
        "proposal": found | {"photos": photos, "merged": found.get("merged") or []},
        "story": [_told(step) for step in found["history"]],
        "sheet": found.get("sheet"),
        "earlier_sheets": [each for each in found.get("sheets", []) if each != found.get("sheet")],
        "into": into,
        "project": project,
        "zone_name": naming(visit, known),
        "tone": tone,
    }


def _told(step: Json) -> Json:
    """A step with its reason; where it was merged into stands above the story, with a link."""
    return step | {"reason": None if step["status"] == "merged" else step.get("reason") or step.get("note")}


async def _into(visit: Visit, found: Json) -> Json | None:
    """The proposal it was merged with."""
    if not found.get("merged_into"):
        return None
    answer: Json | None = await if_there(visit.find("proposals", "proposals", found["merged_into"]), None)
    return answer


async def _project(visit: Visit, found: Json) -> Json | None:
    if found["status"] != "funded":
        return None
    answer: Json | None = await if_there(visit.find("proposals", "projects", found["proposal_id"]), None)
    return answer


def _following(asked: Json, cursor: str | None) -> str | None:
    given = {name: value for name, value in (asked | {"cursor": cursor}).items() if value}
    return f"?{urlencode(given)}" if cursor else None


def _one_of(value: str, known: tuple[str, ...]) -> str:
    """An address somebody changed by hand asks for nothing."""
    return value if value in known else ""
