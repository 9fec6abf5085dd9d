"""M3: proposals to be judged: what waits, by queue and edition, likely duplicates, and rounds whose verdicts come out together."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.assigned import assigned_page
from web.pages.cell.sending import Sent, Typed, carry_out, filled, status
from web.pages.facts import naming, tone, zones
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/review")
A_PAGE = 20
QUEUES = {
    "formal": "submitted",
    "substantive": "admissible",
    "feasible": "feasible",
    "conditional": "conditional",
    "inadmissible": "inadmissible",
    "infeasible": "infeasible",
    "held": "held",
    "alike": "",
    "assigned": "",
}
STAGES = ("formal", "substantive")


@router.get("", response_class=HTMLResponse)
async def queue(
    visit: Staff, queue: str = "formal", edition: str = "", q: str = "", to: str = "", cursor: str | None = None
) -> HTMLResponse:
    """One queue of one edition: several editions may be under review at once."""
    queue = queue if queue in QUEUES else "formal"
    editions = await _editions(visit)
    opened = next((one for one in editions if one["edition"] == edition), editions[0] if editions else None)
    if queue == "alike":
        return await _alike(visit, opened, editions)
    if queue == "assigned":
        return await assigned_page(
            visit, to, cursor, queue=queue, queues=list(QUEUES), edition=opened, editions=editions
        )
    asked = _asked(visit, queue, opened, q, cursor)
    found, known = await together(asked, zones(visit))
    year = opened["edition"] if opened else ""
    more = f"?queue={queue}&edition={year}&cursor={found['next']}" if found and found.get("next") else None
    return visit.page(
        "cell/review.html",
        queue=queue,
        queues=list(QUEUES),
        edition=opened,
        editions=editions,
        rounds=_rounds(opened),
        round=filled("round"),
        q=q,
        proposals=(found or {}).get("items", []),
        more=more,
        zone_name=naming(visit, known),
        tone=tone,
    )


async def _editions(visit: Visit) -> list[Json]:
    return sorted(await visit.items("proposals", "editions"), key=lambda one: str(one["edition"]), reverse=True)


def _asked(visit: Visit, queue: str, edition: Json | None, q: str, cursor: str | None) -> Any:
    """Held proposals have a list of their own, whatever their edition."""
    if queue == "held":
        return visit.find("proposals", "proposals", "held", cursor=cursor, limit=A_PAGE)
    year = edition["edition"] if edition else None
    query = {"status": QUEUES[queue], "edition": year, "q": q, "cursor": cursor, "limit": A_PAGE}
    return visit.find("proposals", "proposals", **query)


async def _alike(visit: Visit, edition: Json | None, editions: list[Json]) -> HTMLResponse:
    """Pairs that probably say the same, the likeliest first."""
    query = {"edition": edition["edition"], "limit": A_PAGE} if edition else {}
    found = await visit.find("proposals", "proposals", "duplicates", **query) if edition else None
    pairs = (found or {}).get("items", [])
    values: dict[str, Any] = {"queue": "alike", "queues": list(QUEUES), "edition": edition, "editions": editions}
    return visit.page("cell/alike.html", pairs=pairs, **values)


def _rounds(edition: Json | None) -> dict[str, bool]:
    """Whether a round of either stage is under way: then its verdicts are hidden."""
    rounds = (edition or {}).get("review_rounds") or []
    return {stage: any(one["stage"] == stage and not one["ended_at"] for one in rounds) for stage in STAGES}


@router.post("/rounds/{edition}/{stage}/{act}")
async def turn(visit: Staff, edition: str, stage: str, act: str) -> Response:
    """A round begins or ends; at its end all its verdicts become public together."""

    async def work(sent: Sent) -> str:
        end = ("end",) if act == "end" else ()
        await sent.do("proposals", "editions", edition, "review-rounds", stage, *end, body={})
        return f"{visit.path('staff', 'review')}?queue={stage}&edition={edition}&saved=1"

    return await carry_out(visit, work, lambda typed: _again(visit, edition, typed))


async def _again(visit: Visit, edition: str, typed: Typed) -> HTMLResponse:
    """A round that could not be turned: the queue with the reason."""
    editions = await _editions(visit)
    opened = next((one for one in editions if one["edition"] == edition), None)
    values: dict[str, Any] = {"queue": "formal", "queues": list(QUEUES), "q": "", "proposals": [], "more": None}
    values |= {"edition": opened, "editions": editions, "rounds": _rounds(opened), "round": typed}
    return visit.page("cell/review.html", status=status(typed), zone_name=str, tone=tone, **values)
