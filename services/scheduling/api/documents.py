"""Documents kept elsewhere, as they come in: calendars, forums, action plans, open-commune programmes."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local hour, 24-hour clock.")]
Code = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9]{1,4}(\.[A-Za-z0-9]{1,4}){0,3}$", description="Activity code, such as `4.1`.")
]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Said = Annotated[
    dict[Literal["ar", "fr", "en"], Annotated[str, Field(min_length=1, max_length=2000)]], Field(min_length=1)
]
Year = Annotated[int, Field(ge=2000, le=2100)]


class Kept(BaseModel):
    """A part of a document kept elsewhere: what the rules look at is checked, the rest is kept as it is."""

    model_config = ConfigDict(extra="allow", frozen=True)


class KeptEvidence(Kept):
    type: Short
    label: dict[str, str]
    required: bool = True


class KeptActivity(Kept):
    code: Code
    key: Short
    phase: Short
    label: dict[str, str]
    planned_date: date | None = None
    evidence: list[KeptEvidence] = Field(default_factory=list)


class KeptMeeting(Kept):
    id: Short
    activity: Short | None = None
    date: date


class KeptPhase(Kept):
    code: Short
    label: dict[str, str]


class CalendarDocument(Kept):
    kind: Literal["tn_programme_calendar"]
    programme_year: Year
    title: dict[str, str]
    phases: Annotated[list[KeptPhase], Field(min_length=1, max_length=20)]
    activities: Annotated[list[KeptActivity], Field(min_length=1, max_length=100)]
    meetings: list[KeptMeeting] = Field(default_factory=list)


class KeptSlot(Kept):
    n: Annotated[int, Field(ge=1, le=200)]
    type: Short
    label: Said
    start: Hour | None = None
    end: Hour | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    election: bool = False


class ForumDocument(Kept):
    kind: Literal["ma_citizen_forum"]
    title: Said
    date: Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
    start: Hour
    place: Said | None = None
    agenda: Annotated[list[KeptSlot], Field(min_length=1, max_length=100)]


class KeptPlanActivity(Kept):
    code: Short
    label: dict[str, str]
    priority: int | None = None
    indicators: list[dict[str, Any]] = Field(default_factory=list)


class KeptAxis(Kept):
    code: Short
    label: dict[str, str]
    activities: list[KeptPlanActivity] = Field(default_factory=list)


class KeptStep(Kept):
    n: int
    date: Short | None = None
    weekday_as_printed: Short | None = None


class ActionPlanDocument(Kept):
    kind: Literal["ma_participation_action_plan"]
    title: dict[str, str]
    axes: Annotated[list[KeptAxis], Field(min_length=1, max_length=50)]
    preparation_steps: list[KeptStep] = Field(default_factory=list)


class KeptWindow(Kept):
    id: Short
    start: date | None = None
    end: date | None = None


class KeptSession(Kept):
    date: date


class KeptHorizon(Kept):
    date: date


class OpenProgrammeDocument(Kept):
    kind: Literal["ma_open_commune_programme"]
    title: dict[str, str]
    programme_years: Annotated[list[Year], Field(min_length=1, max_length=10)]
    council_session: KeptSession
    communique: KeptSession
    consultation: list[KeptWindow] = Field(default_factory=list)
    evaluation_horizon: KeptHorizon | None = None
    axes: list[Kept] = Field(default_factory=list)
    projects: list[Kept] = Field(default_factory=list)
    activities: list[Kept] = Field(default_factory=list)


AnyDocument = Annotated[
    CalendarDocument | ForumDocument | ActionPlanDocument | OpenProgrammeDocument, Field(discriminator="kind")
]


def plain(document: Kept) -> dict[str, Any]:
    """The document as it came, dates as text."""
    kept: dict[str, Any] = document.model_dump(mode="json", exclude_unset=True)
    return kept
