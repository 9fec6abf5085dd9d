"""What a bureau types into the draft of a vote, as the ballot box is told it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.views.drafting import NotAPercentage, TabletLineUnreadable, lines, standing, tablets, thousandths

KEY = "ab" * 32


@pytest.mark.parametrize(("typed", "kept"), [("20", 200), ("33,3", 333), ("٢٠", 200), ("0", 0), ("100", 1000)])
def test_a_quorum_is_typed_in_percent_and_kept_in_thousandths(typed: str, kept: int) -> None:
    assert thousandths(typed) == kept


@pytest.mark.parametrize("typed", ["", "ten", "100.1", "33.33", "-1", "nan"])
def test_a_quorum_that_is_no_percentage_is_told(typed: str) -> None:
    with pytest.raises(NotAPercentage):
        thousandths(typed)


@given(st.integers(0, 1000))
def test_every_quorum_that_can_be_kept_can_be_typed(kept: int) -> None:
    assert thousandths(f"{kept // 10},{kept % 10}") == kept


def test_a_name_a_line_with_its_group_in_any_of_the_languages() -> None:
    found = standing("hay-1", "خديجة أيت باها ؛ امرأة\n\n Youssef ; homme\nAmina", "ar")
    assert [one["id"] for one in found] == ["hay-1-1", "hay-1-2", "hay-1-3"]
    assert [one.get("group") for one in found] == ["woman", "man", None]
    assert found[0]["name"] == {"ar": "خديجة أيت باها"}


def test_a_line_without_seats_is_no_contest() -> None:
    typed = [("hay-1", "hay-2"), ("", ""), ("2", " "), ("1", "1"), ("", "")]
    assert [line.hood for line in lines(typed) if line.used] == ["hay-1"]


def test_a_tablet_is_its_name_and_its_key() -> None:
    assert tablets(f"t1 {KEY.upper()}\n\n") == [{"tablet": "t1", "key": KEY}]
    with pytest.raises(TabletLineUnreadable):
        tablets("t1")
