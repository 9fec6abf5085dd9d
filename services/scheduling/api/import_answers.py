"""What is answered about the review of a calendar table, field by field."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from services.scheduling.api.calendar_answers import Label
from services.scheduling.api.verdict_schemas import VerdictOut
from services.scheduling.domain.calendar_import import ImportState
from services.scheduling.domain.reading.doubts import Weight
from shared.http.schemas import Answer

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class DoubtOut(Answer):
    """`message` is in the reader's language, `text` in all of them; `values` fill its sentence."""

    word: Annotated[str, Field(examples=["weekday-contradicts"])]
    field: str
    line: int
    weight: Weight
    text: Label
    message: str
    values: dict[str, Any]


class ReadRowOut(Answer):
    """How a row was understood."""

    code: str | None
    key: str | None
    phase: str | None
    label: str
    planned_date: date | None
    sessions: list[date]
    by_letters: bool
    evidence: list[str]
    evidence_if_any: list[str]
    evidence_any_of: list[list[str]]
    notes: str | None
    done_printed: bool | None


class TableRowOut(Answer):
    """`source` is each cell as it was written."""

    row: str
    line: int
    state: Annotated[str, Field(description="`ready`, `open` or `left_out`.")]
    source: dict[str, Any]
    read: ReadRowOut
    doubts: list[DoubtOut]
    corrected: list[str]


class ImportHeadOut(Answer):
    import_id: str
    state: ImportState
    version: int
    edition: str
    template: str
    template_version: int
    programme_year: int
    historical: bool
    file: Annotated[dict[str, Any], Field(description="The table as it was uploaded: address, digest, type, size.")]
    by: str
    at: datetime
    calendar_id: Annotated[str | None, Field(description="The draft it became.")]


class ImportsOut(Answer):
    items: list[ImportHeadOut]
    next: str | None


class ColumnOut(Answer):
    place: Annotated[int, Field(description="From 0.")]
    header: str
    field: str | None


class AbsentOut(Answer):
    """An activity of the template the table does not have."""

    code: str
    key: str
    label: Label


class CorrectionOut(Answer):
    row: str
    field: str
    before: Any
    after: Any
    by: str
    at: Instant


class ConfirmationOut(Answer):
    word: str
    by: str
    at: Instant


class ReviewOut(ImportHeadOut):
    """What was understood, what is doubtful, who corrected what, and the verdicts the ready rows would have."""

    columns: list[ColumnOut]
    header_line: int
    doubts: list[DoubtOut]
    rows: list[TableRowOut]
    counts: Annotated[dict[str, int], Field(description="Rows by state.")]
    questions: list[str]
    absent: list[AbsentOut]
    corrections: list[CorrectionOut]
    confirmed: list[ConfirmationOut]
    verdicts: list[VerdictOut]


class LeftOutOut(Answer):
    row: str
    line: int
    words: list[str]


class AcceptedOut(Answer):
    calendar_id: str
    accepted: list[str]
    left_out: list[LeftOutOut]
    verdicts: list[VerdictOut]
