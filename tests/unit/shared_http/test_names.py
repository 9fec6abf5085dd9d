"""Ids sort by the moment they were made; codes can be read aloud."""

from shared.ids import READABLE, new_id, tracking_code


def test_ids_made_later_sort_later() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000


def test_a_tracking_code_has_no_letters_that_look_alike() -> None:
    codes = {tracking_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("0OI1LZ2S5B8")
    assert all(len(code) == 8 and set(code) <= set(READABLE) for code in codes)
