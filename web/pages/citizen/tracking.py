"""Following by the code of a receipt: a proposal or a request, whichever the code belongs to."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.citizen.proposals import proposal_values
from web.pages.facts import naming, zones
from web.services import Json
from web.visit import Town, Visit

router = APIRouter()


@router.get("/{language}/{municipality}/track", response_class=HTMLResponse)
async def track(visit: Town, code: str = "", fresh: bool = False) -> HTMLResponse:
    """Spaces, hyphens and small letters are forgiven."""
    wanted = normal(code)
    found = await visit.find("proposals", "proposals", "track", wanted) if wanted else None
    if found:
        values = await proposal_values(visit, found, await zones(visit))
        return visit.page("citizen/track.html", code=wanted, fresh=fresh, request=None, **values)
    asked = await visit.find("proposals", "requests", "track", wanted) if wanted else None
    if asked:
        return await _request(visit, asked, wanted, fresh=fresh)
    status = 404 if code else 200
    return visit.page("citizen/track.html", status=status, code=code, proposal=None, request=None, fresh=False)


async def _request(visit: Visit, asked: Json, code: str, *, fresh: bool) -> HTMLResponse:
    known = await zones(visit)
    waited = (visit.today - date.fromisoformat(asked["received_on"])).days
    return visit.page(
        "citizen/track.html",
        code=code,
        fresh=fresh,
        proposal=None,
        request=asked,
        waited=waited,
        zone_name=naming(visit, known),
    )


def normal(code: str) -> str:
    """As people type it; anything that is no code is nothing."""
    plain = "".join(code.split()).replace("-", "").upper()
    return plain if plain.isascii() and plain.isalnum() and len(plain) <= 20 else ""
