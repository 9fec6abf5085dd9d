"""Routes of editions, their envelopes and their diagnosis."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.proposals.adapters.mongo import DIAGNOSIS, EDITION
from services.proposals.api.access import Cell, Finance, Reviewer, Service, Technical
from services.proposals.api.edition_answers import (
    ConsultationWindow,
    DiagnosisAnswer,
    DiagnosisReady,
    DiagnosisWritten,
    EditionAnswer,
    EditionId,
    Editions,
    EnvelopesAnswer,
    PartAnswer,
    ReviewRound,
    RoundEnded,
    RoundStarted,
    TableAnswer,
)
from services.proposals.api.shapes import envelopes, maybe, text
from services.proposals.application import editions, reviewing
from services.proposals.application.ports import DiagnosisUnknown
from services.proposals.domain.diagnosis import Cell as TableCell
from services.proposals.domain.diagnosis import Diagnosis, Table
from services.proposals.domain.edition import Edition
from services.proposals.domain.envelopes import KindAmount, Method, ZoneFormula
from services.proposals.domain.review import Stage
from services.proposals.domain.text import Text
from shared.http import Body, Identifier, Money, Municipality, Once, Text3, etag

router = APIRouter(prefix="/{municipality}/editions", tags=["editions"])


class EditionBody(Body):
    year: Annotated[int, Field(ge=2000, le=2100)]
    template: Identifier
    title: Text3
    criteria: list[Text3] = Field(default_factory=list, max_length=50)


class KindBody(Body):
    kind: Identifier
    amount: Money


# Bounded: an exact fraction of a huge exponent would fill the memory.
Weight = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6)]
Whole = Annotated[int, Field(ge=-(10**15), le=10**15)]
Exact = Annotated[Decimal, Field(max_digits=20, decimal_places=6)]
Short = Annotated[str, Field(max_length=500)]


class FormulaBody(Body):
    method: Method
    kind: Identifier | None = None
    weights: dict[Method, Weight] = Field(default_factory=dict, description="For `mixed`: what each method counts for.")


class EnvelopesBody(Body):
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    total: Money
    by_kind: list[KindBody] = Field(default_factory=list, max_length=20)
    zone_formula: FormulaBody | None = None


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


@router.post("", status_code=201)
async def open_edition(
    municipality: Municipality, body: EditionBody, service: Service, who: Cell, key: Once
) -> EditionId:
    command = editions.OpenEdition(
        municipality, body.year, body.template, text(body.title), tuple(map(text, body.criteria))
    )
    return EditionId(**await service.once(key, lambda stores: editions.open_edition(command, who.actor, stores)))


@router.get("")
async def list_editions(municipality: Municipality, service: Service) -> Editions:
    await service.queries.municipality_exists(municipality)
    return Editions(items=[_edition(each) for each in await service.queries.all(EDITION, municipality)], next=None)


@router.get("/{edition}")
async def show_edition(municipality: Municipality, edition: str, service: Service, response: Response) -> EditionAnswer:
    found = await service.queries.get(EDITION, municipality, edition)
    response.headers["ETag"] = etag(found.version)
    return _edition(found)


@router.put("/{edition}/envelopes")
async def set_envelopes(
    municipality: Municipality, edition: str, body: EnvelopesBody, service: Service, who: Finance
) -> EnvelopesAnswer:
    """Kinds add up to the total; the zones' parts are computed, with their calculation sheet."""
    formula = body.zone_formula
    command = editions.SetEnvelopes(
        municipality,
        edition,
        body.currency,
        body.total,
        [KindAmount(part.kind, part.amount) for part in body.by_kind],
        ZoneFormula(formula.method, formula.kind, formula.weights) if formula else None,
    )
    found = await service.run(lambda stores: editions.put_envelopes(command, who.actor, stores))
    return EnvelopesAnswer(**envelopes(found))


