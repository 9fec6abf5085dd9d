"""The envelopes of an edition: as bars, on the map, and how each zone's part was computed."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, naming, zones
from web.services import Json, together
from web.views.bars import Bar, bars
from web.views.zones_map import ZonesMap, zones_map
from web.visit import Town, Visit

router = APIRouter()


@router.get("/{language}/{municipality}/programme/{edition}/envelopes", response_class=HTMLResponse)
async def envelopes(visit: Town, edition: str) -> HTMLResponse:
    opened, found, known, drawn = await together(
        visit.ask("proposals", "editions", edition),
        visit.ask("proposals", "editions", edition, "envelopes"),
        zones(visit),
        if_there(visit.find("proposals", "zones.geojson"), None),
    )
    amounts = {line["zone"]: line["amount"] for line in found["by_zone"]}
    shown = _zones(visit, found, known)
    numbers = {line["zone"]: n for n, line in enumerate(shown, start=1)}
    return visit.page(
        "citizen/envelopes.html",
        edition=opened,
        envelopes=found,
        by_kind=_kinds(visit, found),
        by_zone=shown,
        map=zones_map(drawn, numbers, amounts),
        formula=found.get("zone_formula") or {},
    )


@router.get("/{language}/{municipality}/zones", response_class=HTMLResponse)
async def places(visit: Town) -> HTMLResponse:
    """The zones on their own: the map with its list, whatever edition there is."""
    known, drawn = await together(zones(visit), if_there(visit.find("proposals", "zones.geojson"), None))
    numbers = {zone["slug"]: n for n, zone in enumerate(known["zones"], start=1)}
    hoods = {slug: [hood for hood in known["neighbourhoods"] if hood["zone"] == slug] for slug in numbers}
    picture: ZonesMap | None = zones_map(drawn, numbers, {})
    return visit.page("citizen/zones.html", zones=known["zones"], numbers=numbers, hoods=hoods, map=picture)


def _kinds(visit: Visit, found: Json) -> list[Bar]:
    rtl = visit.reader.direction == "rtl"
    return bars([(visit.reader.name("kind", part["kind"]), part["amount"]) for part in found["by_kind"]], rtl=rtl)


def _zones(visit: Visit, found: Json, known: Json) -> list[dict[str, Any]]:
    """Each zone's part with its bar and the inputs it was computed from."""
    named, lines = naming(visit, known), found["by_zone"]
    drawn = bars([(named(line["zone"]), line["amount"]) for line in lines], rtl=visit.reader.direction == "rtl")
    computed = {line["zone"]: line for line in found.get("calculation") or []}
    return [
        {"zone": line["zone"], "bar": bar, "computed": computed.get(line["zone"])}
        for line, bar in zip(lines, drawn, strict=True)
    ]
