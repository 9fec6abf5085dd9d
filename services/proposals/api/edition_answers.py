"""What the routes of editions, their money and their diagnosis answer, field by field."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.proposals.api.answers import Minor, Texts
from shared.contracts.event import Document
from shared.http import Answer, Sha256


class EditionId(Answer):
    edition: str


class KindPart(Answer):
    kind: Annotated[str, Field(description="Type of intervention.", examples=["proximity"])]
    amount: Minor


class FormulaAnswer(Answer):
    """How the money of one kind, or all of it, is shared between the zones."""

    method: Annotated[str, Field(examples=["mixed"])]
    kind: str | None
    weights: Annotated[
        dict[str, str], Field(description="Exact decimals.", examples=[{"population": "1", "deficit": "2"}])
    ]


class ZonePart(Answer):
    zone: str
    amount: Minor


class CalculationLine(Answer):
    """One zone of the calculation sheet: whole units first, then one unit each to the largest rests, first slug first."""

    zone: str
    population: int
    deficit: Annotated[str, Field(description="Exact decimal.")]
    weight: Annotated[str, Field(description="The zone's part before it is shared, exact.", examples=["3/10"])]
    exact: Annotated[str, Field(description="The exact share, in the smallest unit.", examples=["200000000/3"])]
    whole: Minor
    remainder_unit: Annotated[int, Field(description="1 where a unit of the rest went here.")]
    amount: Minor


class EnvelopesAnswer(Answer):
    """The parts add up to the total, in the smallest unit."""

    currency: Annotated[str, Field(examples=["TND"])]
    total: Minor
    by_kind: list[KindPart]
    zone_formula: FormulaAnswer | None
    by_zone: list[ZonePart]
    calculation: list[CalculationLine]


class ReviewRound(Answer):
    """Verdicts given in it stay hidden until it ends."""

    stage: str
    started_at: datetime
    ended_at: datetime | None


class ConsultationWindow(Answer):
    consultation_id: str
    title: Texts
    closes_at: datetime


class EditionAnswer(Answer):
    edition: Annotated[str, Field(examples=["2022"])]
    year: int
    status: str
    intake_open: bool
    template: Annotated[str, Field(description="The country's calendar template.")]
    title: Texts
    criteria: list[Texts]
    envelopes: EnvelopesAnswer | None
    review_rounds: list[ReviewRound]
    consultations: list[ConsultationWindow]


class Editions(Answer):
    items: list[EditionAnswer]
    next: str | None


class DiagnosisWritten(Answer):
    edition: str
    version: Annotated[int, Field(description="Sent as the ETag too.")]


class DiagnosisDraft(DiagnosisWritten):
    """What is being written; nobody outside sees it before it is announced."""

    technical: "PartAnswer"
    financial: "PartAnswer"


class DiagnosisReady(Answer):
    """The printed dossier; the days before the general session count from its publication."""

    diagnosis_id: str
    document: Document


class TableAnswer(Answer):
    title: Texts
    columns: list[Texts]
    rows: Annotated[
        list[list[Texts | int | str | None]],
        Field(description="Texts by language, whole numbers, exact decimals as text, words, or nothing."),
    ]
    note: Texts | None


class PartAnswer(Answer):
    tables: list[TableAnswer]


class DiagnosisAnswer(Answer):
    edition: str
    diagnosis_id: str
    ready_at: datetime
    document_sha256: Sha256
    technical: PartAnswer
    financial: PartAnswer


class RoundStarted(Answer):
    edition: str
    stage: str
    open: bool


class RoundEnded(RoundStarted):
    revealed: Annotated[int, Field(description="Proposals whose verdict became public.")]
