"""Funded projects in the open contracting standard for infrastructure (OC4IDS 0.9)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.proposals.domain.delivery import FundedProject
from services.proposals.domain.municipality import Municipality
from services.proposals.domain.programme import Programme
from services.proposals.domain.proposal import Proposal

VERSION = "0.9"
LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"


def package(
    place: Municipality,
    projects: Sequence[tuple[FundedProject, Proposal, Programme]],
    address: str,
    decimals: int,
) -> dict[str, Any]:
    """One package for a municipality; its date is that of the last change in it."""
    changed = max(_changed(project, programme) for project, _, programme in projects)
    return {
        "uri": f"{address}/{place.municipality}/projects.oc4ids.json",
        "version": VERSION,
        "publishedDate": _instant(changed),
        "publisher": {"name": place.name.to("fr"), "uri": f"{address}/{place.municipality}"},
        "license": LICENSE,
        "projects": [_project(place, *each, address, decimals) for each in projects],
    }


def _project(
    place: Municipality, project: FundedProject, proposal: Proposal, programme: Programme, address: str, decimals: int
) -> dict[str, Any]:
    body = {"id": place.municipality, "name": place.name.to("fr")}
    return _filled(
        {
            "id": f"{place.municipality}-{project.id}",
            "updated": _instant(_changed(project, programme)),
            "title": project.title,
            "description": proposal.body,
            "status": _status(project),
            "period": _period(proposal),
            "publicAuthority": body,
            "parties": [{**body, "roles": ["publicAuthority"]}],
            "locations": _locations(place, project.zone),
            "budget": _budget(project, programme, decimals),
            "documents": _documents(place, proposal, address),
            "completion": _completion(project, decimals),
        }
    )


def _status(project: FundedProject) -> str:
    if project.delivered_on is not None:
        return "completed"
    return "implementation" if project.milestones else "preparation"


def _period(proposal: Proposal) -> dict[str, Any] | None:
    sheet = proposal.public_sheet
    if sheet is None or sheet.content.starts_on is None or sheet.content.ends_on is None:
        return None
    return {"startDate": _instant(sheet.content.starts_on), "endDate": _instant(sheet.content.ends_on)}


def _locations(place: Municipality, zone: str | None) -> list[dict[str, Any]]:
    return [{"id": each.slug, "description": each.name.to("fr")} for each in place.zones if each.slug == zone]


def _budget(project: FundedProject, programme: Programme, decimals: int) -> dict[str, Any]:
    approved = programme.decision.decided_on if programme.decision else None
    amount = _value(project.cost, project.currency, decimals)
    return _filled({"amount": amount, "approvalDate": _instant(approved) if approved else None})


def _completion(project: FundedProject, decimals: int) -> dict[str, Any] | None:
    if project.delivered_on is None:
        return None
    spent = project.milestones[-1].spent if project.milestones else None
    final = _value(spent, project.currency, decimals) if spent is not None else None
    return _filled({"endDate": _instant(project.delivered_on), "finalValue": final})


def _documents(place: Municipality, proposal: Proposal, address: str) -> list[dict[str, Any]]:
    published = [sheet for sheet in proposal.sheets if sheet.published_at and sheet.document_sha256]
    return [
        {
            "id": str(sheet.document_sha256),
            "documentType": "projectScope",
            "title": f"{proposal.title} ({sheet.version})",
            "url": f"{address}/{place.municipality}/documents/{sheet.document_sha256}",
            "format": "application/pdf",
            "language": place.language,
        }
        for sheet in published
    ]


def _value(amount: int, currency: str, decimals: int) -> dict[str, Any]:
    exact = Decimal(amount).scaleb(-decimals)
    return {"amount": int(exact) if exact == exact.to_integral() else float(exact), "currency": currency}


def _changed(project: FundedProject, programme: Programme) -> date:
    decided = [programme.decision.decided_on] if programme.decision else []
    delivered = [project.delivered_on] if project.delivered_on else []
    return max([*decided, *(each.on for each in project.milestones), *delivered], default=date.min)


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    """The standard has no nulls in these fields: what is not known is left out."""
    return {name: value for name, value in found.items() if value not in (None, [])}
