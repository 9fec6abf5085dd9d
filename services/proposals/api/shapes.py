"""How values of the domain look in JSON, the same on every route."""

from datetime import date
from typing import Any

from services.proposals.domain.envelopes import Envelopes
from services.proposals.domain.proposal import Author, Proposal, Step
from services.proposals.domain.selection import Rule
from services.proposals.domain.sheet import Sheet
from services.proposals.domain.text import Text
from shared.http import Text3

DECIMALS = {"TND": 3, "LYD": 3, "MRU": 2, "DZD": 2, "MAD": 2}


def text(given: Text3) -> Text:
    return Text(**given.plain())


def maybe(found: Text | None) -> dict[str, str] | None:
    return found.as_dict() if found else None


def day(found: date | None) -> str | None:
    return found.isoformat() if found else None


def decimals(currency: str) -> int:
    return DECIMALS.get(currency, 2)


def author(found: Author) -> dict[str, Any]:
    """Only what was meant to be public."""
    return {"kind": found.kind.value, "label": found.label}


def envelopes(found: Envelopes) -> dict[str, Any]:
    formula = found.formula
    return {
        "currency": found.currency,
        "total": found.total,
        "by_kind": [{"kind": part.kind, "amount": part.amount} for part in found.by_kind],
        "zone_formula": formula
        and {
            "method": formula.method.value,
            "kind": formula.kind,
            "weights": {method.value: str(weight) for method, weight in formula.weights.items()},
        },
        "by_zone": [{"zone": line.zone, "amount": line.amount} for line in found.sheet],
        "calculation": [
            {
                "zone": line.zone,
                "population": line.population,
                "deficit": str(line.deficit),
                "weight": line.weight,
                "exact": line.exact,
                "whole": line.whole,
                "remainder_unit": line.remainder_unit,
                "amount": line.amount,
            }
            for line in found.sheet
        ],
    }


def sheet(found: Sheet) -> dict[str, Any]:
    content = found.content
    return {
        "version": found.version,
        "sheet_version": found.version,
        "feasibility": {"verdict": content.feasibility.value, "conditions": maybe(content.conditions)},
        "components": [
            {
                "label": line.label.as_dict(),
                "quantity": str(line.quantity),
                "unit": line.unit,
                "unit_cost": line.unit_cost,
                "total": line.total,
            }
            for line in content.components
        ],
        "total": content.total,
        "schedule": {"start": day(content.starts_on), "end": day(content.ends_on)},
        "published_at": found.published_at,
        "document_sha256": found.document_sha256,
    }


def proposal(found: Proposal) -> dict[str, Any]:
    """The public page of a proposal: nothing hidden, nothing personal."""
    source = found.source
    return {
        "proposal_id": found.id,
        "tracking_code": found.tracking_code,
        "edition": found.edition,
        "title": found.title,
        "body": found.body,
        "zone": found.zone,
        "neighbourhood": found.neighbourhood,
        "kind": found.kind,
        "channel": source.channel.value,
        "place": source.place,
        "received_on": day(source.received_on),
        "recorded_on": day(source.recorded_on),
        "status": found.status.value,
        "author_kind": found.author.kind.value,
        "author": author(found.author),
        "authors": [author(each) for each in found.authors],
        "backers": found.backers,
        "photos": [{"sha256": each, "href": f"/{found.municipality}/documents/{each}"} for each in found.photos],
        "history": [_step(found, step) for step in found.history],
        "reviews": [
            {"stage": r.stage.value, "verdict": r.verdict.value, "reason": r.reason.as_dict(), "at": r.at}
            for r in found.reviews
            if r.public
        ],
        "cost": found.public_sheet.content.total if found.public_sheet else None,
        "sheet": sheet(found.public_sheet) if found.public_sheet else None,
        "sheets": [sheet(each) for each in found.sheets if each.published_at],
        "merged_into": found.merged_into,
        "origin": found.origin,
    }


def _step(found: Proposal, step: Step) -> dict[str, Any]:
    """A verdict's public reason stands beside the status it brought."""
    reasons = [r.reason.as_dict() for r in found.reviews if r.public and r.verdict.value == step.status.value]
    return {
        "status": step.status.value,
        "on": day(step.on),
        "note": step.note,
        "reason": reasons[-1] if reasons else None,
    }


def rule(found: Rule) -> dict[str, Any]:
    return {
        "method": found.method.value,
        "utility": found.utility.value,
        "completion": found.completion.value,
        "stop": found.stop.value,
        "increment": found.increment,
        "whole_shares": found.whole_shares,
        "comparison": found.comparison,
        "minimum_support": found.minimum_support,
        "cost_backing": found.cost_backing,
        "incompatible": [list(group) for group in found.incompatible],
        "tie_break": [each.value for each in found.tie_break],
    }
