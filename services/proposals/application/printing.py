"""What each printed document says: facts as the templates of shared/documents take them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.proposals.domain.diagnosis import Cell, Diagnosis, Table
from services.proposals.domain.edition import Edition
from services.proposals.domain.envelopes import Envelopes
from services.proposals.domain.municipality import Municipality
from services.proposals.domain.programme import Item, Programme, State
from services.proposals.domain.proposal import Proposal
from services.proposals.domain.remarks import Answer
from services.proposals.domain.sheet import Line, Sheet
from services.proposals.domain.text import Text
from shared.clock import zone_date

Data = dict[str, Any]

REPORT = Text(ar="قلتم، فعلنا", fr="Vous avez dit, nous avons fait", en="You said, we did")
COLUMNS = (
    Text(ar="الملاحظة", fr="Remarque", en="Remark"),
    Text(ar="ما تغيّر", fr="Ce qui a changé", en="What changed"),
    Text(ar="السبب", fr="Raison", en="Reason"),
)
UNCHANGED = Text(ar="لم يتغير شيء", fr="Sans changement", en="Unchanged")
RECEIVED = Text(ar="الملاحظات الواردة", fr="Remarques reçues", en="Remarks received")
LED_TO_CHANGE = Text(ar="أدت إلى تغيير", fr="Suivies d'un changement", en="Led to a change")
PROGRAMME = Text(ar="البرنامج", fr="Programme", en="Programme")


def diagnosis(place: Municipality, edition: Edition, found: Diagnosis, at: datetime) -> Data:
    zones = [{"name": zone.name.as_dict(), "population": zone.population} for zone in place.zones]
    return {
        **_heading(place, at),
        "edition": edition.title.as_dict(),
        "technical": {"tables": [_table(table) for table in found.technical]},
        "financial": {"tables": [_table(table) for table in found.financial]},
        "zones": zones,
    }


CALCULATION = Text(
    ar="كيف حُسبت أغلفة المناطق", fr="Calcul des enveloppes des zones", en="How the zones' envelopes were computed"
)
CALCULATION_COLUMNS = (
    Text(ar="المنطقة", fr="Zone", en="Zone"),
    Text(ar="السكان", fr="Population", en="Population"),
    Text(ar="مؤشر النقص", fr="Indice de déficit", en="Deficit index"),
    Text(ar="الوزن", fr="Poids", en="Weight"),
    Text(ar="المبلغ", fr="Montant", en="Amount"),
)
REMAINDERS = Text(
    ar="توزع الوحدات الصحيحة أولا، ثم وحدة واحدة لكل من أكبر البواقي، والأول في الترتيب الأبجدي للرمز عند التساوي.",
    fr="Les unités entières d'abord, puis une unité à chacun des plus grands restes ; à égalité, la première par ordre de code.",
    en="Whole units first, then one unit each to the largest remainders; level, the first by its code.",
)


def calculation(place: Municipality, edition: Edition, found: Envelopes) -> Data:
    """Dated by the edition, not by the day it is printed: printing again gives the same bytes."""
    rows = [
        [
            _zone_name(place, line.zone),
            line.population,
            {"code": str(line.deficit)},
            {"code": line.weight},
            {"amount": line.amount, "currency": found.currency},
        ]
        for line in found.sheet
    ]
    table = {"columns": [each.as_dict() for each in CALCULATION_COLUMNS], "rows": rows}
    return {
        "municipality": {"name": place.name.as_dict(), "country": place.country},
        "timezone": place.timezone,
        "issued_at": f"{edition.year}-01-01",
        "title": CALCULATION.as_dict(),
        "subtitle": edition.title.as_dict(),
        "sections": [{"paragraphs": [REMAINDERS.as_dict()], "table": table}],
    }


def sheet(place: Municipality, proposal: Proposal, found: Sheet, at: datetime) -> Data:
    content = found.content
    return {
        **_heading(place, at),
        "proposal": {
            "title": proposal.title,
            "tracking_code": proposal.tracking_code,
            "zone": _zone_name(place, proposal.zone),
            "channel": proposal.source.channel,
            "body": proposal.body,
        },
        "version": found.version,
        "currency": place.currency,
        "feasibility": {"verdict": content.feasibility, "conditions": _maybe(content.conditions)},
        "components": [_line(line) for line in content.components],
        "total": content.total,
        "schedule": {"start": content.starts_on, "end": content.ends_on},
    }


def programme(place: Municipality, edition: Edition, found: Programme, at: datetime) -> Data:
    return {
        **_heading(place, at),
        "digest": found.digest,
        "edition": edition.title.as_dict(),
        "status": "draft" if found.state is State.DRAFT else found.state,
        "currency": found.currency,
        "envelopes": [{"label": PROGRAMME.as_dict(), "amount": found.envelope, "used": found.total}],
        "projects": [_project(place, number, item) for number, item in enumerate(found.items, start=1)],
        "changes": list(_changes(found)),
        "carry_over": [
            {"title": item.title, "zone": _zone_name(place, item.zone), "cost": item.cost} for item in found.carry_over
        ],
    }


def you_said_we_did(place: Municipality, found: Programme, answers: Sequence[Answer], at: datetime) -> Data:
    changed = sum(answer.change is not None for answer in answers)
    table = {"columns": [column.as_dict() for column in COLUMNS], "rows": [_answer(found, each) for each in answers]}
    return {
        **_heading(place, at),
        "title": REPORT.as_dict(),
        "figures": [
            {"label": RECEIVED.as_dict(), "value": len(answers)},
            {"label": LED_TO_CHANGE.as_dict(), "value": changed},
        ],
        "sections": [{"table": table}],
    }


def _heading(place: Municipality, at: datetime) -> Data:
    town = {"name": place.name.as_dict(), "country": place.country, "region": place.region.name.as_dict()}
    return {"municipality": town, "timezone": place.timezone, "issued_at": zone_date(at, place.timezone)}


def _table(table: Table) -> Data:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    columns = [column.as_dict() for column in table.columns]
    return {"title": table.title.as_dict(), "columns": columns, "rows": rows, "note": _maybe(table.note)}


def _cell(cell: Cell) -> Any:
    return cell.as_dict() if isinstance(cell, Text) else cell


def _line(line: Line) -> Data:
    quantity: int | Decimal = int(line.quantity) if line.quantity == line.quantity.to_integral() else line.quantity
    return {
        "label": line.label.as_dict(),
        "quantity": quantity,
        "unit": line.unit,
        "unit_cost": line.unit_cost,
        "total": line.total,
    }


def _project(place: Municipality, number: int, item: Item) -> Data:
    zone = _zone_name(place, item.zone)
    return {"n": number, "title": item.title, "zone": zone, "kind": item.kind, "cost": item.cost, "note": item.note}


def _changes(found: Programme) -> Sequence[Data]:
    titles = {item.id: item.title for item in found.items}
    changes = (change for amendment in found.amendments for change in amendment.changes)
    return [{"project": titles[change.project_id], "change": change.reason.as_dict()} for change in changes]


def _answer(found: Programme, answer: Answer) -> list[Any]:
    if answer.change is None:
        return [answer.remark.text, UNCHANGED.as_dict(), None]
    change = answer.change
    cost = {"amount": change.new_cost, "currency": found.currency}
    return [answer.remark.text, change.note or cost, change.reason.as_dict()]


def _zone_name(place: Municipality, slug: str | None) -> Mapping[str, str] | None:
    return next((zone.name.as_dict() for zone in place.zones if zone.slug == slug), None)


def _maybe(text: Text | None) -> Mapping[str, str] | None:
    return text.as_dict() if text else None
