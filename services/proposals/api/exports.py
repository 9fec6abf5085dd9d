"""Routes of lists that leave as tables: for programs with stable names and exact units, for people in their language."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.proposals.adapters.exports import XLSX, Rows, as_csv, as_json, as_xlsx
from services.proposals.adapters.mongo import MUNICIPALITY, PROJECT
from services.proposals.api.access import Service
from services.proposals.api.export_words import COLUMNS, told
from services.proposals.api.shapes import day, decimals
from services.proposals.domain.delivery import FundedProject
from services.proposals.domain.municipality import Municipality as Place
from services.proposals.domain.proposal import Proposal
from services.proposals.domain.text import Language
from shared.http import Municipality

router = APIRouter(prefix="/{municipality}/exports", tags=["open data"])

PROPOSALS = (
    "proposal_id",
    "tracking_code",
    "edition",
    "title",
    "body",
    "zone",
    "neighbourhood",
    "kind",
    "channel",
    "status",
    "received_on",
    "backers",
    "cost",
    "currency",
)
PROJECTS = (
    "project_id",
    "edition",
    "title",
    "zone",
    "kind",
    "cost",
    "currency",
    "percent",
    "committed",
    "spent",
    "delivered_on",
)
Form = Literal["csv", "json", "xlsx"]


@router.get("/proposals.{form}", response_class=StreamingResponse)
async def export_proposals(
    municipality: Municipality,
    form: Form,
    service: Service,
    edition: str | None = None,
    language: Language | None = None,
) -> StreamingResponse:
    """All public proposals, streamed. CSV and JSON: stable names, smallest units of the currency; XLSX: in words (`language`, else the
    municipality's own), amounts in the currency."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    rows = _proposals(service, municipality, edition, place.currency)
    return _leaving("proposals", form, PROPOSALS, rows, place, language)


@router.get("/projects.{form}", response_class=StreamingResponse)
async def export_projects(
    municipality: Municipality,
    form: Form,
    service: Service,
    edition: str | None = None,
    language: Language | None = None,
) -> StreamingResponse:
    """All funded projects with their cost, progress and spending, streamed; forms as for proposals."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    rows = _projects(service, municipality, edition)
    return _leaving("projects", form, PROJECTS, rows, place, language)


def _leaving(
    name: str, form: Form, columns: tuple[str, ...], rows: Rows, place: Place, language: Language | None
) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{place.municipality}-{name}.{form}"'}
    if form == "csv":
        return StreamingResponse(as_csv(columns, rows), media_type="text/csv; charset=utf-8", headers=headers)
    if form == "json":
        return StreamingResponse(as_json(columns, rows), media_type="application/json", headers=headers)
    spoken = language or place.language
    heads = {each: COLUMNS[each].to(spoken) for each in columns}
    in_words = _in_words(rows, spoken, decimals(place.currency))
    return StreamingResponse(as_xlsx(heads, in_words, spoken == "ar"), media_type=XLSX, headers=headers)


async def _in_words(rows: Rows, language: Language, places: int) -> Rows:
    async for row in rows:
        yield told(row, language, places)


async def _proposals(
    service: Service, municipality: str, edition: str | None, currency: str
) -> AsyncIterator[Mapping[str, Any]]:
    cursor: str | None = None
    while True:
        found, cursor = await service.queries.proposals(municipality, {"edition": edition}, None, cursor, 500)
        for proposal in found:
            yield _proposal(proposal, currency)
        if cursor is None:
            return


async def _projects(service: Service, municipality: str, edition: str | None) -> AsyncIterator[Mapping[str, Any]]:
    cursor: str | None = None
    equal = {"edition": edition} if edition else {}
    while True:
        found, cursor = await service.queries.page(PROJECT, municipality, cursor, 500, **equal)
        for project in found:
            yield _project(project)
        if cursor is None:
            return


def _project(found: FundedProject) -> Mapping[str, Any]:
    latest = found.milestones[-1] if found.milestones else None
    return {
        "project_id": found.id,
        "edition": found.edition,
        "title": found.title,
        "zone": found.zone,
        "kind": found.kind,
        "cost": found.cost,
        "currency": found.currency,
        "percent": 100 if found.delivered_on else found.percent,
        "committed": latest.committed if latest else None,
        "spent": latest.spent if latest else None,
        "delivered_on": day(found.delivered_on),
    }


def _proposal(found: Proposal, currency: str) -> Mapping[str, Any]:
    sheet = found.public_sheet
    return {
        "proposal_id": found.id,
        "tracking_code": found.tracking_code,
        "edition": found.edition,
        "title": found.title,
        "body": found.body,
        "zone": found.zone,
        "neighbourhood": found.neighbourhood,
        "kind": found.kind,
        "channel": found.source.channel.value,
        "status": found.status.value,
        "received_on": day(found.source.received_on),
        "backers": found.backers,
        "cost": sheet.content.total if sheet else None,
        "currency": currency if sheet else None,
    }
