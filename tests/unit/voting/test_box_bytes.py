"""The box reads and answers several times faster than the domain, and never differently."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.voting.adapters.box import receipt
from services.voting.adapters.wire import BallotTooLarge, decode
from services.voting.domain.ballot import LARGEST_BALLOT, Ballot, MalformedBallot, read_ballot, sign
from services.voting.domain.canonical import NotCanonical, canonical
from services.voting.domain.credentials import signer
from services.voting.domain.receipt import issue
from tests.unit.voting.elections import BOX, ELECTION, ballot, cred, key

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["حي", "\u2028", "🗳", '"\\', ""]
)
CHOICES = st.lists(TEXTS | st.tuples(TEXTS, st.integers(-(2**53) + 1, 2**53 - 1)), max_size=4).map(tuple)


@given(TEXTS, TEXTS, CHOICES)
def test_a_ballot_read_fast_is_the_ballot_read_slowly(
    election: str, contest: str, choices: tuple[str | tuple[str, int], ...]
) -> None:
    signed = sign(Ballot(election, contest, choices, "0" * 32, cred(1)), key(1))
    fast, slow = decode(signed.wire), read_ballot(signed.wire)
    assert fast == slow == signed
    assert (fast.wire, fast.said, fast.digest) == (slow.wire, slow.said, slow.digest)
    fast.check_signature()
    assert receipt(fast, signer(BOX)) == canonical(issue(slow, BOX).document())


def test_the_same_ballot_always_gets_the_same_receipt() -> None:
    signed = decode(ballot(1, ["c0"]).wire)
    assert receipt(signed, signer(BOX)) == receipt(decode(signed.wire), signer(BOX))
    assert json.loads(receipt(signed, signer(BOX)))["ballot"] == signed.digest


WIRE = ballot(1, ["c0", "c1"]).wire


@given(st.integers(0, len(WIRE) - 1), st.sampled_from([b"", b" ", b"\\u0063", b'"', b"F", b"00", b",", b"\xff"]))
def test_whatever_is_done_to_the_bytes_the_fast_reader_admits_nothing_the_slow_one_refuses(
    place: int, put: bytes
) -> None:
    changed = WIRE[:place] + put + WIRE[place + 1 :]
    try:
        fast = decode(changed)
    except (MalformedBallot, NotCanonical):
        return
    assert fast == read_ballot(changed)
    assert fast.said == read_ballot(changed).said


@pytest.mark.parametrize("size", [LARGEST_BALLOT + 1, 10 * LARGEST_BALLOT])
def test_a_ballot_that_is_too_long_is_refused_unread(size: int) -> None:
    with pytest.raises(BallotTooLarge):
        decode(b"0" * size)


@pytest.mark.parametrize("number", ["1e3", "1.0", "9007199254740992", "-9007199254740992", "1E2"])
def test_numbers_browsers_cannot_hold_are_refused(number: str) -> None:
    points = ballot(1, [("c0", 1)]).wire.replace(b'["c0",1]', b'["c0",' + number.encode() + b"]")
    with pytest.raises((MalformedBallot, NotCanonical)):
        decode(points)


def test_the_election_is_part_of_what_is_signed() -> None:
    assert ELECTION.encode() in decode(WIRE).said
