"""Rules of single cities, as their published files apply them; the cases are written by hand."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.application.exchanging import RuleUnknown, try_rules
from services.proposals.domain.declared import best, declared_readings, supports, verify
from services.proposals.domain.pabulib import PabulibVote, read
from services.proposals.domain.selection import (
    SelectionMethod,
)

Row = tuple[str, int, int, int]
COSTS = {"a": 50, "b": 50, "c": 40}


def city(rule: str, budget: int, rows: Sequence[Row], more: str = "", columns: str = "") -> PabulibVote:
    """Totals only: (id, cost, votes, selected); `columns` is one more column and its cells, with commas."""
    name, *cells = columns.split(",") if columns else [""]
    head = f"META\nkey;value\nunit;X\nbudget;{budget}\nvote_type;approval\nrule;{rule}\n{more}"
    listed = [f"{each};{cost};{votes};{chosen}" for each, cost, votes, chosen in rows]
    if cells:
        listed = [f"{row};{cell}" for row, cell in zip(listed, cells, strict=True)]
    return read(f"{head}PROJECTS\nproject_id;cost;votes;selected;{name}\n" + "\n".join(listed) + "\n")


def funded(vote: PabulibVote) -> tuple[set[str], str | None]:
    found = best(vote, declared_readings(vote), supports(vote))
    assert found is not None
    assert found.agrees
    return set(found.outcome.selected), found.topped_up


POZNAN = [("a", 60, 9, 1), ("b", 50, 8, 2), ("c", 10, 7, 0)]


def test_poznan_tops_up_the_first_that_does_not_fit_when_four_fifths_of_it_are_left() -> None:
    assert funded(city("greedy-custom", 100, POZNAN, "unit;Poznań\n")) == ({"a"}, "b")


def test_poznan_stops_where_less_than_four_fifths_are_left_though_a_cheaper_one_would_fit() -> None:
    rows = [("a", 60, 9, 1), ("b", 51, 8, 0), ("c", 10, 7, 0)]
    assert funded(city("greedy-custom", 100, rows, "unit;Poznań\n")) == ({"a"}, None)


def test_what_poznan_funds_later_with_money_of_other_districts_is_not_the_rules_doing() -> None:
    rows = [("a", 60, 9, 1), ("b", 60, 8, 0), ("c", 55, 7, 3)]
    assert funded(city("greedy-custom", 100, rows, "unit;Poznań\n")) == ({"a"}, None)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300))
def test_a_project_is_topped_up_exactly_from_four_fifths_on(budget: int, first: int, second: int) -> None:
    vote = city("greedy-custom", budget, [("a", first, 9, 0), ("b", second, 8, 0)], "unit;Poznań\n")
    left = budget - first
    found = verify(vote, declared_readings(vote)[0]).topped_up
    if left < 0:
        assert found == ("a" if budget * 5 >= first * 4 else None)
    else:
        assert found == ("b" if second > left and left * 5 >= second * 4 else None)


AMSTERDAM = "neighborhoods;East,Other\nbudget_per_neighborhood;50,50\n"


def test_each_neighbourhood_spends_its_own_money_and_stops_at_the_first_that_does_not_fit() -> None:
    rows = [("a", 40, 9, 1), ("b", 20, 8, 0), ("c", 5, 7, 0), ("d", 50, 2, 1)]
    vote = city("greedy-custom", 100, rows, AMSTERDAM, "neighborhood,East,East,East,Other")
    assert funded(vote) == ({"a", "d"}, None)


def test_what_neighbourhoods_leave_goes_to_the_most_voted_that_still_fit() -> None:
    rows = [("a", 40, 9, 1), ("b", 20, 8, 1), ("c", 5, 7, 0), ("d", 40, 2, 1)]
    vote = city("greedy-custom", 100, rows, AMSTERDAM, "neighborhood,East,East,East,Other")
    assert funded(vote) == ({"a", "b", "d"}, None)


def test_amounts_that_do_not_fit_the_list_of_neighbourhoods_are_left_aside() -> None:
    rows = [("a", 40, 9, 1), ("b", 20, 8, 1)]
    for more in ("neighborhoods;East\nbudget_per_neighborhood;50,50\n", "categories;A\nbudget_per_category;lots\n"):
        assert not any(each.groups for each in declared_readings(city("greedy", 100, rows, more)))
        assert funded(city("greedy", 100, rows, more)) == ({"a", "b"}, None)


def test_a_city_that_never_skips_is_found_out_though_its_file_only_says_greedy() -> None:
    assert funded(city("greedy", 100, [("a", 60, 9, 1), ("b", 50, 8, 0), ("c", 10, 7, 0)])) == ({"a"}, None)
    assert funded(city("greedy", 100, [("a", 60, 9, 1), ("b", 50, 8, 0), ("c", 10, 7, 1)])) == ({"a", "c"}, None)


def test_a_project_under_the_threshold_is_passed_over_and_does_not_end_the_list() -> None:
    rows = [("a", 60, 90, 1), ("b", 50, 80, 0), ("c", 10, 4, 0)]
    assert funded(city("greedy-threshold", 100, rows, "min_project_score_threshold;50\n")) == ({"a"}, None)


def test_projects_that_exclude_each_other_are_told_by_nothing_in_the_file_so_a_difference_is_named() -> None:
    rows = [("a", 60, 9, 1), ("b", 30, 8, 0), ("c", 10, 7, 1)]
    vote = city("greedy-exclusive", 100, rows)
    found = best(vote, declared_readings(vote))
    assert found is not None
    assert (found.added, found.missing, found.agrees) == (("b",), (), False)


def test_equal_votes_keep_the_order_of_the_file() -> None:
    assert funded(city("greedy", 60, [("b", 60, 9, 1), ("a", 60, 9, 0)])) == ({"b"}, None)


def test_points_of_an_ordinal_vote_are_those_the_city_published_where_the_ballots_come_to_others() -> None:
    text = "META\nbudget;10\nvote_type;ordinal\nrule;greedy\nmax_length;3\nPROJECTS\nproject_id;cost;score;selected\n"
    vote = read(text + "a;10;1;0\nb;10;2;1\nVOTES\nvoter_id;vote\n1;a\n2;b,a\n")
    assert vote.support == {"a": 5, "b": 3}
    found = best(vote, declared_readings(vote), supports(vote))
    assert found is not None
    assert (found.outcome.selected, found.agrees) == (("b",), True)


def test_a_city_that_also_funds_what_nobody_voted_for_is_found_out() -> None:
    rows = [("a", 60, 9, 1), ("b", 50, 8, 0), ("c", 10, 0, 1), ("d", 10, 0, 1), ("e", 30, 0, 0)]
    assert funded(city("greedy", 100, rows)) == ({"a", "c", "d"}, None)
    assert funded(city("greedy", 100, [*rows[:2], ("c", 10, 0, 0)])) == ({"a"}, None)


@pytest.mark.parametrize("named", ["unknown", ""])
def test_a_file_that_names_no_rule_is_tried_by_all_of_ours(named: str) -> None:
    head = f"META\nbudget;100\nvote_type;approval\nrule;{named}\nPROJECTS\nproject_id;cost;selected\n"
    votes = "VOTES\nvoter_id;vote\n" + "".join(f"{n};{vote}\n" for n, vote in enumerate(["a,b"] * 3 + ["c"] * 2))
    for chosen, method in (("ac", SelectionMethod.EQUAL_SHARES), ("ab", SelectionMethod.GREEDY_SKIP)):
        vote = read(head + "".join(f"{each};{cost};{int(each in chosen)}\n" for each, cost in COSTS.items()) + votes)
        found = best(vote, declared_readings(vote), supports(vote))
        assert found is not None
        assert (found.agrees, found.reading.rule.method) == (True, method)


def test_a_rule_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(RuleUnknown):
        try_rules(city("drawing-lots", 10, [("a", 5, 1, 1)]), [])
