"""M5 and M8 for staff: the money of an edition by kind and zone, and the zones' outlines."""

import json
from itertools import zip_longest
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, forms, status
from web.pages.facts import if_there, naming, zones
from web.services import Json, NotThere
from web.views.amounts import NotAnAmount, minor_units, number_of, typed_amount
from web.views.bars import bars
from web.views.zones_map import zones_map
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/money")
METHODS = ("equal", "population", "deficit", "mixed")
PARTS = ("equal", "population", "deficit")
FREE = 3


@router.get("", response_class=HTMLResponse)
async def newest(visit: Staff) -> HTMLResponse:
    editions = await visit.items("proposals", "editions")
    if not editions:
        return visit.page("cell/money.html", edition=None, editions=[])
    return await _page(visit, max(str(edition["edition"]) for edition in editions))


@router.get("/{edition}", response_class=HTMLResponse)
async def one(visit: Staff, edition: str) -> HTMLResponse:
    return await _page(visit, edition)


@router.post("/{edition}/envelopes")
async def envelopes(visit: Staff, edition: str) -> Response:
    async def work(sent: Sent) -> str:
        path = f"/{visit.slug}/editions/{edition}/envelopes"
        await visit.services.put("proposals", path, _envelopes(sent))
        return f"{visit.path('staff', 'money', edition)}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, edition, typed))


@router.post("/{edition}/map")
async def draw(visit: Staff, edition: str) -> Response:
    """A GeoJSON file; crossing rings and overlaps are refused by name."""

    async def work(sent: Sent) -> str:
        file = sent.files.get("file")
        if file is None:
            raise Unfilled({"file": visit.reader.say("cell.choose_file")})
        try:
            drawn = json.loads(await file.read())
        except ValueError:
            raise Unfilled({"file": visit.reader.say("cell.not_geojson")}) from None
        await visit.services.put("proposals", f"/{visit.slug}/map", drawn)
        return f"{visit.path('staff', 'money', edition)}?saved=1#map"

    return await carry_out(visit, work, lambda typed: _page(visit, edition, typed))


def _envelopes(sent: Sent) -> Json:
    currency = str(sent.visit.town["currency"])
    sent.need("total")
    body: Json = {"currency": currency, "total": sent.money("total", currency), "by_kind": _kinds(sent, currency)}
    if sent["method"]:
        weights = {part: sent[f"weight-{part}"] for part in PARTS if sent[f"weight-{part}"]}
        formula: Json = {"method": sent["method"]} | ({"kind": sent["kind"]} if sent["kind"] else {})
        formula |= {"weights": {part: _weight(sent, part) for part in weights}} if sent["method"] == "mixed" else {}
        body["zone_formula"] = formula
    return body


def _weight(sent: Sent, part: str) -> str:
    try:
        return f"{number_of(sent[f'weight-{part}']):f}"
    except NotAnAmount:
        raise Unfilled({f"weight-{part}": sent.visit.reader.say("cell.whole_number")}) from None


def _kinds(sent: Sent, currency: str) -> list[Json]:
    lines = [line for line in _lines(sent) if line["kind"] and line["amount"]]
    try:
        return [{"kind": line["kind"], "amount": minor_units(line["amount"], currency)} for line in lines]
    except NotAnAmount:
        raise Unfilled({"kinds": sent.visit.reader.say("cell.an_amount")}) from None


def _lines(form: Sent | Typed) -> list[dict[str, str]]:
    pairs = zip_longest(form.all("kind_code"), form.all("kind_amount"), fillvalue="")
    return [{"kind": kind, "amount": amount} for kind, amount in pairs]


async def _page(visit: Visit, edition: str, typed: Typed | None = None) -> HTMLResponse:
    editions = await visit.items("proposals", "editions")
    opened = next((one for one in editions if one["edition"] == edition), None)
    if opened is None:
        raise NotThere(edition)
    known, drawn = await zones(visit), await if_there(visit.find("proposals", "zones.geojson"), None)
    found: Json | None = opened.get("envelopes")
    shown = forms(typed, _form(found), Typed("map"))
    lines = [line for line in _lines(shown["money"]) if any(line.values())]
    values: dict[str, Any] = {
        "forms": shown,
        "lines": lines + [{}] * FREE,
        "methods": [(code, visit.reader.name("formula", code)) for code in METHODS],
        "parts": PARTS,
        "kinds": _kind_names(visit, lines),
        **_drawn(visit, found, known, drawn),
    }
    return visit.page("cell/money.html", status=status(typed), edition=opened, editions=editions, **values)


def _kind_names(visit: Visit, lines: list[dict[str, str]]) -> list[tuple[str, str]]:
    codes = ("proximity", "administrative_buildings", "citizen_projects", "economic_structuring")
    own = [line["kind"] for line in lines if line["kind"] and line["kind"] not in codes]
    return [(code, visit.reader.name("kind", code)) for code in (*codes, *own)]


def _drawn(visit: Visit, found: Json | None, known: Json, drawn: Json | None) -> dict[str, Any]:
    """Bars by kind and zone, the calculation sheet, and the map."""
    named, rtl = naming(visit, known), visit.reader.direction == "rtl"
    by_zone, by_kind = (found or {}).get("by_zone", []), (found or {}).get("by_kind", [])
    numbers = {zone["slug"]: n for n, zone in enumerate(known["zones"], start=1)}
    amounts = {line["zone"]: line["amount"] for line in by_zone}
    kinds = [(visit.reader.name("kind", part["kind"]), part["amount"]) for part in by_kind]
    return {
        "envelopes": found,
        "by_kind": bars(kinds, rtl=rtl),
        "by_zone": bars([(named(line["zone"]), line["amount"]) for line in by_zone], rtl=rtl),
        "calculation": (found or {}).get("calculation", []),
        "zones": known["zones"],
        "numbers": numbers,
        "zone_name": named,
        "map": zones_map(drawn, numbers, amounts),
    }


def _form(found: Json | None) -> Typed:
    if found is None:
        return Typed("money", {"method": ["population"]})
    currency, formula = found["currency"], found.get("zone_formula") or {}
    weights = {f"weight-{part}": [str(weight)] for part, weight in (formula.get("weights") or {}).items()}
    given = {
        "total": [typed_amount(found["total"], currency)],
        "method": [formula.get("method") or ""],
        "kind": [formula.get("kind") or ""],
        "kind_code": [part["kind"] for part in found["by_kind"]],
        "kind_amount": [typed_amount(part["amount"], currency) for part in found["by_kind"]],
    }
    return Typed("money", given | weights)
