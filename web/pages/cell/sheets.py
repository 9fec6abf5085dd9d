"""M4: the preliminary sheet of a proposal; lines of quantity times unit cost, their sum, and its versions."""

from itertools import zip_longest
from typing import Any

from babel.numbers import get_currency_precision
from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.services import Json
from web.views.amounts import minor_units, number_of, typed_amount
from web.views.costing import Costed, costed, running_total
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/review/{proposal}/sheet")
COLUMNS = ("label", "quantity", "unit", "unit_cost")
FREE = 2
VERDICTS = ("feasible", "conditional", "infeasible")


@router.get("", response_class=HTMLResponse)
async def one(visit: Staff, proposal: str) -> HTMLResponse:
    return await _page(visit, proposal)


@router.post("")
async def write(visit: Staff, proposal: str) -> Response:
    """`sum` only adds up what stands there, for those who have no script; `save` writes the next version."""
    sent = await Sent.of(visit)
    if sent["go"] == "sum":
        return await _page(visit, proposal, Typed("write", sent.given, key=sent.key))

    async def work(sent: Sent) -> str:
        sent.need("verdict")
        await sent.do("proposals", "proposals", proposal, "sheets", body=_sheet(sent))
        return f"{visit.path('staff', 'review', proposal, 'sheet')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


@router.post("/{version}/publish")
async def publish(visit: Staff, proposal: str, version: int) -> Response:
    async def work(sent: Sent) -> str:
        await sent.do("proposals", "proposals", proposal, "sheets", str(version), "publish", body={})
        return f"{visit.path('staff', 'review', proposal, 'sheet')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, proposal, typed))


def _sheet(sent: Sent) -> Json:
    """The lines that say something, each with its amounts; the sum is checked by the service."""
    currency = str(sent.visit.town["currency"])
    lines = [line for line in costed(_lines(sent), currency) if line.filled]
    if not lines or any(line.total is None for line in lines):
        raise Unfilled({"lines": sent.visit.reader.say("cell.lines_wrong")})
    body: Json = {
        "feasibility": {"verdict": sent["verdict"]},
        "components": [_component(sent, line, currency) for line in lines],
        "total": running_total(lines),
        "schedule": {name: sent.day(name) for name in ("start", "end") if sent[name]},
    }
    if sent["conditions"]:
        body["feasibility"]["conditions"] = sent.text3("conditions")
    return body


def _component(sent: Sent, line: Costed, currency: str) -> Json:
    say = sent.visit.reader.say
    if not line.label:
        raise Unfilled({"lines": say("cell.lines_unnamed")})
    return {
        "label": {sent.visit.reader.language: line.label},
        "quantity": f"{number_of(line.quantity):f}",
        "unit": line.unit or say("cell.unit_piece"),
        "unit_cost": minor_units(line.unit_cost, currency),
    }


def _lines(form: Sent | Typed) -> list[dict[str, str]]:
    columns = [form.all(f"line_{name}") for name in COLUMNS]
    return [dict(zip(COLUMNS, line, strict=True)) for line in zip_longest(*columns, fillvalue="")]


async def _page(visit: Visit, proposal: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("proposals", "proposals", proposal)
    versions = sorted(
        await visit.items("proposals", "proposals", proposal, "sheets"), key=lambda sheet: -int(sheet["version"])
    )
    currency = str(visit.town["currency"])
    shown = forms(typed, _form(visit, versions[0] if versions else None, currency), filled("publish"))
    lines = [line for line in costed(_lines(shown["write"]), currency) if line.filled]
    values: dict[str, Any] = {
        "proposal": found,
        "versions": versions,
        "forms": shown,
        "lines": [*lines, *costed([{}] * FREE, currency)],
        "total": running_total(lines),
        "verdicts": [(code, visit.reader.name("status", code)) for code in VERDICTS],
        "decimals": get_currency_precision(currency),
    }
    return visit.page("cell/sheet.html", status=status(typed), **values)


def _form(visit: Visit, sheet: Json | None, currency: str) -> Typed:
    """The newest version, to be changed into the next."""
    if sheet is None:
        return filled("write", verdict="feasible")
    lines = sheet["components"]
    columns = {
        "line_label": [visit.reader.plain(line["label"]) for line in lines],
        "line_quantity": [str(line["quantity"]) for line in lines],
        "line_unit": [str(line["unit"] or "") for line in lines],
        "line_unit_cost": [typed_amount(line["unit_cost"], currency) for line in lines],
    }
    feasibility, schedule = sheet["feasibility"], sheet["schedule"]
    given = {
        "verdict": [feasibility["verdict"]],
        "conditions": [visit.reader.plain(feasibility.get("conditions"))],
        "start": [schedule.get("start") or ""],
        "end": [schedule.get("end") or ""],
    }
    return Typed("write", given | columns)
