"""What every board must be, whoever signs it: a slip in one contest, a ballot in the order that was drawn."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.voting.domain.board import Additions, Closed, Declared
from services.voting.domain.contest import Candidate
from services.voting.verifier.verify import verify
from tests.unit.voting.elections import HEAD, ballot, contest, declared, manifest

Board = dict[str, Any]


def two_contests(second: range, void: Sequence[int] = ()) -> Board:
    pools = {"hay-1": range(1, 5), "hay-2": second}
    one, other = contest(name="hay-1"), contest(name="hay-2")
    return declared([one, other], [ballot(1, ["c0"], "hay-1")], slips=pools, void=void).document(HEAD)


def test_a_slip_that_may_vote_in_two_contests_is_found() -> None:
    """Whoever holds the database could put the slips of one neighbourhood into the pool of another."""
    assert verify(two_contests(range(5, 9))) == (2, [])
    assert verify(two_contests(range(4, 8))) == (1, ["hay-2: a slip may vote in another contest, too"])
    assert verify(two_contests(range(4, 8), void=(4,))) == (2, [])


def ordered(*names: str) -> Board:
    """A board whose ballot stood in this order; 351624 had been rolled for it."""
    one = contest(standing=tuple(Candidate(name, {"ar": name}) for name in names))
    closed = Closed.of(replace(manifest([one]), order_seed="351624"), [])
    return Declared.count(closed, Additions({"medina": "1111"})).document(HEAD)


def test_a_ballot_in_another_order_than_was_drawn_is_found() -> None:
    drawn = [one.id for one in contest().drawn("351624").candidates]
    assert verify(ordered(*drawn)) == (2, [])
    assert verify(ordered(*reversed(drawn))) == (1, ["medina: the ballot is not in the order that was drawn"])
