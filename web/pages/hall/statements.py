"""What a tablet without a network signed at closing: its QR, scanned by another device and registered before the dice."""

import json
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.services import Json
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/statements")


@router.get("", response_class=HTMLResponse)
async def statements(visit: Staff, election: str) -> HTMLResponse:
    return await _page(visit, election)


@router.post("")
async def register(visit: Staff, election: str) -> Response:
    """A second, different statement of one tablet is refused by the ballot box."""

    async def work(sent: Sent) -> str:
        sent.need("statement")
        await sent.do("voting", "elections", election, "statements", body=_read(sent))
        return f"{visit.path('hall', 'votes', election, 'statements')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


def _read(sent: Sent) -> Json:
    try:
        found = json.loads(sent["statement"])
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unfilled({"statement": sent.visit.reader.say("statement.unreadable")})
    return dict(found)


async def _page(visit: Visit, election: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("voting", "elections", election)
    t = forms(typed, filled("statement"))["statement"]
    values: dict[str, Any] = {"election": found, "t": t, "texts": visit.reader.texts.under("scan.")}
    return visit.page("hall/statements.html", status=status(typed), **values)
