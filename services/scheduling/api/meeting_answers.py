"""What is answered about meetings, their running order and their minutes, field by field."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from services.scheduling.api.calendar_answers import Document, Label
from services.scheduling.domain.agenda import ItemState
from shared.contracts.event import Document as File
from shared.http.schemas import Answer

Entry = dict[str, Any]


class MeetingKindOut(Answer):
    code: str
    label: Label


class TemplateItemOut(Answer):
    n: int
    type: str
    label: Label
    minutes: int | None
    election: bool = False


class AgendaTemplateOut(Answer):
    id: str
    kind: str
    country: str | None
    label: Label
    agenda: list[TemplateItemOut]


class MeetingTemplatesOut(Answer):
    kinds: list[MeetingKindOut]
    items: list[AgendaTemplateOut]


class PresentOut(Answer):
    neighbourhood: str
    present: int


class OverrideOut(Answer):
    """Check-in was closed over desks that had not sent everything."""

    reason: str
    devices: list[str]


class CheckInOut(Answer):
    state: Annotated[str, Field(description="`not_started`, `open` or `closed`.")]
    desks: int
    present: list[PresentOut]
    total: int
    override: OverrideOut | None


class MeetingHeadOut(Answer):
    """`date`, `start` and `end` are local; `starts_at` and `ends_at` the same instants."""

    meeting_id: str
    edition: str
    kind: str
    title: Label
    state: str
    date: date
    start: Annotated[str, Field(examples=["09:30"])]
    end: str | None
    starts_at: datetime
    ends_at: datetime | None
    timezone: str
    place: Label | None
    mode: Annotated[str, Field(description="`in_person`, `remote` or `hybrid`.")]
    activity_code: str | None
    check_in: CheckInOut
    minutes_signed: bool
    version: int


class MeetingsOut(Answer):
    items: list[MeetingHeadOut]
    next: str | None


class ConvenedOut(MeetingHeadOut):
    agenda: Annotated[int, Field(description="How many items.")]


class ItemOut(Answer):
    """Planned, real and expected times; an overrun shifts what comes after."""

    n: int
    type: str
    label: Label
    state: ItemState
    start: datetime | None
    end: datetime | None
    minutes: int | None
    election: bool
    started_at: datetime | None
    ended_at: datetime | None
    expected_start: datetime | None
    expected_end: datetime | None
    late_minutes: int


class RunningOut(Answer):
    """What the hall screen follows."""

    now: datetime
    current: Annotated[int | None, Field(description="The running item.")]
    agenda: list[ItemOut]


class StandsOut(Answer):
    candidate_id: str
    neighbourhood: str
    name: str


class MeetingOut(MeetingHeadOut):
    now: datetime
    current: int | None
    agenda: list[ItemOut]
    candidates: list[StandsOut]
    details: Document


class ScanOut(File):
    """The signed paper, scanned back in: who filed it and when."""

    by: str
    at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class LockedOut(Answer):
    """Figures that events filled; nobody can edit them."""

    check_in: CheckInOut
    agenda: list[ItemOut]
    groups: list[Entry]
    elections_closed: list[Entry]
    results: list[Entry]


class MinutesOut(Answer):
    """What people wrote, as they gave it, beside the locked figures."""

    meeting_id: str
    title: Label
    object: str | None
    chair: str | None
    present: list[Entry]
    interventions: list[Entry]
    decisions: list[Entry]
    locked: LockedOut
    signatories: list[Entry]
    signed_at: datetime | None
    document: File | None
    scan: ScanOut | None
    version: int


class SignedOut(Answer):
    meeting_id: str
    signed_at: datetime
    document: File


class ScannedOut(Answer):
    meeting_id: str
    scan: ScanOut
