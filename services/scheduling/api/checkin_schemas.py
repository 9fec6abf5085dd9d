"""What the check-in desk sends and is answered."""

from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field, model_validator

from services.scheduling.api.documents import Short
from shared.http.schemas import Answer, Body, Identifier, Slug, Words

DEVICE = r"^[A-Za-z0-9_-]{1,40}$"
Device = Annotated[str, Field(pattern=DEVICE)]
Homonym = Annotated[int, Field(ge=1, le=99, description="Tells people of one name and neighbourhood apart.")]


class PersonIn(Body):
    name: Short
    neighbourhood: Slug
    gender: Short | None = None
    age_band: Short | None = None
    organisation: Short | None = None
    homonym: Homonym = 1


class RegistrationsIn(Body):
    rows: Annotated[list[PersonIn], Field(min_length=1, max_length=1000)]


class SightingIn(Body):
    """A person known by id, or written down now; `offline` when the device had no network at that moment."""

    attendee_id: Identifier | None = None
    name: Short | None = None
    neighbourhood: Slug | None = None
    gender: Short | None = None
    age_band: Short | None = None
    organisation: Short | None = None
    homonym: Homonym = 1
    seen_at: AwareDatetime
    offline: bool = False

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.attendee_id is None and (self.name is None or self.neighbourhood is None):
            raise ValueError("field-missing")
        return self


class AttendanceIn(SightingIn):
    device: Device


class AttendanceBatchIn(Body):
    """`pending` is what the desk still holds after this batch; an empty batch says that the desk is there."""

    device: Device
    entries: Annotated[list[SightingIn], Field(max_length=1000)]
    pending: Annotated[int, Field(ge=0, le=100_000)] = 0


class DeskIn(Body):
    """What this desk admits while it is cut off; no neighbourhood has two desks."""

    neighbourhoods: Annotated[list[Slug], Field(max_length=500)]


class SearchIn(Body):
    name: Short


class OverrideIn(Body):
    reason: Words


class ClosingIn(Body):
    """`override` closes over desks that have not sent everything; only who leads the forum may."""

    override: OverrideIn | None = None


class Admitted(Answer):
    """`refused` says why somebody was not admitted; `namesakes` are others of that name, for the clerk to look at."""

    attendance_id: str | None
    already_present: bool
    refused: str | None = None
    reason: dict[str, str] | None = None
    namesakes: list[str] = Field(default_factory=list)


class BatchOut(Answer):
    entries: list[Admitted]
    admitted: int


class DeskOut(Answer):
    """`pending` is None until the desk has said anything."""

    device: str
    neighbourhoods: list[str]
    admitted: int
    pending: int | None
    waiting: bool
    closed: bool


class DesksOut(Answer):
    items: list[DeskOut]


class Present(Answer):
    neighbourhood: str
    present: int


class CountsOut(Answer):
    total: int
    registered: int
    present: list[Present]
    desks: list[DeskOut]
    state: str


class AttendeeOut(Answer):
    """What a desk needs to know of somebody when it is cut off, and no more."""

    attendee_id: str
    name: str
    neighbourhood: str
    organisation: str | None
    homonym: int
    code: str
    present: bool


class AttendeesOut(Answer):
    items: list[AttendeeOut]
    next: str | None


class LineError(Answer):
    """`line` as the sender's editor counts it; `text` is what stands there."""

    line: int
    column: str | None
    word: str
    text: str | None = None


class ImportOut(Answer):
    registered: int
    already: int
    errors: list[LineError]
    namesakes: list[dict[str, Any]]
