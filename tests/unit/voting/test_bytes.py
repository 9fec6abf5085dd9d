"""One value has one byte form, in every language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.voting.domain.ballot import MalformedBallot, read_ballot
from services.voting.domain.canonical import NotCanonical, canonical, parse
from tests.unit.voting.elections import ballot

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_reads_back_and_writes_the_same(value: object) -> None:
    assert parse(canonical(value)) == value
    assert canonical(parse(canonical(value))) == canonical(value)


@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), 2**53, -(2**53), "\ud800", {"\udfff": 1}, {1: 2}, b"x"])
def test_what_two_languages_could_read_differently_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}', b'{"a": 1}', b"1.0", b"1e2", b"-0", b'"\\u0041"', b'{"a":1,"a":1}', b"01", b"[1,]", b"", b"\xff", b"NaN",
        b'"\\ud800"', b" 1", b"9007199254740992",
    ],
)  # fmt: skip
def test_other_bytes_for_the_same_value_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


def test_keys_are_sorted_as_a_browser_sorts_them() -> None:
    assert canonical({"\uffff": 1, "\U00010000": 2, "a": 3}).decode() == '{"a":3,"\U00010000":2,"\uffff":1}'


def test_arabic_line_separators_and_emoji_travel_as_themselves() -> None:
    assert canonical("بني\u2028ملال🗳️\x7f") == '"بني\u2028ملال🗳️\x7f"'.encode()


def test_a_ballot_reads_back_as_it_was_sent() -> None:
    sent = ballot(1, ["c0"])
    assert read_ballot(sent.wire) == sent


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2), ("v", True), ("election", 5), ("contest", None), ("choices", "c0"), ("choices", [1]), ("choices", [["c0"]]),
        ("choices", [["c0", True]]), ("nonce", "AB" * 16), ("nonce", ""), ("cred", "00"), ("name", "x"),
    ],
)  # fmt: skip
def test_a_ballot_with_a_strange_field_is_refused(field: str, value: object) -> None:
    document = ballot(1, ["c0"]).document()
    document["ballot"][field] = value
    with pytest.raises(MalformedBallot):
        read_ballot(canonical(document))


def test_a_ballot_that_is_too_long_is_refused() -> None:
    with pytest.raises(MalformedBallot):
        read_ballot(json.dumps("x" * 20_000).encode())
