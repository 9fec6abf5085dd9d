"""A preliminary sheet adds up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.sheet import (
    ConditionsMissing,
    Feasibility,
    Line,
    LineNotWhole,
    LinesDoNotAddUp,
    ScheduleReversed,
    SheetContent,
    SheetWithoutLines,
    TotalTooLarge,
)
from services.proposals.domain.text import Text
from tests.unit.proposals.examples import content


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 10**6)), min_size=1, max_size=20))
def test_the_total_of_a_sheet_is_the_sum_of_its_lines(pairs: list[tuple[int, int]]) -> None:
    lines = tuple(Line(Text(ar="بند"), Decimal(quantity), "u", cost) for quantity, cost in pairs)
    sheet = SheetContent(Feasibility.FEASIBLE, None, lines, None, None)
    expected = sum(quantity * cost for quantity, cost in pairs)
    sheet.require_total(expected)
    with pytest.raises(LinesDoNotAddUp):
        sheet.require_total(expected + 1)


@pytest.mark.parametrize(
    ("broken", "changes"),
    [
        (SheetWithoutLines, {"components": ()}),
        (LineNotWhole, {"components": (Line(Text(ar="ب"), Decimal("0.3"), "m", 5),)}),
        (TotalTooLarge, {"components": (Line(Text(ar="ب"), Decimal(10), "m", 10**15),)}),
        (ConditionsMissing, {"feasibility": Feasibility.CONDITIONAL}),
        (ScheduleReversed, {"starts_on": date(2022, 2, 1), "ends_on": date(2022, 1, 1)}),
    ],
)
def test_a_sheet_that_cannot_be_checked_is_refused(broken: type[Exception], changes: dict[str, object]) -> None:
    good: dict[str, object] = {
        "feasibility": Feasibility.FEASIBLE,
        "conditions": None,
        "components": content().components,
        "starts_on": None,
        "ends_on": None,
    }
    with pytest.raises(broken):
        SheetContent(**{**good, **changes})  # type: ignore[arg-type]  # the cases above say each type
