"""A slip's secret number, and the right to vote it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.voting import voter
from services.voting.domain.ballot import BadSignature, read_ballot
from services.voting.domain.codes import CodeMistyped, code_of, grouped, read_code
from services.voting.domain.manifest import Census, SlipInTwoPools, check_apart

NUMBERS = st.integers(0, 10**22 - 1)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@given(NUMBERS)
def test_a_code_can_be_typed_in_latin_or_eastern_digits_with_spaces(number: int) -> None:
    code = code_of(number)
    assert len(code) == 24
    assert (
        read_code(grouped(code)) == read_code(code.translate(EASTERN)) == read_code("\u200f" + "-".join(code)) == code
    )


@given(NUMBERS, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: int, place: int, shift: int) -> None:
    code = code_of(number)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    with pytest.raises(CodeMistyped):
        read_code(wrong)


@given(NUMBERS, st.integers(0, 22))
def test_two_swapped_digits_are_noticed(number: int, place: int) -> None:
    code = code_of(number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(CodeMistyped):
            read_code(swapped)


@pytest.mark.parametrize("typed", ["", "1", "1" * 24, "x" * 24, "²" * 24])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(CodeMistyped):
        read_code(typed)


def test_the_same_code_is_another_key_in_another_election() -> None:
    code = code_of(123456789)
    assert voter.key_of(code, "e1").private_bytes_raw() != voter.key_of(code, "e2").private_bytes_raw()


def test_a_phone_sends_a_ballot_the_box_accepts() -> None:
    signed = read_ballot(voter.ballot_bytes(code_of(7), "e1", "medina", ("c0",), bytes(16)))
    signed.check_signature()


def test_a_ballot_changed_after_signing_is_refused() -> None:
    wire = voter.ballot_bytes(code_of(7), "e1", "medina", ("c0",), bytes(16))
    with pytest.raises(BadSignature):
        read_ballot(wire.replace(b'"c0"', b'"c1"')).check_signature()


def test_a_slip_votes_in_one_contest_of_an_election() -> None:
    medina, kasbah = Census("medina", frozenset({"a", "b"})), Census("kasbah", frozenset({"c"}))
    check_apart([medina, kasbah])
    with pytest.raises(SlipInTwoPools) as refused:
        check_apart([medina, kasbah, Census("hay", frozenset({"b"}))])
    assert refused.value.contest == "medina"


def test_a_slip_cancelled_where_it_was_put_by_mistake_may_be_put_where_it_belongs() -> None:
    check_apart([Census("medina", frozenset({"a", "b"}), frozenset({"b"})), Census("kasbah", frozenset({"b"}))])
