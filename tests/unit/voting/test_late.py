"""Tablets that were offline and paper: the same ballots count in whatever order they arrive."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain.ballot import SignedBallot
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Method
from services.voting.domain.late import BatchNotAsStated, Box, PaperBallot, StatementForged, state_batch
from services.voting.domain.manifest import CensusDoesNotAdd
from tests.unit.voting.elections import ELECTION, HEAD, TABLET, ballot, contest, cred, declared, key, manifest

CONTEST = contest(Method.APPROVAL)
KEY = manifest([CONTEST]).tablets[0].key


def box(void: tuple[int, ...] = ()) -> Box:
    frozen = manifest([CONTEST], void=void)
    return Box(ELECTION, frozen.contests, frozen.censuses)


def test_an_online_ballot_beats_a_late_one_and_a_late_one_beats_paper() -> None:
    late = (ballot(1, ["c1"]), ballot(2, ["c1"]))
    paper = [PaperBallot("medina", cred(number), ("c2",)) for number in (1, 2, 3)]
    merged = box().merge([ballot(1, ["c0"])], {"t1": late}, paper)
    assert sorted(merged.counted["medina"], key=str) == [("c0",), ("c1",), ("c2",)]
    assert {one.reason for one in merged.refused} == {"already-voted"}
    assert len(merged.refused) == 3


def test_two_different_late_ballots_of_one_slip_are_both_void_and_both_shown() -> None:
    merged = box().merge([], {"t1": (ballot(1, ["c0"]),), "t2": (ballot(1, ["c1"]),)}, [])
    assert merged.counted["medina"] == ()
    assert [one.reason for one in merged.refused] == ["two-ballots-of-one-slip"] * 2


def test_the_same_late_ballot_on_two_tablets_counts_once() -> None:
    same = ballot(1, ["c0"])
    assert box().merge([], {"t1": (same,), "t2": (same,)}, []).counted["medina"] == (("c0",),)


def test_late_ballots_of_void_unknown_and_foreign_slips_are_shown_and_not_counted() -> None:
    stolen = replace(ballot(3, ["c0"]), signature=bytes(64))
    late = (ballot(1, ["c0"]), ballot(99, ["c0"]), stolen, ballot(4, ["c9"]))
    merged = box(void=(1,)).merge([], {"t1": late}, [])
    assert merged.counted["medina"] == ()
    assert sorted(one.reason for one in merged.refused) == [
        "bad-signature",
        "unknown-candidate",
        "unknown-slip",
        "void-slip",
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 1), st.sampled_from(["t1", "t2"])), max_size=5))
def test_permutations_of_late_batches_give_the_same_board(late: list[tuple[int, int, str]]) -> None:
    ballots = [(tablet, ballot(number, [f"c{choice}"])) for number, choice, tablet in late]
    boards = set()
    for order in list(permutations(ballots))[:24]:
        batches: dict[str, tuple[SignedBallot, ...]] = {}
        for tablet, one in order:
            batches[tablet] = (*batches.get(tablet, ()), one)
        boards.add(canonical(declared([CONTEST], [ballot(1, ["c0"])], batches=batches).document(HEAD)))
    assert len(boards) == 1


def test_a_forged_statement_is_refused() -> None:
    for statement in (
        state_batch("t1", ELECTION, [], key(5)),
        replace(state_batch("t1", ELECTION, [], TABLET), count=1),
    ):
        with pytest.raises(StatementForged):
            statement.check(KEY)
    with pytest.raises(StatementForged):
        state_batch("t9", ELECTION, [], TABLET).check(None)


def test_a_batch_with_a_ballot_added_removed_or_swapped_is_refused() -> None:
    stated = [ballot(1, ["c0"]), ballot(2, ["c1"])]
    statement = state_batch("t1", ELECTION, stated, TABLET)
    statement.check(KEY)
    statement.check_batch(list(reversed(stated)))
    for changed in ([*stated, ballot(3, ["c0"])], stated[:1], [stated[0], ballot(2, ["c0"])]):
        with pytest.raises(BatchNotAsStated):
            statement.check_batch(changed)


def test_there_are_never_more_slips_out_than_people_present() -> None:
    census = manifest([CONTEST], {"medina": range(1, 11)}).censuses[0]
    census.check()
    with pytest.raises(CensusDoesNotAdd):
        replace(census, present=9).check()
    with pytest.raises(CensusDoesNotAdd):
        replace(census, voids=frozenset({"not printed"})).check()
