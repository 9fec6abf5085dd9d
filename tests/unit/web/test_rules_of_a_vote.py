"""What the cell declares before a vote is sent as it was chosen, and nothing is invented."""

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as some

from web.catalogue import LANGUAGES
from web.pages.cell.rules import GROUPS, TIES, USUAL, rule_of, rule_options
from web.pages.cell.sending import Sent
from web.reader import Reader
from web.visit import Visit


def sent(proposals: tuple[str, ...] = (), /, **typed: str) -> Sent:
    given_in: dict[str, list[str]] = {name.replace("_to_", "-"): [value] for name, value in typed.items()}
    visit = cast("Visit", SimpleNamespace(reader=Reader("ar")))
    return Sent(visit, "freeze", given_in | {"proposal": list(proposals)}, {})


def test_a_council_decides_without_any_counting_rule() -> None:
    assert rule_of(sent(rule="council", tie_first="lower_cost", minimum_support="5")) == {"method": "council"}


def test_settings_of_shares_go_with_shares_only() -> None:
    shares = rule_of(sent(rule="equal_shares", **USUAL))
    assert (shares["utility"], shares["completion"], shares["stop"]) == ("cost", "add_1_greedy", "exhaustive")
    assert {"utility", "completion", "stop"}.isdisjoint(rule_of(sent(rule="greedy", **USUAL)))


def test_no_least_support_is_declared_where_none_was_typed() -> None:
    assert "minimum_support" not in rule_of(sent(rule="greedy"))
    assert rule_of(sent(rule="greedy", minimum_support="12"))["minimum_support"] == 12


def test_projects_with_one_letter_exclude_each_other_and_a_letter_alone_excludes_nobody() -> None:
    typed = {"group_to_a": "A", "group_to_b": "A", "group_to_c": "B", "group_to_gone": "A"}
    assert rule_of(sent(("a", "b", "c"), rule="greedy", **typed))["incompatible"] == [["a", "b"]]


@given(some.sampled_from(TIES), some.sampled_from(("", *TIES)))
def test_equal_projects_are_always_parted(first: str, then: str) -> None:
    ties: list[Any] = rule_of(sent(rule="greedy", tie_first=first, tie_then=then))["tie_break"]
    assert ties[0] == first
    assert "ballot_order" in ties
    assert len(set(ties)) == len(ties)


def test_everything_that_can_be_chosen_has_a_name_in_every_language() -> None:
    for language in LANGUAGES:
        options = rule_options(Reader(language))
        assert options.pop("groups") == GROUPS
        assert all("_" not in called for family in options.values() for _, called in family)
