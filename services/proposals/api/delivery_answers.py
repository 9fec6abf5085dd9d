"""What the routes of projects being carried out answer, field by field."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.proposals.api.answers import Minor
from shared.http import Answer, Sha256


class MilestoneAnswer(Answer):
    on: date
    percent: int
    committed: Minor | None
    spent: Minor | None
    note: str | None
    delay_reason: str | None
    photos: list[Sha256]


class ProjectAnswer(Answer):
    """`committed` and `spent` are those of the latest milestone."""

    project_id: str
    edition: str
    title: str
    cost: Minor
    currency: str
    zone: str | None
    kind: str | None
    percent: Annotated[int, Field(description="Done, of a hundred.")]
    committed: Minor | None
    spent: Minor | None
    milestones: list[MilestoneAnswer]
    delivered_on: date | None
    satisfaction: Annotated[
        dict[str, int],
        Field(description="Answers by number of stars.", examples=[{"1": 0, "2": 1, "3": 4, "4": 9, "5": 12}]),
    ]


class Projects(Answer):
    items: list[ProjectAnswer]
    next: str | None


class Progressed(Answer):
    project_id: str
    percent: int


class Delivered(Answer):
    project_id: str
    delivered_on: date


class Judged(Answer):
    project_id: str
    answers: Annotated[int, Field(description="All answers so far.")]
