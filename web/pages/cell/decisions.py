"""What the council was asked, and recording what it decided."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.services import Json, NotThere
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/decisions")
A_PAGE = 20
OUTCOMES = ("approved", "approved_with_changes", "rejected")
VOTES = ("for", "against", "abstain")


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    found = await visit.find("scheduling", "decisions", cursor=cursor, limit=A_PAGE) or {}
    more = f"?cursor={found['next']}" if found.get("next") else None
    order = sorted(found.get("items", []), key=lambda one: bool(one.get("outcome")))
    return visit.page("cell/decisions.html", decisions=order, more=more)


@router.get("/{request_id}", response_class=HTMLResponse)
async def one(visit: Staff, request_id: str) -> HTMLResponse:
    return await _page(visit, request_id)


@router.post("/{request_id}")
async def record(visit: Staff, request_id: str) -> Response:
    """The answer holds for the content that was submitted, by its digest."""

    async def work(sent: Sent) -> str:
        sent.need("number", "decided_on", "outcome")
        body: Json = {"number": sent["number"], "decided_on": sent.day("decided_on"), "outcome": sent["outcome"]}
        if any(sent[name] for name in VOTES):
            body["votes"] = {name: sent.number(name) if sent[name] else 0 for name in VOTES}
        body |= {"meeting_id": sent["meeting_id"]} if sent["meeting_id"] else {}
        await sent.do("scheduling", "decisions", request_id, body=body)
        return f"{visit.path('staff', 'decisions')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, request_id, typed))


async def _page(visit: Visit, request_id: str, typed: Typed | None = None) -> HTMLResponse:
    found = await _known(visit, request_id)
    sessions = await visit.items("scheduling", "meetings", kind="council_session")
    name = visit.reader.name
    values: dict[str, Any] = {
        "decision": found,
        "outcomes": [(code, name("council_outcome", code)) for code in OUTCOMES],
        "sessions": [(one["meeting_id"], visit.reader.moment(one["starts_at"])) for one in sessions],
        "forms": forms(typed, filled("decide", decided_on=visit.today.isoformat())),
    }
    return visit.page("cell/decision.html", status=status(typed), **values)


async def _known(visit: Visit, request_id: str) -> Json:
    """Looked for page by page: a request has no address of its own."""
    cursor: str | None = None
    while True:
        page = await visit.ask("scheduling", "decisions", cursor=cursor, limit=100)
        for found in page["items"]:
            if found["request_id"] == request_id:
                return dict(found)
        cursor = page["next"]
        if cursor is None:
            raise NotThere(request_id)
