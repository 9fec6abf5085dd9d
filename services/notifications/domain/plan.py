"""The communication plan of an edition: by which means whom is told what, when, by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PlanStatus(StrEnum):
    """How far one line of the plan is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


class PlanDatesReversed(Exception):
    """A line of the plan ends before it starts."""

    field = "items"
    fields = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One line."""

    means: Mapping[str, str]
    audience: Mapping[str, str]
    starts_on: date | None
    ends_on: date | None
    responsible: str | None
    status: PlanStatus
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CommunicationPlan:
    """All lines of one edition; replaced whole."""

    municipality: str
    edition: str
    items: tuple[PlanItem, ...]
    version: int = 0


def checked(items: Sequence[PlanItem]) -> tuple[PlanItem, ...]:
    """Raises PlanDatesReversed with the line's number, from 1."""
    for number, item in enumerate(items, 1):
        if item.starts_on and item.ends_on and item.ends_on < item.starts_on:
            raise PlanDatesReversed(number)
    return tuple(items)
