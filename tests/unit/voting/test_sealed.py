"""A sealed ballot tells nobody a choice, and cannot be anything but a ballot the rule allows."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain import sealed_group as group
from services.voting.domain.ballot import BadSignature, MalformedBallot, SignedBallot, read_ballot, sign
from services.voting.domain.candidacies import accept
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Candidate, Contest, Method, SealedNotPossible
from services.voting.domain.election import Election, Kind
from services.voting.domain.late import Box, UnknownSlip, WrongDisclosure
from services.voting.domain.manifest import Census, Disclosure
from services.voting.domain.sealed import (
    BadOpening,
    Opening,
    Place,
    Question,
    SealedVote,
    check_opening,
    check_sealed,
    seal,
)
from services.voting.domain.sealed_proofs import BadProof
from tests.unit.voting.elections import ELECTION, ballot, contest, cred, key
from tests.unit.voting.sealed_elections import sealed_ballot

# RFC 9496, appendix A
MULTIPLES = (
    "0000000000000000000000000000000000000000000000000000000000000000",
    "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
    "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
)
NOT_ELEMENTS = {
    "the field's prime, for zero": "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "above the prime": "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "more than 255 bits": "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "negative": "0100000000000000000000000000000000000000000000000000000000000000",
    "not a square": "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "a negative product": "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
    "order two": "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}
OPTIONS = ("c0", "c1", "c2", "c3")
WHERE = Place(ELECTION, "medina", cred(1))
QUESTION = Question(OPTIONS, 2)
SEALED, OPENING = seal(WHERE, QUESTION, ["c1", "c3"], bytes(32))
SEEDS = st.binary(min_size=32, max_size=32)
CHOSEN = st.lists(st.sampled_from(OPTIONS), max_size=2, unique=True)


def test_the_group_is_the_one_of_rfc_9496() -> None:
    element = group.NEUTRAL
    for expected in MULTIPLES:
        assert group.encode(element).hex() == expected
        assert group.same(group.decode(bytes.fromhex(expected)), element)
        element = group.add(element, group.BASE)
    coffee = group.derived(b"Ristretto is traditionally a short shot of espresso coffee")
    assert group.encode(coffee).hex() == "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"


@pytest.mark.parametrize("data", NOT_ELEMENTS.values(), ids=NOT_ELEMENTS)
def test_a_second_spelling_and_a_point_of_small_order_are_no_elements(data: str) -> None:
    with pytest.raises(group.NotAnElement):
        group.decode(bytes.fromhex(data))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, group.ORDER), st.integers(0, group.ORDER)), min_size=1, max_size=8))
def test_adding_all_at_once_is_adding_one_by_one(pairs: list[tuple[int, int]]) -> None:
    elements = [group.commitment(0, blinding) for _, blinding in pairs]
    together = group.weighted((scalar, one) for (scalar, _), one in zip(pairs, elements, strict=True))
    expected = group.commitment(0, sum(scalar * blinding for scalar, blinding in pairs))
    assert group.same(together, expected)


@settings(max_examples=25, deadline=None)
@given(CHOSEN, SEEDS, st.integers(1, 6))
def test_an_honest_ballot_proves_that_it_is_one(chosen: list[str], seed: bytes, most: int) -> None:
    question = Question(OPTIONS, max(most, len(chosen)))
    sealed, opening = seal(WHERE, question, chosen, seed)
    check_sealed(WHERE, question, sealed)
    check_opening(sealed, opening)
    assert opening.values == (*(int(one in chosen) for one in OPTIONS), int(not chosen))


def test_two_ballots_with_the_same_choice_have_nothing_in_common() -> None:
    other, _ = seal(WHERE, QUESTION, ["c1", "c3"], bytes(31) + b"\1")
    assert not {*SEALED.commitments, *SEALED.proofs, SEALED.total} & {*other.commitments, *other.proofs, other.total}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_flipped_bit_fails(data: st.DataObject) -> None:
    parts = [*SEALED.commitments, *SEALED.proofs, SEALED.total]
    place = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 8 * len(parts[place]) - 1))
    changed = bytearray(parts[place])
    changed[bit // 8] ^= 1 << bit % 8
    parts[place] = bytes(changed)
    options = len(SEALED.commitments)
    with pytest.raises(BadProof):
        check_sealed(WHERE, QUESTION, SealedVote(tuple(parts[:options]), tuple(parts[options:-1]), parts[-1]))


@pytest.mark.parametrize(
    "elsewhere",
    [replace(WHERE, cred=cred(2)), replace(WHERE, contest="other"), replace(WHERE, election="another")],
)
def test_a_proof_from_another_place_proves_nothing(elsewhere: Place) -> None:
    with pytest.raises(BadProof):
        check_sealed(elsewhere, QUESTION, SEALED)


def test_a_proof_of_one_option_proves_nothing_about_another() -> None:
    moved = replace(
        SEALED,
        commitments=(SEALED.commitments[1], SEALED.commitments[0], *SEALED.commitments[2:]),
        proofs=(SEALED.proofs[1], SEALED.proofs[0], *SEALED.proofs[2:]),
    )
    with pytest.raises(BadProof):
        check_sealed(WHERE, QUESTION, moved)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [(Question(OPTIONS, 1), ["c0", "c1"]), (Question(OPTIONS, 2), ["c0", "c1", "c2"])],
    ids=["two of one", "three of two"],
)
def test_more_choices_than_the_rule_allows_cannot_be_proved(question: Question, chosen: list[str]) -> None:
    with pytest.raises(ValueError, match="tuple"):
        seal(WHERE, question, chosen, bytes(32))
    wider = replace(question, most=len(chosen))
    sealed, _ = seal(WHERE, wider, chosen, bytes(32))
    with pytest.raises(BadProof):
        check_sealed(WHERE, question, sealed)


def test_a_commitment_that_hides_nothing_is_refused() -> None:
    with pytest.raises(BadProof):
        check_sealed(WHERE, QUESTION, replace(SEALED, commitments=(bytes(32), *SEALED.commitments[1:])))


def test_what_does_not_open_a_ballot_is_refused() -> None:
    wrong = [
        None,
        Opening(OPENING.values[:-1], OPENING.blindings[:-1]),
        Opening((1, *OPENING.values[1:]), OPENING.blindings),
        Opening(OPENING.values, (OPENING.blindings[0] + 1, *OPENING.blindings[1:])),
    ]
    for one in wrong:
        with pytest.raises(BadOpening):
            check_opening(SEALED, one)


def rules() -> Contest:
    return contest(Method.BLOCK, 4, seats=2)


def test_what_opens_a_ballot_goes_to_the_box_and_is_no_part_of_what_is_signed_or_published() -> None:
    signed = sealed_ballot(rules(), 1, "c0")
    assert read_ballot(signed.sent()) == signed
    assert b"opening" in signed.sent()
    assert b"opening" not in signed.wire
    signed.check_signature()


@pytest.mark.parametrize("field", ["values", "blindings", "commitments", "proofs", "total"])
def test_a_sealed_ballot_out_of_form_is_malformed(field: str) -> None:
    document = sealed_ballot(rules(), 1, "c0").document() | {"opening": OPENING.document()}
    part = document["opening"] if field in document["opening"] else document["ballot"]["sealed"]
    values: tuple[Any, ...] = (None, 5, ["zz"], [2], ["AB" * 32], "", {})
    for value in values:
        part[field] = value
        with pytest.raises(MalformedBallot):
            read_ballot(canonical(document))


def test_a_readable_ballot_has_nothing_to_open() -> None:
    with pytest.raises(MalformedBallot):
        read_ballot(canonical(ballot(1, ["c0"]).document() | {"opening": OPENING.document()}))


@pytest.mark.parametrize("sealed", [True, False])
def test_ballots_of_one_kind_are_not_taken_where_the_other_is_the_rule(sealed: bool) -> None:
    box = Box(ELECTION, [rules()], [Census("medina", frozenset({cred(1)}))], sealed=sealed)
    with pytest.raises(WrongDisclosure):
        box.check(ballot(1, ["c0"]) if sealed else sealed_ballot(rules(), 1, "c0"))


def test_the_box_refuses_what_it_cannot_open_and_whom_it_does_not_know() -> None:
    box = Box(ELECTION, [rules()], [Census("medina", frozenset({cred(1)}))], sealed=True)
    honest = sealed_ballot(rules(), 1, "c0")
    box.check_sent(honest)
    with pytest.raises(BadOpening):
        box.check_sent(replace(honest, opening=None))
    with pytest.raises(UnknownSlip):
        box.check_sent(sealed_ballot(rules(), 2, "c0"))
    with pytest.raises(BadSignature):
        box.check_sent(replace(honest, signature=bytes(64)))
    with pytest.raises(BadProof):
        box.check_sent(stolen(honest, 1, sealed_ballot(rules(), 2, "c1")))


def stolen(honest: SignedBallot, number: int, other: SignedBallot) -> SignedBallot:
    """Another voter's sealed choices under one's own signature."""
    return sign(replace(honest.ballot, sealed=other.ballot.sealed), key(number), opening=other.opening)


@pytest.mark.parametrize("method", [Method.STV, Method.POINTS, Method.KNAPSACK])
def test_methods_that_need_more_than_sums_are_not_sealed(method: Method) -> None:
    with pytest.raises(SealedNotPossible):
        contest(method, 3, budget=100).check_rules(sealed=True)


def test_more_options_than_fit_a_ballot_are_not_sealed() -> None:
    contest(Method.APPROVAL, 20).check_rules(sealed=True)
    with pytest.raises(SealedNotPossible):
        contest(Method.APPROVAL, 21).check_rules(sealed=True)


def test_the_bureau_cannot_accept_one_candidate_more_than_a_sealed_ballot_holds() -> None:
    full = contest(Method.APPROVAL, 20)
    election = Election(
        municipality="ma-beni-mellal",
        id=ELECTION,
        edition="2025",
        kind=Kind.DELEGATES,
        title={"ar": "انتخاب"},
        contests=[full],
        disclosure=Disclosure.SEALED,
    )
    with pytest.raises(SealedNotPossible):
        accept(election, Candidate("one-more", {"ar": "مرشح"}), full.id)
    assert election.contests == [full]


def test_the_largest_sealed_ballot_fits_its_envelope() -> None:
    largest = contest(Method.APPROVAL, 20)
    assert read_ballot(sealed_ballot(largest, 1, *largest.question.options).sent()).ballot.sealed
