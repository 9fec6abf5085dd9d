"""M3: proposals to be judged; what waits, one proposal with its reasons, and likely duplicates side by side."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import if_there, naming, tone, zones
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
}
STAGES = {"submitted": "formal", "admissible": "substantive"}
VERDICTS = {"formal": ("admissible", "inadmissible"), "substantive": ("feasible", "conditional", "infeasible")}
REFUSED = {"inadmissible", "infeasible"}


@router.get("", response_class=HTMLResponse)
async def queue(
    visit: Staff, queue: str = "formal", edition: str = "", q: str = "", cursor: str | None = None
) -> HTMLResponse:
    """One queue of one edition: several editions may be under review at once."""
    queue = queue if queue in QUEUES else "formal"
    editions = await _editions(visit)
    opened = next((one for one in editions if one["edition"] == edition), editions[0] if editions else None)
    if queue == "alike":
        return await _alike(visit, opened, editions)
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
    return {stage: any(one["stage"] == stage and not one["ended_at"] for one in rounds) for stage in VERDICTS}


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


@router.get("/{proposal}", response_class=HTMLResponse)
async def one(visit: Staff, proposal: str) -> HTMLResponse:
    return await _page(visit, proposal)


@router.post("/{proposal}/verdict")
async def judge(visit: Staff, proposal: str) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("verdict", "reason")
        body = {"stage": sent["stage"], "verdict": sent["verdict"], "reason": sent.text3("reason")}
        await sent.do("proposals", "proposals", proposal, "reviews", body=body)
        return _here(visit, proposal)

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


@router.post("/{proposal}/appeal")
async def appeal(visit: Staff, proposal: str) -> Response:
    """Recorded from a letter or a visit; the proposal goes back to the review that refused it."""

    async def work(sent: Sent) -> str:
        sent.need("reason")
        await sent.do("proposals", "proposals", proposal, "appeals", body={"reason": sent["reason"]})
        return _here(visit, proposal)

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


@router.post("/{proposal}/release")
async def release(visit: Staff, proposal: str) -> Response:
    async def work(sent: Sent) -> str:
        await sent.do("proposals", "proposals", proposal, "release", body={})
        return _here(visit, proposal)

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


@router.post("/{proposal}/rejection")
async def reject(visit: Staff, proposal: str) -> Response:
    """Abuse: from now on found by its code alone, with the reason."""

    async def work(sent: Sent) -> str:
        sent.need("reason")
        await sent.do("proposals", "proposals", proposal, "rejection", body={"reason": sent["reason"]})
        return f"{visit.path('staff', 'review')}?queue=held&saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


@router.get("/{proposal}/beside/{other}", response_class=HTMLResponse)
async def beside(visit: Staff, proposal: str, other: str) -> HTMLResponse:
    return await _beside(visit, proposal, other)


@router.post("/{proposal}/beside/{other}")
async def merge(visit: Staff, proposal: str, other: str) -> Response:
    """The one that stays takes the other's authors and backers; the way back is offered at once."""

    async def work(sent: Sent) -> str:
        sent.need("into")
        gone = other if sent["into"] == proposal else proposal
        done = await sent.do("proposals", "proposals", "merges", body={"into": sent["into"], "merged": [gone]})
        return f"{visit.path('staff', 'review', sent['into'])}?saved=1&merge={done['merge_id']}"

    return await carry_out(visit, work, lambda typed: _beside(visit, proposal, other, typed))


@router.post("/{proposal}/unmerge")
async def unmerge(visit: Staff, proposal: str) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("merge")
        await visit.services.delete("proposals", f"/{visit.slug}/proposals/merges/{sent['merge']}")
        return _here(visit, proposal)

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


async def _page(visit: Visit, proposal: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.find("proposals", "proposals", proposal) or await _held(visit, proposal)
    near, known = await together(
        if_there(visit.items("proposals", "proposals", proposal, "duplicates"), []), zones(visit)
    )
    stage = STAGES.get(found["status"], "")
    say = visit.reader.name
    values: dict[str, Any] = {
        "proposal": found,
        "stage": stage,
        "verdicts": [(code, say("status", code)) for code in VERDICTS.get(stage, ())],
        "near": near,
        "appealable": found["status"] in REFUSED,
        "merges": _merges(visit, found),
        "zone_name": naming(visit, known),
        "tone": tone,
        "forms": forms(typed, *(filled(name) for name in ("judge", "appeal", "release", "reject", "unmerge"))),
    }
    return visit.page("cell/proposal.html", status=status(typed), **values)


def _merges(visit: Visit, found: Json) -> list[str]:
    """Merges that can be undone: those the proposal names, and the one just made."""
    named = [str(merge["merge_id"]) for merge in found.get("merges") or []]
    fresh = visit.request.query_params.get("merge")
    return named if named or not fresh else [fresh]


async def _held(visit: Visit, proposal: str) -> Json:
    """A proposal held back is no public page: it is found in its queue."""
    held = await visit.items("proposals", "proposals", "held", limit=100)
    known: Json = next((one for one in held if one["proposal_id"] == proposal), {})
    return known or await visit.ask("proposals", "proposals", proposal)


async def _beside(visit: Visit, proposal: str, other: str, typed: Typed | None = None) -> HTMLResponse:
    pair = await together(*(visit.ask("proposals", "proposals", one) for one in (proposal, other)))
    older = min(pair, key=lambda one: str(one["recorded_on"]))["proposal_id"]
    values: dict[str, Any] = {"pair": pair, "zone_name": naming(visit, await zones(visit)), "tone": tone}
    shown = forms(typed, filled("merge", into=older))
    return visit.page("cell/beside.html", status=status(typed), forms=shown, **values)


def _here(visit: Visit, proposal: str) -> str:
    return f"{visit.path('staff', 'review', proposal)}?saved=1"
