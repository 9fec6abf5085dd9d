"""What a preliminary sheet is: feasibility, components and cost, and an indicative schedule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from services.proposals.domain.money import AmountsRefused
from services.proposals.domain.text import Text

# Stores hold 64-bit integers; thousands of such totals still add up inside them.
TOTAL_MAX = 10**15


class Feasibility(StrEnum):
    FEASIBLE = "feasible"
    CONDITIONAL = "conditional"
    INFEASIBLE = "infeasible"


class LinesDoNotAddUp(AmountsRefused):
    """The total of a sheet is the sum of its lines, quantity times unit cost."""

    fields = amounts = ("total", "lines")

    def __init__(self, total: int, lines: int) -> None:
        super().__init__(f"{total} given, {lines} calculated")
        self.total, self.lines = total, lines


class LineNotWhole(ValueError):
    """A line must come to a whole number of the currency's smallest unit: nothing is rounded silently."""

    fields = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__(str(line))
        self.line = line


class TotalTooLarge(ValueError):
    """No project costs more than a million million units."""


class SheetWithoutLines(ValueError):
    """A cost without components cannot be checked."""


class ConditionsMissing(ValueError):
    """A conditional feasibility says its conditions."""


class ScheduleReversed(ValueError):
    """Works end after they start."""


class SheetUnknown(LookupError):
    """The proposal has no such version of its sheet."""

    fields = ("version",)

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version


@dataclass(frozen=True, slots=True)
class Line:
    """`unit_cost` in the smallest unit of the currency; quantity may be 2.5 m."""

    label: Text
    quantity: Decimal
    unit: str
    unit_cost: int

    @property
    def exact(self) -> Fraction:
        return Fraction(self.quantity) * self.unit_cost

    @property
    def total(self) -> int:
        return int(self.exact)


@dataclass(frozen=True, slots=True)
class SheetContent:
    feasibility: Feasibility
    conditions: Text | None
    components: tuple[Line, ...]
    starts_on: date | None
    ends_on: date | None

    def __post_init__(self) -> None:
        if not self.components:
            raise SheetWithoutLines
        if self.feasibility is Feasibility.CONDITIONAL and self.conditions is None:
            raise ConditionsMissing
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ScheduleReversed
        _require_whole(self.components)
        if self.total > TOTAL_MAX:
            raise TotalTooLarge

    @property
    def total(self) -> int:
        return sum(line.total for line in self.components)

    def require_total(self, given: int | None) -> None:
        if given is not None and given != self.total:
            raise LinesDoNotAddUp(given, self.total)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version is never changed: an update is the next version."""

    version: int
    content: SheetContent
    written_by: str
    written_at: datetime
    published_at: datetime | None = None
    document_sha256: str | None = None

    def published(self, at: datetime, document_sha256: str | None) -> "Sheet":
        return replace(self, published_at=at, document_sha256=document_sha256)


def _require_whole(lines: Sequence[Line]) -> None:
    for number, line in enumerate(lines, start=1):
        if line.exact.denominator != 1:
            raise LineNotWhole(number)
