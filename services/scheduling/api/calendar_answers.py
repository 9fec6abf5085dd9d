"""What is answered about country templates, plans and calendars, field by field."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from services.scheduling.api.verdict_schemas import DateUsedOut, VerdictOut
from services.scheduling.domain.activity import DueState
from services.scheduling.domain.rules import Outcome
from shared.http.schemas import Answer

Label = Annotated[
    dict[str, str | None],
    Field(description="By language.", examples=[{"ar": "جلسة عامة", "fr": "séance générale"}]),
]
Document = Annotated[dict[str, Any], Field(description="As the document it was loaded from says it.")]


class NeededOut(Answer):
    type: Annotated[str, Field(examples=["minutes"])]
    label: Label
    required: bool


class PhaseOut(Answer):
    """A document may say more of a phase; it is shown as it says it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: Annotated[str, Field(examples=["1"])]
    label: Label


class ActivityHeadOut(Answer):
    code: Annotated[str, Field(examples=["2.1"])]
    key: Annotated[str, Field(examples=["technical_diagnosis"])]
    phase: str
    label: Label
    responsible_role: str | None
    meeting_kind: str | None
    publication_places: list[Any]


class StepOut(ActivityHeadOut):
    optional: bool
    predecessors: Annotated[list[str], Field(description="Codes of what comes before.")]
    usual_day: Annotated[int, Field(description="Days from the anchor; negative before it.")]
    constraints: list[dict[str, Any]]
    evidence: list[NeededOut]


class TemplateOut(Answer):
    """`adapted`: a version of the town's own; calendars keep the version they were made from."""

    template: str
    version: int
    adapted: bool
    country: str
    title: Label
    anchor: str
    phases: list[PhaseOut]
    activities: list[StepOut]


class TemplatesOut(Answer):
    items: list[TemplateOut]


class PieceOut(Answer):
    """A file as it was received, and the copy without metadata the public sees (`public_sha256`); or a captured link."""

    type: str
    sha256: str
    name: str
    by: str
    at: datetime
    href: str | None
    media_type: str | None
    size: Annotated[int | None, Field(description="Bytes.")]
    public_sha256: str | None
    url: str | None


class ChipOut(NeededOut):
    """One kind of evidence: needed or not, and what is attached."""

    attached: list[PieceOut]


class ActivityOut(ActivityHeadOut):
    planned_date: date | None
    occurred_on: Annotated[date | None, Field(description="What really happened; counts before what was planned.")]
    sessions: list[date]
    by_letters: bool
    due: DueState
    done: bool
    done_on: date | None
    done_reason: str | None
    notes: str | None
    evidence: list[ChipOut]
    missing_evidence: list[str]
    failed_rules: Annotated[list[str], Field(description="Rules that fail or warn about this row.")]
    details: Document


class CalendarHeadOut(Answer):
    calendar_id: str
    edition: str
    template: str
    template_version: int
    template_adapted: bool
    programme_year: int
    title: Label
    state: Annotated[str, Field(description="`draft` or `adopted`.")]
    historical: bool
    adopted_at: datetime | None
    activity_count: int
    done_count: int
    version: int


class CalendarsOut(Answer):
    items: list[CalendarHeadOut]
    next: str | None


class BracketOut(Answer):
    """The days between the publication of the diagnosis and the first general session, to be drawn."""

    rule: str
    verdict: Outcome
    begins: Annotated[DateUsedOut | None, Field(alias="from")]
    ends: Annotated[DateUsedOut | None, Field(alias="to")]
    days: Annotated[int, Field(description="Difference of the two dates.")]
    nearest_lawful_date: DateUsedOut | None


class CalendarOut(CalendarHeadOut):
    today: date
    phases: list[PhaseOut]
    activities: list[ActivityOut]
    verdicts: list[VerdictOut]
    bracket: BracketOut | None
    meetings: list[Document]
    observations: list[Document]
    source: Document


class AdoptedOut(CalendarHeadOut):
    verdicts: list[VerdictOut]


class ActivityEditedOut(Answer):
    activity: ActivityOut
    verdicts: list[VerdictOut]


class DifferenceOut(Answer):
    code: str
    before: Annotated[date | None, Field(alias="from")]
    after: Annotated[date, Field(alias="to")]


class ReplanningOut(Answer):
    changes: list[DifferenceOut]
    verdicts: list[VerdictOut]


class FiledOut(Answer):
    evidence: list[ChipOut]
    missing_evidence: list[str]


class FinishedOut(Answer):
    code: str
    done_on: date | None
    done_reason: str | None


class PlannedOut(Answer):
    """`earliest` and `latest`: where the date may lie so that the rest still fits."""

    code: str
    phase: str
    label: Label
    responsible_role: str | None
    planned_date: date | None
    earliest: date | None
    latest: date | None
    near_estimated_holidays: list[date]


class HolidayOut(Answer):
    """`estimated`: a religious holiday whose day is not fixed yet."""

    date: date
    name: str
    label: Label
    estimated: bool


class ProposedOut(Answer):
    activities: list[PlannedOut]
    verdicts: list[VerdictOut]
    holidays: list[HolidayOut]
