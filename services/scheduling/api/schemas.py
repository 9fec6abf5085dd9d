"""What the routes of this service take in."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from services.scheduling.api.documents import (
    ActionPlanDocument,
    AnyDocument,
    CalendarDocument,
    Code,
    ForumDocument,
    Hour,
    OpenProgrammeDocument,
    Short,
    Year,
)
from shared.contracts.event import Decision
from shared.http.schemas import Body, Identifier, Sha256, Slug, Text3, Words

Day = date  # a field of the same name would hide the type


class DocumentIn(Body):
    document: AnyDocument


class ActionPlanIn(Body):
    document: ActionPlanDocument


class OpenProgrammeIn(Body):
    document: OpenProgrammeDocument


class CalendarIn(Body):
    """Either a document kept elsewhere, or a template; `dates` sets planned dates by activity code."""

    edition: Identifier
    template: Short
    programme_year: Year
    title: Text3 | None = None
    document: CalendarDocument | None = None
    include: list[Code] = Field(default_factory=list)
    dates: dict[Code, date] = Field(default_factory=dict)
    historical: bool = False


class ActivityChange(Body):
    """Only what is named changes."""

    planned_date: date | None = None
    sessions: list[date] = Field(default_factory=list, max_length=50)
    by_letters: bool = False
    notes: Annotated[str, Field(max_length=5000)] | None = None
    responsible_role: Short | None = None


class EvidenceIn(Body):
    """The file was uploaded before; with `url` it is the captured copy of a page that stands there."""

    type: Short
    sha256: Sha256
    name: Short | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)] | None = None


class DoneIn(Body):
    reason: Words | None = None


class PlanIn(Body):
    template: Short
    programme_year: Year
    council_date: date
    not_before: date | None = None
    include: list[Code] = Field(default_factory=list)


class ReplanIn(Body):
    """Dates that moved, by activity code."""

    moved: Annotated[dict[Code, date], Field(min_length=1, max_length=100)]


class WebCopyIn(Body):
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)]
    sha256: Sha256
    published_at: AwareDatetime


class PostingIn(Body):
    sha256: Sha256
    posted_at: AwareDatetime


class SlotIn(Body):
    n: Annotated[int, Field(ge=1, le=200)]
    type: Short
    label: Text3
    start: Hour | None = None
    end: Hour | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    election: bool = False


class MeetingIn(Body):
    """Hours are local; `document` may give kind, title, date, start, place and agenda instead."""

    edition: Identifier
    kind: Short | None = None
    title: Text3 | None = None
    date: Day | None = None
    start: Hour | None = None
    end: Hour | None = None
    place: Text3 | None = None
    mode: Literal["in_person", "remote", "hybrid"] = "in_person"
    agenda: list[SlotIn] = Field(default_factory=list, max_length=200)
    activity_code: Code | None = None
    agenda_template: Short | None = None
    document: ForumDocument | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.document is None and None in (self.kind, self.title, self.date, self.start):
            raise ValueError("field-missing")
        numbers = [slot.n for slot in self.agenda]
        if len(numbers) != len(set(numbers)):
            raise ValueError("wrong-value")
        return self


class MeetingChange(Body):
    """Only what is named changes; the convocation goes out again."""

    title: Text3 | None = None
    date: Day | None = None
    start: Hour | None = None
    end: Hour | None = None
    place: Text3 | None = None
    mode: Literal["in_person", "remote", "hybrid"] | None = None
    agenda: Annotated[list[SlotIn], Field(max_length=200)] | None = None


class PresentIn(Body):
    """Somebody who was there, or how many of a kind."""

    role: Short
    name: Short | None = None
    count: Annotated[int, Field(ge=0, le=100_000)] | None = None


class InterventionIn(Body):
    """What was said, and by whom: a person, or a role."""

    speaker: Short | None = None
    by: Short | None = None
    text: Words


class MinutesDecisionIn(Body):
    """What the meeting decided or recommends; `votes` in words where there was a vote."""

    number: Short | None = None
    text: Words | Text3
    outcome: Short | None = None
    votes: Short | None = None
    request: Identifier | None = None


class MinutesIn(Body):
    """Only what is named changes."""

    object: Words | None = None
    chair: Short | None = None
    present: list[PresentIn] = Field(default_factory=list, max_length=500)
    interventions: list[InterventionIn] = Field(default_factory=list, max_length=500)
    decisions: list[MinutesDecisionIn] = Field(default_factory=list, max_length=500)


class ScanIn(Body):
    """The file was uploaded before."""

    sha256: Sha256


class Signatory(Body):
    role: Short
    name: Short | None = None


class SignatureIn(Body):
    signatories: Annotated[list[Signatory], Field(min_length=1, max_length=20)]


class CandidacyIn(Body):
    neighbourhood: Slug
    name: Short
    consent: bool
    group: Short | None = None


class IdeaIn(Body):
    title: Annotated[str, Field(min_length=1, max_length=300)]
    body: Words
    zone: Slug
    neighbourhood: Slug | None = None
    kind: Short | None = None


class GroupReportIn(Body):
    theme: Short | None = None
    place: Short | None = None
    facilitator_attendance: Annotated[int, Field(ge=0, le=10_000)] | None = None
    proposals: Annotated[list[IdeaIn], Field(max_length=100)]


class VotesIn(Body):
    in_favour: Annotated[int, Field(ge=0, le=10_000, alias="for")]
    against: Annotated[int, Field(ge=0, le=10_000)]
    abstained: Annotated[int, Field(ge=0, le=10_000, alias="abstain")]

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)


class DecisionIn(Body):
    number: Short
    decided_on: date
    outcome: Decision
    votes: VotesIn | None = None
    meeting_id: Identifier | None = None


class ConsultationIn(Body):
    edition: Identifier
    title: Text3
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    kind: Short = "digital"


class ReopeningIn(Body):
    opens_at: AwareDatetime
    closes_at: AwareDatetime
