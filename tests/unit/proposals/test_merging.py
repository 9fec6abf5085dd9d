"""Proposals that say the same become one, and many again."""

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.merging import (
    Merge,
    MergeAcrossEditions,
    MergeAlreadyUndone,
    NothingToMerge,
    TooLateToMerge,
    merge,
    unmerge,
)
from services.proposals.domain.proposal import Proposal, Status
from services.proposals.domain.review import (
    Stage,
    Verdict,
)
from services.proposals.domain.standing import ProposalMerged
from shared.contracts.proposals import ProposalsMerged
from tests.unit.proposals.examples import TODAY, proposal, review

PEOPLE = st.lists(st.integers(1, 50), min_size=1, max_size=5)


@settings(max_examples=40)
@given(PEOPLE, PEOPLE)
def test_undoing_a_merge_restores_everything(backers: list[int], more: list[int]) -> None:
    into, others, later = proposal("into"), _family("a", backers), _family("b", more)
    before = [deepcopy(each) for each in (into, *others)]
    first = merge(into, others, "m1", "clerk", TODAY)
    middle = merge(into, later, "m2", "clerk", TODAY)
    assert into.backers == 1 + sum(backers) + sum(more)
    unmerge(first, into, others, TODAY)
    unmerge(middle, into, later, TODAY)
    assert [into, *others] == before


PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=5, max_size=5), PAIRS, st.randoms(use_true_random=False))
def test_merges_upon_merges_are_undone_in_any_order_that_is_allowed(
    backers: list[int], pairs: list[tuple[int, int]], dice: Random
) -> None:
    """A proposal that went into another waits until that is undone; nobody is ever counted twice."""
    everyone = _family("p", backers)
    before, people = deepcopy(everyone), sum(backers)
    done = [_merged(everyone, into, other, f"m{number}") for number, (into, other) in enumerate(pairs)]
    waiting = [each for each in done if each]
    while waiting:
        record, into, other = dice.choice(waiting)
        if into.merged_into:
            with pytest.raises(ProposalMerged):
                unmerge(record, into, [other], TODAY)
            continue
        unmerge(record, into, [other], TODAY)
        waiting = [each for each in waiting if each[0] is not record]
        assert sum(each.backers for each in everyone if not each.merged_into) == people
    assert everyone == before


def _merged(everyone: list[Proposal], into: int, other: int, name: str) -> tuple[Merge, Proposal, Proposal] | None:
    try:
        return merge(everyone[into], [everyone[other]], name, "clerk", TODAY), everyone[into], everyone[other]
    except (NothingToMerge, TooLateToMerge):
        return None


def test_a_merge_keeps_every_author_and_says_so() -> None:
    into, other = proposal("into"), proposal("other")
    record = merge(into, [other], "m", "clerk", TODAY)
    assert [author.label for author in into.authors] == ["association into", "association other"]
    assert (other.status, other.merged_into) == (Status.MERGED, "into")
    [event] = record.drain()
    assert isinstance(event, ProposalsMerged)
    with pytest.raises(ProposalMerged):
        other.review(review(Stage.FORMAL, Verdict.ADMISSIBLE))


def test_a_merge_is_undone_once() -> None:
    into, other = proposal("into"), proposal("other")
    record: Merge = merge(into, [other], "m", "clerk", TODAY)
    unmerge(record, into, [other], TODAY)
    with pytest.raises(MergeAlreadyUndone):
        unmerge(record, into, [other], TODAY)


def test_proposals_that_cannot_be_one_are_not_merged() -> None:
    into = proposal("into")
    with pytest.raises(NothingToMerge):
        merge(into, [into], "m", "clerk", TODAY)
    with pytest.raises(NothingToMerge):
        merge(into, [], "m", "clerk", TODAY)
    with pytest.raises(MergeAcrossEditions):
        merge(into, [proposal("other", "2023")], "m", "clerk", TODAY)
    gone = proposal("gone")
    gone.become(Status.SELECTED, TODAY)
    with pytest.raises(TooLateToMerge):
        merge(into, [gone], "m", "clerk", TODAY)


def _family(prefix: str, backers: list[int]) -> list[Proposal]:
    return [proposal(f"{prefix}{number}", backers=count) for number, count in enumerate(backers)]
