"""What can never cost a winning project its place, and by which rules it can: named by example."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.proposals.domain.rules import select
from services.proposals.domain.selection import (
    Ballot,
    Candidate,
    Completion,
    Rule,
    SelectionMethod,
    TieBreak,
    Utility,
    count_support,
)

Vote = tuple[list[Candidate], list[Ballot]]
IDS = "abcde"
STEADY = [
    Rule(SelectionMethod.GREEDY),
    Rule(SelectionMethod.GREEDY_SKIP),
    Rule(SelectionMethod.EQUAL_SHARES, Utility.COST, Completion.NONE),
    Rule(SelectionMethod.EQUAL_SHARES, Utility.CARDINALITY, Completion.NONE),
]
NAMES = ["greedy", "greedy_skip", "shares of cost", "shares of number"]
FLOORS = st.tuples(st.integers(0, 2), st.sampled_from([(), (("a", "b"),), (("a", "c"), ("b", "c"))]))


@st.composite
def votes(draw: st.DrawFn) -> Vote:
    costs = draw(st.lists(st.integers(1, 40), min_size=3, max_size=5))
    candidates = [Candidate(id_, cost) for id_, cost in zip(IDS, costs, strict=False)]
    ids = st.sampled_from([candidate.id for candidate in candidates])
    return candidates, draw(st.lists(st.dictionaries(ids, st.integers(1, 3)), min_size=1, max_size=7))


def funded(rule: Rule, candidates: Sequence[Candidate], envelope: int, ballots: Sequence[Ballot]) -> set[str]:
    return set(select(rule, candidates, envelope, count_support(candidates, ballots), ballots).selected)


def of(**costs: int) -> list[Candidate]:
    return [Candidate(id_, cost) for id_, cost in costs.items()]


def ballots(*named: str) -> list[Ballot]:
    return [dict.fromkeys(each, 1) for each in named]


@pytest.mark.parametrize("rule", STEADY, ids=NAMES)
@settings(max_examples=60)
@given(votes(), st.integers(1, 120), FLOORS, st.data())
def test_a_winner_stays_one_when_one_more_voter_supports_it(
    rule: Rule, vote: Vote, envelope: int, floors: tuple[int, tuple[tuple[str, ...], ...]], data: st.DataObject
) -> None:
    candidates, given_ballots = vote
    rule = replace(rule, minimum_support=floors[0], incompatible=floors[1])
    winners = funded(rule, candidates, envelope, given_ballots)
    assume(winners)
    winner = data.draw(st.sampled_from(sorted(winners)))
    without = [place for place, ballot in enumerate(given_ballots) if winner not in ballot]
    assume(without)
    place = data.draw(st.sampled_from(without))
    more = [{**ballot, winner: 1} if n == place else ballot for n, ballot in enumerate(given_ballots)]
    assert winner in funded(rule, candidates, envelope, more)


@pytest.mark.parametrize("rule", STEADY, ids=NAMES)
@settings(max_examples=60)
@given(votes(), st.integers(1, 120), st.integers(1, 40), st.data())
def test_a_winner_stays_one_when_it_becomes_cheaper(
    rule: Rule, vote: Vote, envelope: int, less: int, data: st.DataObject
) -> None:
    candidates, given_ballots = vote
    winners = funded(rule, candidates, envelope, given_ballots)
    assume(winners)
    winner = data.draw(st.sampled_from(sorted(winners)))
    cheaper = [replace(each, cost=max(1, each.cost - less)) if each.id == winner else each for each in candidates]
    assert winner in funded(rule, cheaper, envelope, given_ballots)


@given(votes(), st.integers(0, 120), st.integers(0, 60), FLOORS)
def test_without_skipping_a_larger_envelope_takes_nothing_away(
    vote: Vote, envelope: int, more: int, floors: tuple[int, tuple[tuple[str, ...], ...]]
) -> None:
    candidates, given_ballots = vote
    rule = Rule(SelectionMethod.GREEDY, minimum_support=floors[0], incompatible=floors[1])
    before = funded(rule, candidates, envelope, given_ballots)
    assert before <= funded(rule, candidates, envelope + more, given_ballots)


@given(votes(), st.integers(0, 120), st.sampled_from(STEADY), st.permutations(range(7)))
def test_the_order_projects_and_ballots_are_typed_in_decides_nothing_but_ties(
    vote: Vote, envelope: int, rule: Rule, order: list[int]
) -> None:
    """Without two projects level in support and in cost there is nothing left for ballot order to decide."""
    candidates, given_ballots = vote
    support = count_support(candidates, given_ballots)
    assume(len({(support[each.id], each.cost) for each in candidates}) == len(candidates))
    mixed = [candidates[place] for place in order if place < len(candidates)]
    shuffled = [given_ballots[place] for place in order if place < len(given_ballots)]
    assert funded(rule, mixed, envelope, shuffled) == funded(rule, candidates, envelope, given_ballots)


@pytest.mark.parametrize(
    ("rule", "candidates", "envelope", "named", "lost"),
    [
        (Rule(SelectionMethod.GREEDY_SKIP), of(a=6, b=4), 5, ["ab", "a"], "b"),
        (STEADY[2], of(a=1, b=8), 7, ["ab", "b"], "a"),
        (STEADY[3], of(a=2, b=5, c=2), 7, ["b", "abc"], "b"),
        (replace(STEADY[2], completion=Completion.ADD_ONE), of(a=5, b=2), 5, ["a", "ab", ""], "a"),
        (Rule(SelectionMethod.GREEDY, cost_backing=3), of(a=7, b=1), 4, ["b", "a", "", "a"], "b"),
    ],
    ids=str,
)
def test_a_larger_envelope_can_cost_a_winner_its_place(
    rule: Rule, candidates: list[Candidate], envelope: int, named: list[str], lost: str
) -> None:
    """Money for something dearer that more people want, or that they share in another order."""
    assert lost in funded(rule, candidates, envelope, ballots(*named))
    assert lost not in funded(rule, candidates, envelope + 1, ballots(*named))


@pytest.mark.parametrize(
    ("rule", "candidates", "envelope", "named"),
    [
        (Rule(SelectionMethod.GREEDY, tie_break=(TieBreak.HIGHER_COST,)), of(a=8, b=8), 14, ["ab", "ab"]),
        (replace(STEADY[2], completion=Completion.ADD_ONE), of(a=3, b=5, c=4, d=6), 6, ["bcd", "abc", "ab", "d"]),
    ],
    ids=str,
)
def test_becoming_cheaper_can_cost_a_winner_its_place(
    rule: Rule, candidates: list[Candidate], envelope: int, named: list[str]
) -> None:
    """Where the dearer of two level projects goes first; and where add-1 ends sooner because all of its money is used sooner."""
    cheaper = [replace(each, cost=each.cost - 1) if each.id == "a" else each for each in candidates]
    assert "a" in funded(rule, candidates, envelope, ballots(*named))
    assert "a" not in funded(rule, cheaper, envelope, ballots(*named))
