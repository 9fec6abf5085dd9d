"""C3: the proposals of a town, one proposal, and following one by its code."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.facts import latest_edition, naming, tone, zones
from web.pages.files import hand_through
from web.services import Json, NotThere, together
from web.visit import Town, Visit

router = APIRouter()
A_PAGE = 20


@router.get("/{language}/{municipality}/proposals", response_class=HTMLResponse)
async def listed(
    visit: Town, q: str | None = None, zone: str | None = None, status: str | None = None, cursor: str | None = None
) -> HTMLResponse:
    asked = {"q": q, "zone": zone, "status": status}
    edition = await latest_edition(visit)
    query = asked | {"edition": edition["edition"] if edition else None}
    found, known = await together(
        visit.find("proposals", "proposals", **query, cursor=cursor, limit=A_PAGE), zones(visit)
    )
    more = (found or {}).get("next")
    following = urlencode({name: value for name, value in (asked | {"cursor": more}).items() if value})
    return visit.page(
        "citizen/proposals.html",
        proposals=(found or {}).get("items", []),
        next=f"?{following}" if more else None,
        asked=asked,
        zones=known["zones"],
        zone_name=naming(visit, known),
        tone=tone,
    )


@router.get("/{language}/{municipality}/proposals/{proposal}", response_class=HTMLResponse)
async def shown(visit: Town, proposal: str) -> HTMLResponse:
    found, known = await together(visit.ask("proposals", "proposals", proposal), zones(visit))
    return visit.page("citizen/proposal.html", **_proposal(visit, found, known))


@router.get("/{language}/{municipality}/proposals/{proposal}/sheet.pdf")
async def sheet(visit: Town, proposal: str) -> Response:
    found = await visit.ask("proposals", "proposals", proposal)
    if not found.get("sheet"):
        raise NotThere("sheet")
    return await hand_through(visit, "proposals", "proposals", proposal, "sheets", f"{found['sheet']['version']}.pdf")


@router.get("/{language}/{municipality}/track", response_class=HTMLResponse)
async def track(visit: Town, code: str = "", fresh: bool = False) -> HTMLResponse:
    """By the code on the receipt; spaces and small letters are forgiven."""
    wanted = "".join(code.split()).replace("-", "").upper()
    found = await visit.find("proposals", "proposals", "track", wanted) if wanted.isalnum() else None
    if not found:
        return visit.page("citizen/track.html", code=code, proposal=None, fresh=False, status=404 if code else 200)
    return visit.page("citizen/track.html", code=wanted, fresh=fresh, **_proposal(visit, found, await zones(visit)))


def _proposal(visit: Visit, found: Json, known: Json) -> dict[str, Any]:
    return {
        "proposal": found,
        "story": [step | {"reason": step.get("reason") or step.get("note")} for step in found["history"]],
        "sheet": found.get("sheet"),
        "zone_name": naming(visit, known),
        "tone": tone,
    }
