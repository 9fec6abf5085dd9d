"""Votes and rules as the tests of the rules need them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from services.proposals.domain.rules import select
from services.proposals.domain.selection import (
    Ballot,
    Candidate,
    Completion,
    Outcome,
    Rule,
    SelectionMethod,
    Stop,
    Utility,
    count_support,
)

Vote = tuple[list[Candidate], Sequence[Ballot]]
IDS = "abcdef"
CANDIDATES = st.lists(st.integers(1, 60), min_size=1, max_size=6).map(
    lambda costs: [Candidate(id_, cost) for id_, cost in zip(IDS, costs, strict=False)]
)
ABC = [Candidate("a", 50), Candidate("b", 60), Candidate("c", 30)]
RULES = st.builds(
    Rule,
    st.sampled_from([SelectionMethod.GREEDY, SelectionMethod.GREEDY_SKIP, SelectionMethod.EQUAL_SHARES]),
    st.sampled_from(Utility),
    st.sampled_from(Completion),
    st.sampled_from(Stop),
    st.just(1),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
    st.integers(0, 3),
)


@st.composite
def votes(draw: st.DrawFn, points: int = 1) -> Vote:
    candidates = draw(CANDIDATES)
    ids = st.sampled_from([candidate.id for candidate in candidates])
    ballot = st.dictionaries(ids, st.integers(1, points), max_size=len(candidates))
    return candidates, draw(st.lists(ballot, max_size=9))


def outcome(rule: Rule, candidates: list[Candidate], envelope: int, ballots: Sequence[Ballot]) -> Outcome:
    return select(rule, candidates, envelope, count_support(candidates, ballots), ballots)


def approvals(**counts: int) -> Sequence[Ballot]:
    """`ab=3`: three ballots for a and b."""
    return [dict.fromkeys(names, 1) for names, count in counts.items() for _ in range(count)]
