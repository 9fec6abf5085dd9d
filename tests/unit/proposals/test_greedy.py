"""Most supported first, while the envelope lasts."""

import pytest

from services.proposals.domain.selection import (
    Rule,
    SelectionMethod,
    TieBreak,
)
from tests.unit.proposals.votes import ABC, approvals, outcome


def test_without_skipping_the_list_ends_where_the_money_does() -> None:
    found = outcome(Rule(SelectionMethod.GREEDY), ABC, 100, approvals(a=5, b=4, c=3))
    assert (found.selected, found.trace[-2].key) == (("a",), "stopped")


def test_with_skipping_a_cheaper_project_further_down_is_taken() -> None:
    found = outcome(Rule(SelectionMethod.GREEDY_SKIP), ABC, 100, approvals(a=5, b=4, c=3))
    assert found.selected == ("a", "c")


def test_a_project_nobody_supports_is_not_funded() -> None:
    assert outcome(Rule(SelectionMethod.GREEDY_SKIP), ABC, 1000, approvals(a=1)).selected == ("a",)


def test_minimum_support_is_required() -> None:
    rule = Rule(SelectionMethod.GREEDY_SKIP, minimum_support=4)
    assert outcome(rule, ABC, 1000, approvals(a=5, b=4, c=3)).selected == ("a", "b")


@pytest.mark.parametrize(
    ("tie_break", "first"),
    [
        ((TieBreak.LOWER_COST,), "c"),
        ((TieBreak.HIGHER_COST,), "b"),
        ((TieBreak.BALLOT_ORDER,), "a"),
    ],
)
def test_a_tie_is_parted_by_the_declared_criterion(tie_break: tuple[TieBreak, ...], first: str) -> None:
    found = outcome(Rule(SelectionMethod.GREEDY, tie_break=tie_break), ABC, 1000, approvals(abc=3))
    assert found.selected[0] == first
    assert found.trace[1].facts["tie_break"] == tie_break[0]
