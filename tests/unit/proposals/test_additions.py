"""Add-1: shares grow while what is bought stays within the envelope."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.additions import IncrementTooSmall, cost_of, finished, first_division, grown
from services.proposals.domain.purchases import Electorate
from services.proposals.domain.selection import (
    Candidate,
    Completion,
    Problem,
    Rule,
    SelectionMethod,
    Stop,
    count_support,
)
from tests.unit.proposals.votes import approvals, outcome


def test_add_one_stops_where_it_was_said_to_stop() -> None:
    candidates = [Candidate("a", 6), Candidate("b", 6), Candidate("c", 8)]
    ballots = approvals(a=1, b=1, c=1)
    exhaustive = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE, stop=Stop.EXHAUSTIVE)
    overspend = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE, stop=Stop.OVERSPEND)
    assert set(outcome(exhaustive, candidates, 15, ballots).selected) == {"a", "b"}
    assert set(outcome(overspend, candidates, 15, ballots).selected) == {"a", "b"}
    assert set(outcome(exhaustive, candidates, 20, ballots).selected) == {"a", "b", "c"}


def test_few_voters_and_much_money_take_millions_of_additions_and_no_time() -> None:
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE)
    found = outcome(rule, [Candidate("a", 10**9), Candidate("b", 9 * 10**8)], 19 * 10**8, approvals(a=1, b=2))
    assert set(found.selected) == {"a", "b"}
    assert [step.facts["added"] for step in found.trace if step.key == "added"] == [-(-11 * 10**8 // 3)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(Stop), st.booleans())
def test_additions_taken_many_at_once_end_where_one_by_one_they_end(seed: int, stop: Stop, whole: bool) -> None:
    dice = Random(seed)
    candidates = [Candidate(f"p{n}", dice.randint(1, 300)) for n in range(dice.randint(1, 6))]
    ballots = [
        {each.id: 1 for each in dice.sample(candidates, dice.randint(0, len(candidates)))}
        for _ in range(dice.randint(1, 9))
    ]
    problem = Problem(tuple(candidates), dice.randint(1, 800), count_support(candidates, ballots))
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE, stop=stop, whole_shares=whole)
    electorate = Electorate(problem, rule, ballots)
    assert grown(electorate, rule)[1] == one_by_one(electorate, rule)


def one_by_one(electorate: Electorate, rule: Rule) -> int:
    money = first_division(electorate, rule)
    while True:
        bought = tuple(each.project_id for each in electorate.buy(money))
        more = tuple(each.project_id for each in electorate.buy(money + electorate.size))
        if finished(electorate, rule, bought) or cost_of(electorate.problem, more) > electorate.problem.envelope:
            return money
        money += electorate.size


def test_an_addition_too_small_to_get_anywhere_is_refused() -> None:
    """The second and third project stay level, paid by one voter who has little left and one who has all: no bound parts them."""
    share = 10**6
    costs = {"r": 4 * (share - 5000), "p": share, "q": share, "z": share + 20_000}
    ballots = [dict.fromkeys(named, 1) for named in ("rp", "p", "rq", "q", "r", "r", "z")]
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE)
    with pytest.raises(IncrementTooSmall):
        outcome(rule, [Candidate(name, cost) for name, cost in costs.items()], 7 * share, ballots)
