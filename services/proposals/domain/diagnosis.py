"""What the technical and financial diagnosis of a municipality is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.proposals.domain.text import Text
from shared.aggregate import Recording
from shared.contracts.event import Document
from shared.contracts.proposals import DiagnosisReady

Cell = Text | str | int | Decimal | None


class RowOfAnotherWidth(ValueError):
    """Every row of a table has one cell a column."""

    fields = ("table", "row")

    def __init__(self, table: int, row: int) -> None:
        super().__init__(f"table {table}, row {row}")
        self.table, self.row = table, row


class DiagnosisIncomplete(ValueError):
    """Associations receive a technical and a financial part, each with at least one table."""

    fields = ("part",)

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Table:
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A version as it was announced, with the tables it was printed from (older rows were kept without them)."""

    id: str
    version: int
    ready_at: datetime
    sha256: str
    technical: tuple[Table, ...] = ()
    financial: tuple[Table, ...] = ()


@dataclass(kw_only=True)
class Diagnosis(Recording):
    municipality: str
    edition: str
    technical: tuple[Table, ...] = ()
    financial: tuple[Table, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        return self.edition

    def write(self, technical: Sequence[Table], financial: Sequence[Table]) -> None:
        for number, table in enumerate((*technical, *financial), start=1):
            _require_width(number, table)
        self.technical, self.financial = tuple(technical), tuple(financial)

    def require_complete(self) -> None:
        for name, tables in (("technical", self.technical), ("financial", self.financial)):
            if not tables:
                raise DiagnosisIncomplete(name)

    def declare_ready(self, diagnosis_id: str, at: datetime, document: Document) -> None:
        self.require_complete()
        number = len(self.dossiers) + 1
        made = Dossier(diagnosis_id, number, at, document.sha256, self.technical, self.financial)
        self.dossiers = (*self.dossiers, made)
        self.record(
            DiagnosisReady(
                municipality=self.municipality, diagnosis_id=diagnosis_id, edition=self.edition, document=document
            )
        )


def _require_width(number: int, table: Table) -> None:
    for index, row in enumerate(table.rows, start=1):
        if len(row) != len(table.columns):
            raise RowOfAnotherWidth(number, index)
