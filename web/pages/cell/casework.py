"""M3: one proposal as staff know it: its file, who judges it, verdicts with public reasons, appeals, and its likely duplicates."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.assigned import ASSIGNEES
from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import if_there, naming, tone, zones
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/review")
STAGES = {"submitted": "formal", "admissible": "substantive"}
VERDICTS = {"formal": ("admissible", "inadmissible"), "substantive": ("feasible", "conditional", "infeasible")}
REFUSED = {"inadmissible", "infeasible"}
FORMS = ("judge", "appeal", "release", "reject", "unmerge", "assign")


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


@router.post("/{proposal}/assignment")
async def assign(visit: Staff, proposal: str) -> Response:
    """Who is to judge it, and by when; a later choice replaces it."""

    async def work(sent: Sent) -> str:
        sent.need("to")
        due = sent.day("due")
        body: Json = {"to": sent["to"]} | ({"due": due} if due else {})
        await sent.do("proposals", "proposals", proposal, "assignment", body=body)
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
        await sent.do("proposals", "proposals", "merges", body={"into": sent["into"], "merged": [gone]})
        return _here(visit, sent["into"])

    return await carry_out(visit, work, lambda typed: _beside(visit, proposal, other, typed))


@router.post("/{proposal}/unmerge")
async def unmerge(visit: Staff, proposal: str) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("merge")
        await visit.services.delete("proposals", f"/{visit.slug}/proposals/merges/{sent['merge']}")
        return _here(visit, proposal)

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


async def _page(visit: Visit, proposal: str, typed: Typed | None = None) -> HTMLResponse:
    found, near, known = await together(
        visit.ask("proposals", "proposals", proposal, "file"),
        if_there(visit.items("proposals", "proposals", proposal, "duplicates"), []),
        zones(visit),
    )
    stage = STAGES.get(found["status"], "")
    say = visit.reader.name
    values: dict[str, Any] = {
        "proposal": found,
        "stage": stage,
        "verdicts": [(code, say("status", code)) for code in VERDICTS.get(stage, ())],
        "near": near,
        "appealable": found["status"] in REFUSED,
        "merges": [merge for merge in found["merges"] if not merge["undone_on"]],
        "assignees": [(role, say("role", role)) for role in ASSIGNEES],
        "zone_name": naming(visit, known),
        "tone": tone,
        "forms": forms(typed, *(filled(name) for name in FORMS)),
    }
    return visit.page("cell/proposal.html", status=status(typed), **values)


async def _beside(visit: Visit, proposal: str, other: str, typed: Typed | None = None) -> HTMLResponse:
    pair = await together(*(visit.ask("proposals", "proposals", one) for one in (proposal, other)))
    older = min(pair, key=lambda one: str(one["recorded_on"]))["proposal_id"]
    values: dict[str, Any] = {"pair": pair, "zone_name": naming(visit, await zones(visit)), "tone": tone}
    shown = forms(typed, filled("merge", into=older))
    return visit.page("cell/beside.html", status=status(typed), forms=shown, **values)


def _here(visit: Visit, proposal: str) -> str:
    return f"{visit.path('staff', 'review', proposal)}?saved=1"
