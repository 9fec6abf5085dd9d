"""Everybody gets the same part of the money and pays for what she supports."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.rules import select
from services.proposals.domain.selection import (
    Ballot,
    BallotsNeeded,
    Candidate,
    Completion,
    Rule,
    SelectionMethod,
    Utility,
    count_support,
)
from tests.unit.proposals.votes import ABC, Vote, approvals, outcome, votes


def test_equal_shares_gives_every_group_its_part() -> None:
    """Two thirds support the a's, one third the b's: greedy would fund the a's only."""
    candidates = [Candidate(id_, 10) for id_ in ("a1", "a2", "a3", "b1")]
    ballots = [*([{"a1": 1, "a2": 1, "a3": 1}] * 6), *([{"b1": 1}] * 3)]
    shares = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE)
    assert set(outcome(shares, candidates, 30, ballots).selected) == {"a1", "a2", "b1"}
    assert set(outcome(Rule(SelectionMethod.GREEDY), candidates, 30, ballots).selected) == {"a1", "a2", "a3"}


def test_supporters_pay_equally_and_who_has_less_pays_all_she_has() -> None:
    """The first purchase costs each of the three voters 10/3 of her 20/3; the trace says so."""
    candidates = [Candidate("a", 10), Candidate("b", 10)]
    ballots = approvals(ab=2, a=1)
    found = outcome(Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE), candidates, 20, ballots)
    bought = [step for step in found.trace if step.key == "bought"]
    assert [step.project_id for step in bought] == ["a"]
    assert bought[0].facts["most_paid"] == "10/3"


def test_why_a_project_was_not_bought_is_told_of_every_one() -> None:
    """The supporters of b paid for a and have 4/3 of 10 left; c has too few of them; d cannot stand beside a."""
    candidates = [Candidate("a", 10), Candidate("b", 10), Candidate("c", 1), Candidate("d", 1)]
    ballots = approvals(ab=2, d=1, c=1, ad=1)
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE, minimum_support=2, incompatible=(("a", "d"),))
    found = outcome(rule, candidates, 20, ballots)
    told = {step.project_id: step for step in found.trace if step.project_id}
    keys = {"a": "bought", "b": "supporters-short", "c": "too-little-support", "d": "incompatible"}
    assert {each: step.key for each, step in told.items()} == keys
    assert (told["b"].facts["have"], told["b"].facts["cost"], told["b"].facts["left"]) == ("4/3", 10, 10)


def test_equal_shares_needs_ballots_and_not_only_sums() -> None:
    with pytest.raises(BallotsNeeded):
        select(Rule(SelectionMethod.EQUAL_SHARES), ABC, 100, {"a": 3})


@settings(max_examples=120)
@given(votes(3), st.sampled_from(Utility), st.integers(0, 150))
def test_equal_shares_is_what_its_definition_says(vote: Vote, utility: Utility, envelope: int) -> None:
    candidates, ballots = vote
    rule = Rule(SelectionMethod.EQUAL_SHARES, utility, Completion.NONE)
    assert outcome(rule, candidates, envelope, ballots).selected == _by_definition(candidates, ballots, envelope, rule)


def _by_definition(
    candidates: list[Candidate], ballots: Sequence[Ballot], envelope: int, rule: Rule
) -> tuple[str, ...]:
    """The textbook: every rate that could be the smallest is tried, with plain fractions."""
    budgets = [Fraction(envelope, len(ballots)) for _ in ballots]
    support = count_support(candidates, ballots)
    left = list(candidates)
    chosen: list[str] = []
    while True:
        offers = [(rate, candidate) for candidate in left if (rate := _rate(candidate, ballots, budgets, rule))]
        if not offers:
            return tuple(chosen)
        rate, best = min(
            offers, key=lambda each: (each[0], -support[each[1].id], each[1].cost, candidates.index(each[1]))
        )
        for voter, ballot in enumerate(ballots):
            budgets[voter] -= min(budgets[voter], rate * _utility(best, ballot, rule))
        left.remove(best)
        chosen.append(best.id)


def _utility(candidate: Candidate, ballot: Ballot, rule: Rule) -> int:
    return ballot.get(candidate.id, 0) * (candidate.cost if rule.utility is Utility.COST else 1)


def _rate(candidate: Candidate, ballots: Sequence[Ballot], budgets: list[Fraction], rule: Rule) -> Fraction | None:
    pairs = [(b, _utility(candidate, ballot, rule)) for b, ballot in zip(budgets, ballots, strict=True)]
    pairs = [(budget, utility) for budget, utility in pairs if utility]
    if not pairs or sum(budget for budget, _ in pairs) < candidate.cost:
        return None
    poor_at = sorted({budget / utility for budget, utility in pairs})
    for rate in poor_at:
        if sum(min(budget, rate * utility) for budget, utility in pairs) >= candidate.cost:
            poor = [(b, u) for b, u in pairs if b / u < rate]
            rich = sum(u for b, u in pairs if b / u >= rate)
            return (candidate.cost - sum((b for b, _ in poor), Fraction(0))) / rich
    return None
