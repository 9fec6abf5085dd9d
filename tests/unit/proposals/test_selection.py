"""What holds for every rule by which a vote becomes a list of funded projects."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.rules import compare, select
from services.proposals.domain.selection import (
    Candidate,
    Completion,
    EnvelopeOverspent,
    ProjectUnknown,
    ReasonMissing,
    Rule,
    SelectionMethod,
    count_support,
)
from tests.unit.proposals.votes import ABC, RULES, Vote, approvals, outcome, votes

QUICK = settings(max_examples=50)


@QUICK
@given(votes(3), RULES, st.integers(0, 150))
def test_an_envelope_is_never_overspent(vote: Vote, rule: Rule, envelope: int) -> None:
    candidates, ballots = vote
    found = outcome(rule, candidates, envelope, ballots)
    costs = {candidate.id: candidate.cost for candidate in candidates}
    assert found.spent == sum(costs[each] for each in found.selected) <= envelope
    assert len(set(found.selected)) == len(found.selected)


@QUICK
@given(votes(3), RULES, st.integers(0, 150), st.randoms())
def test_the_order_ballots_are_read_in_does_not_matter(vote: Vote, rule: Rule, envelope: int, random: Random) -> None:
    candidates, ballots = vote
    shuffled = list(ballots)
    random.shuffle(shuffled)
    assert outcome(rule, candidates, envelope, ballots) == outcome(rule, candidates, envelope, shuffled)


def test_a_vote_without_ballots_funds_nothing() -> None:
    for method in (SelectionMethod.GREEDY, SelectionMethod.EQUAL_SHARES):
        assert outcome(Rule(method), ABC, 100, []).selected == ()


def test_a_ballot_for_an_unknown_project_is_refused() -> None:
    with pytest.raises(ProjectUnknown):
        count_support(ABC, [{"z": 1}])
    with pytest.raises(ProjectUnknown):
        select(Rule(SelectionMethod.GREEDY, incompatible=(("a", "z"),)), ABC, 100, {"a": 3})


def test_a_council_decides_with_reasons_and_within_the_envelope() -> None:
    rule = Rule(SelectionMethod.COUNCIL)
    found = select(rule, ABC, 90, {}, reasons={"c": "مدرسة", "b": "أولوية"})
    assert (found.selected, found.spent) == (("b", "c"), 90)
    with pytest.raises(EnvelopeOverspent):
        select(rule, ABC, 89, {}, reasons={"c": "مدرسة", "b": "أولوية"})
    with pytest.raises(ReasonMissing):
        select(rule, ABC, 90, {}, reasons={"c": " "})
    with pytest.raises(ProjectUnknown):
        select(rule, ABC, 90, {}, reasons={"z": "?"})


@pytest.mark.parametrize("method", [SelectionMethod.GREEDY_SKIP, SelectionMethod.EQUAL_SHARES])
def test_incompatible_projects_are_not_funded_together(method: SelectionMethod) -> None:
    rule = Rule(method, incompatible=(("a", "c"),))
    found = outcome(rule, ABC, 1000, approvals(abc=5, a=1, ab=1))
    assert set(found.selected) == {"a", "b"}


def test_two_rules_are_compared_on_the_same_ballots() -> None:
    candidates = [Candidate(id_, 10) for id_ in ("a1", "a2", "a3", "b1")]
    ballots = [*([{"a1": 1, "a2": 1, "a3": 1}] * 6), *([{"b1": 1}] * 3)]
    shares = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE)
    found = compare(Rule(SelectionMethod.GREEDY), shares, candidates, 30, ballots)
    assert (found.only_first, found.only_second) == (("a3",), ("b1",))
    assert (found.gain, found.lose, found.same) == (3, 6, 0)
