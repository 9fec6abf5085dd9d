"""What is wrong or uncertain in a table, said by line and column."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """An error keeps its row out until it is corrected; a question until a person answers it; a warning is told."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    CONFIRMED = "confirmed"


ERRORS = {
    "formula-cell",
    "unreadable-date",
    "activity-unknown",
    "activity-twice",
    "code-twice",
    "phase-unknown",
    "code-missing",
}
QUESTIONS = {
    "columns-reversed",
    "code-reversed",
    "code-contradicts-phase",
    "phase-number-differs",
    "weekday-contradicts-date",
    "two-digit-year",
    "several-activities",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """`word` names what it is, `field` the column it is about; `values` fill its sentence."""

    word: str
    field: str
    line: int = 0
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    weight: Weight = Weight.WARNING

    @property
    def open(self) -> bool:
        return self.weight in (Weight.ERROR, Weight.QUESTION)


def doubt(word: str, about: str, line: int = 0, **values: Any) -> Doubt:
    weight = Weight.ERROR if word in ERRORS else Weight.QUESTION if word in QUESTIONS else Weight.WARNING
    return Doubt(word, about, line, {"line": line, **values}, weight)


def answered(doubts: Iterable[Doubt], confirmed: Iterable[str]) -> tuple[Doubt, ...]:
    """Questions a person confirmed stay on record, but no longer keep the row out."""
    words = set(confirmed)
    return tuple(
        replace(one, weight=Weight.CONFIRMED) if one.weight is Weight.QUESTION and one.word in words else one
        for one in doubts
    )