@router.get("/{edition}/envelopes")
async def show_envelopes(municipality: Municipality, edition: str, service: Service) -> EnvelopesAnswer:
    found = await service.queries.get(EDITION, municipality, edition)
    return EnvelopesAnswer(**envelopes(found.require_envelopes()))


@router.put("/{edition}/diagnosis")
async def write_diagnosis(
    municipality: Municipality, edition: str, body: DiagnosisBody, service: Service, who: Technical, response: Response
) -> DiagnosisWritten:
    command = editions.WriteDiagnosis(
        municipality, edition, list(map(_table, body.technical.tables)), list(map(_table, body.financial.tables))
    )
    version = await service.run(lambda stores: editions.write_diagnosis(command, who.actor, stores))
    response.headers["ETag"] = etag(version)
    return DiagnosisWritten(edition=edition, version=version)


@router.get("/{edition}/diagnosis")
async def show_diagnosis(municipality: Municipality, edition: str, service: Service) -> DiagnosisAnswer:
    """The published data; what is still being written is not public."""
    found = await service.queries.get(DIAGNOSIS, municipality, edition)
    if not found.dossiers:
        raise DiagnosisUnknown(edition)
    return _diagnosis(found)


@router.post("/{edition}/diagnosis/ready", status_code=201)
async def declare_diagnosis_ready(
    municipality: Municipality, edition: str, service: Service, who: Cell, key: Once, _: NothingBody | None = None
) -> DiagnosisReady:
    """Prints the dossier and announces it to the associations."""
    answer = await service.once(
        key, lambda stores: editions.declare_diagnosis_ready(municipality, edition, who.actor, stores)
    )
    return DiagnosisReady(**answer)


@router.get("/{edition}/diagnosis.pdf", response_class=Response)
async def diagnosis_document(municipality: Municipality, edition: str, service: Service) -> StreamingResponse:
    found = await service.queries.get(DIAGNOSIS, municipality, edition)
    if not found.dossiers:
        raise DiagnosisUnknown(edition)
    return StreamingResponse(
        await service.files.open(municipality, found.dossiers[-1].sha256), media_type="application/pdf"
    )


@router.post("/{edition}/review-rounds/{stage}", status_code=201)
async def start_review_round(
    municipality: Municipality, edition: str, stage: Stage, service: Service, who: Reviewer, key: Once
) -> RoundStarted:
    """From here on verdicts of the stage are hidden until the round ends."""
    answer = await service.once(
        key, lambda stores: reviewing.start_round(municipality, edition, stage, who.actor, stores)
    )
    return RoundStarted(**answer)


@router.post("/{edition}/review-rounds/{stage}/end")
async def end_review_round(
    municipality: Municipality, edition: str, stage: Stage, service: Service, who: Cell, key: Once
) -> RoundEnded:
    """All verdicts of the round become public together."""
    answer = await service.once(
        key, lambda stores: reviewing.end_round(municipality, edition, stage, who.actor, stores)
    )
    return RoundEnded(**answer)


def _edition(found: Edition) -> EditionAnswer:
    windows = found.consultations.values()
    return EditionAnswer(
        edition=found.id,
        year=found.year,
        status="open",
        intake_open=True,
        template=found.template,
        title=found.title.as_dict(),
        criteria=[each.as_dict() for each in found.criteria],
        envelopes=EnvelopesAnswer(**envelopes(found.envelopes)) if found.envelopes else None,
        review_rounds=[
            ReviewRound(stage=each.stage.value, started_at=each.started_at, ended_at=each.ended_at)
            for each in found.rounds
        ],
        consultations=[
            ConsultationWindow(consultation_id=each.id, title=each.title.as_dict(), closes_at=each.closes_at)
            for each in windows
        ],
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
        technical=PartAnswer(tables=[_table_view(each) for each in latest.technical or found.technical]),
        financial=PartAnswer(tables=[_table_view(each) for each in latest.financial or found.financial]),
    )


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
