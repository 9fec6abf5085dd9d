"""What the follow-up of plans takes in and answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from services.scheduling.domain.plan import ActivityStatus
from shared.http.schemas import Answer, Body, Words

Said = dict[str, str]


class ProgressIn(Body):
    """Only what is named changes; done is 100 %, not begun 0 %."""

    status: ActivityStatus | None = None
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    note: Words | None = None


class TypedIn(Body):
    value: Annotated[int, Field(ge=0, le=10**12)]


class EvaluationIn(Body):
    """Only what is named changes."""

    counted_from: date | None = None
    evaluation_due_on: date | None = None
    evaluated_on: date | None = None


class TypedOut(Answer):
    """`by` is for staff only."""

    at: datetime
    by: str | None


class IndicatorOut(Answer):
    """`hidden`: fewer than ten people, not shown in public. `rule` says what is counted, `events` from which events."""

    code: str
    label: Said
    value: int | None
    hidden: bool
    computed: bool
    rule: Said | None
    events: list[str]
    since: date | None
    typed: TypedOut | None


class UpdateOut(Answer):
    status: str
    percent: int
    note: str | None
    at: datetime | None
    by: str | None


class BoardActivity(Answer):
    code: str
    label: Said
    project: str | None
    kind: str | None
    priority: int | None
    proposed_by: str | None
    target_date: str | None
    status: str
    percent: int
    note: str | None
    updated_at: datetime | None
    updates: list[UpdateOut]
    indicators: list[IndicatorOut]


class BoardProject(Answer):
    code: str
    label: Said
    activities: list[BoardActivity]


class BoardAxis(Answer):
    code: str
    label: Said
    projects: list[BoardProject]
    activities: list[BoardActivity]


class Evaluation(Answer):
    due_on: date | None
    state: str
    evaluated_on: date | None


class BoardOut(Answer):
    """`indicators` are those that can be said of every plan."""

    plan_id: str
    kind: str
    title: Said
    version: int
    counted_from: date
    counted_to: date
    evaluation: Evaluation
    by_status: dict[str, int]
    by_priority: dict[str, int]
    indicators: list[IndicatorOut]
    axes: list[BoardAxis]
