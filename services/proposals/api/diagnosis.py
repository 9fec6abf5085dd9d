"""Routes of an edition's technical and financial diagnosis: what is being written, and what was announced."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.proposals.adapters.mongo import DIAGNOSIS
from services.proposals.api.access import Cell, Reader, Service, Technical
from services.proposals.api.edition_answers import (
    DiagnosisAnswer,
    DiagnosisDraft,
    DiagnosisReady,
    DiagnosisWritten,
    PartAnswer,
    TableAnswer,
)
from services.proposals.api.shapes import maybe, text
from services.proposals.api.versions import VersionSeen
from services.proposals.application import editions
from services.proposals.application.ports import DiagnosisUnknown
from services.proposals.domain.diagnosis import Cell as TableCell
from services.proposals.domain.diagnosis import Diagnosis, Table
from services.proposals.domain.text import Text
from shared.http import Body, Municipality, Once, Text3, etag

router = APIRouter(prefix="/{municipality}/editions/{edition}", tags=["editions"])

Whole = Annotated[int, Field(ge=-(10**15), le=10**15)]
Exact = Annotated[Decimal, Field(max_digits=20, decimal_places=6)]
Short = Annotated[str, Field(max_length=500)]


class TableBody(Body):
    title: Text3
    columns: Annotated[list[Text3], Field(min_length=1, max_length=20)]
    rows: Annotated[list[list[Text3 | Whole | Exact | Short | None]], Field(max_length=500)]
    note: Text3 | None = None


class PartBody(Body):
    tables: list[TableBody] = Field(default_factory=list, max_length=50)


class DiagnosisBody(Body):
    technical: PartBody
    financial: PartBody


class NothingBody(Body):
    """`{}`."""


@router.put("/diagnosis")
async def write_diagnosis(
    municipality: Municipality,
    edition: str,
    body: DiagnosisBody,
    service: Service,
    who: Technical,
    seen: VersionSeen,
    response: Response,
) -> DiagnosisWritten:
    """Replaces the tables being written; what was announced stays as it was until it is announced again."""
    command = editions.WriteDiagnosis(
        municipality, edition, list(map(_table, body.technical.tables)), list(map(_table, body.financial.tables)), seen
    )
    version = await service.run(lambda stores: editions.write_diagnosis(command, who.actor, stores))
    response.headers["ETag"] = etag(version)
    return DiagnosisWritten(edition=edition, version=version)


@router.get("/diagnosis")
async def show_diagnosis(municipality: Municipality, edition: str, service: Service) -> DiagnosisAnswer:
    """The published data; what is still being written is not public."""
    found = await service.queries.get(DIAGNOSIS, municipality, edition)
    if not found.dossiers:
        raise DiagnosisUnknown(edition)
    return _diagnosis(found)


@router.get("/diagnosis/draft")
async def show_draft(
    municipality: Municipality, edition: str, service: Service, response: Response, _: Reader
) -> DiagnosisDraft:
    """The tables as they are being written, for staff."""
    found = await service.queries.get(DIAGNOSIS, municipality, edition)
    response.headers["ETag"] = etag(found.version)
    return DiagnosisDraft(
        edition=edition, version=found.version, technical=_part(found.technical), financial=_part(found.financial)
    )


@router.post("/diagnosis/ready", status_code=201)
async def declare_diagnosis_ready(
    municipality: Municipality, edition: str, service: Service, who: Cell, key: Once, _: NothingBody | None = None
) -> DiagnosisReady:
    """Prints the dossier and announces it to the associations."""
    answer = await service.once(
        key, lambda stores: editions.declare_diagnosis_ready(municipality, edition, who.actor, stores)
    )
    return DiagnosisReady(**answer)


@router.get("/diagnosis.pdf", response_class=Response)
async def diagnosis_document(municipality: Municipality, edition: str, service: Service) -> StreamingResponse:
    found = await service.queries.get(DIAGNOSIS, municipality, edition)
    if not found.dossiers:
        raise DiagnosisUnknown(edition)
    return StreamingResponse(
        await service.files.open(municipality, found.dossiers[-1].sha256), media_type="application/pdf"
    )


def _table(body: TableBody) -> Table:
    rows = tuple(tuple(text(cell) if isinstance(cell, Text3) else cell for cell in row) for row in body.rows)
    return Table(text(body.title), tuple(map(text, body.columns)), rows, text(body.note) if body.note else None)


def _diagnosis(found: Diagnosis) -> DiagnosisAnswer:
    latest = found.dossiers[-1]
    return DiagnosisAnswer(
        edition=found.edition,
        diagnosis_id=latest.id,
        ready_at=latest.ready_at,
        document_sha256=latest.sha256,
        technical=_part(latest.technical or found.technical),
        financial=_part(latest.financial or found.financial),
    )


def _part(tables: Sequence[Table]) -> PartAnswer:
    return PartAnswer(tables=[_table_view(each) for each in tables])


def _table_view(table: Table) -> TableAnswer:
    return TableAnswer(
        title=table.title.as_dict(),
        columns=[column.as_dict() for column in table.columns],
        rows=[[_cell(cell) for cell in row] for row in table.rows],
        note=maybe(table.note),
    )


def _cell(cell: TableCell) -> dict[str, str] | int | str | None:
    if isinstance(cell, Text):
        return cell.as_dict()
    return str(cell) if isinstance(cell, Decimal) else cell
