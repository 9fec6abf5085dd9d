"""P9 for staff: complaints, petitions and requests for information; what waits for an answer, longest first."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import naming, years, zones
from web.services import Json, NotThere, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/requests")
A_PAGE = 50
MANY = 100


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    """Those without an answer first, the oldest before all."""
    found = await visit.find("proposals", "requests", cursor=cursor, limit=A_PAGE) or {}
    order = sorted(found.get("items", []), key=lambda one: (bool(one["answered_on"]), str(one["received_on"])))
    more = f"?cursor={found['next']}" if found.get("next") else None
    waited = {one["request_id"]: _waited(visit, one) for one in order if not one["answered_on"]}
    return visit.page("cell/requests.html", requests=order, waited=waited, more=more)


@router.get("/{request_id}", response_class=HTMLResponse)
async def one(visit: Staff, request_id: str) -> HTMLResponse:
    return await _page(visit, request_id)


@router.post("/{request_id}/answer")
async def answer(visit: Staff, request_id: str) -> Response:
    """Read by whoever has the code; the days it took are counted in public."""

    async def work(sent: Sent) -> str:
        sent.need("answer")
        await sent.do("proposals", "requests", request_id, "answer", body={"answer": sent["answer"]})
        return f"{visit.path('staff', 'requests', request_id)}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, request_id, typed))


@router.post("/{request_id}/proposal")
async def propose(visit: Staff, request_id: str) -> Response:
    """What is asked for becomes a proposal, in better words where somebody writes them."""

    async def work(sent: Sent) -> str:
        sent.need("edition", "zone", "title")
        body: Json = {name: sent[name] for name in ("edition", "zone", "title", "body") if sent[name]}
        made = await sent.do("proposals", "requests", request_id, "proposal", body=body)
        return f"{visit.path('staff', 'review', str(made['proposal_id']))}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, request_id, typed))


async def _page(visit: Visit, request_id: str, typed: Typed | None = None) -> HTMLResponse:
    found, known, editions = await together(_known(visit, request_id), zones(visit), years(visit))
    named = naming(visit, known)
    proposing = filled("propose", zone=found["zone"], title=found["subject"], body=found["body"])
    values: dict[str, Any] = {
        "asked": found,
        "waited": _waited(visit, found),
        "editions": [(year, year) for year in editions],
        "zones": [(zone["slug"], named(zone["slug"])) for zone in known["zones"]],
        "zone_name": named,
        "forms": forms(typed, filled("answer"), proposing),
    }
    return visit.page("cell/request.html", status=status(typed), **values)


async def _known(visit: Visit, request_id: str) -> Json:
    """Looked for page by page: for staff a request has no address of its own."""
    async for found in _all(visit):
        if found["request_id"] == request_id:
            return found
    raise NotThere(request_id)


async def _all(visit: Visit) -> AsyncIterator[Json]:
    cursor: str | None = None
    while True:
        page = await visit.ask("proposals", "requests", cursor=cursor, limit=MANY)
        for found in page["items"]:
            yield found
        if (cursor := page["next"]) is None:
            return


def _waited(visit: Visit, found: Json) -> int:
    return (visit.today - date.fromisoformat(found["received_on"])).days
