"""The programme of an edition: envelopes, how projects were chosen, what remarks changed, what is carried over."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, latest_edition, naming, zones
from web.services import Json, together
from web.visit import Town, Visit

router = APIRouter()
PARTS = ("programme", "envelopes", "selection", "you-said-we-did", "carry-over")


@router.get("/{language}/{municipality}/programme", response_class=HTMLResponse)
async def newest(visit: Town) -> HTMLResponse:
    edition = await latest_edition(visit)
    return await _page(visit, edition) if edition else visit.page("programme.html", **_nothing())


@router.get("/{language}/{municipality}/programme/{edition}", response_class=HTMLResponse)
async def one(visit: Town, edition: str) -> HTMLResponse:
    return await _page(visit, await visit.ask("proposals", "editions", edition))


async def _page(visit: Visit, edition: Json) -> HTMLResponse:
    asked = (if_there(visit.find("proposals", "editions", edition["edition"], part), None) for part in PARTS)
    programme, envelopes, selection, said, carried = await together(*asked)
    known = await zones(visit)
    return visit.page(
        "programme.html",
        edition=edition,
        programme=programme,
        projects=(programme or {}).get("projects", []),
        total=(programme or {}).get("total"),
        envelopes=envelopes,
        rule=((selection or {}).get("rule") or {}).get("method"),
        steps=(selection or {}).get("trace", []),
        said_did=(said or {}).get("items", []),
        carried=(carried or {}).get("items", []),
        zone_name=naming(visit, known),
    )


def _nothing() -> dict[str, Any]:
    empty: list[Json] = []
    lists = dict.fromkeys(("projects", "steps", "said_did", "carried"), empty)
    return {"edition": None, "programme": None, "total": None, "envelopes": None, "rule": None} | lists
