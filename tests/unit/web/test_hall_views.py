"""What those who lead a hall, and those who look after many towns, are shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.datastructures import FormData

from web.forms import confirmed
from web.reader import Reader
from web.views.cockpit import ROWS, Wanted, shown
from web.views.remote import remote
from web.views.running import running

READER = Reader("fr", "MA", "Africa/Casablanca")
NOW = datetime(2025, 2, 15, 9, 0, tzinfo=UTC)


def item(n: int, state: str, **more: Any) -> dict[str, Any]:
    return {"n": n, "label": {"fr": f"point {n}"}, "state": state, "minutes": 15, **more}


def order(*items: dict[str, Any]) -> dict[str, Any]:
    return running({"now": NOW.isoformat(), "agenda": items, "version": 3}, READER)


def minutes_ago(minutes: int) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat()


def test_an_item_beyond_its_length_says_by_how_much() -> None:
    found = order(item(1, "running", started_at=minutes_ago(22)), item(2, "planned", late_minutes=7))
    assert (found["current"]["overrun"], found["current"]["left"]) == (7, 0)
    assert [one["late"] for one in found["coming"]] == [7]


def test_an_item_in_time_says_how_much_is_left() -> None:
    found = order(item(1, "running", started_at=minutes_ago(5)))
    assert (found["current"]["overrun"], found["current"]["left"]) == (0, 10)


def test_the_programme_is_over_when_its_last_item_ended() -> None:
    assert order(item(1, "ended"))["over"]
    assert not order(item(1, "ended"), item(2, "planned"))["over"]


def vote(**more: Any) -> dict[str, Any]:
    return {"state": "open", "contests": [], **more}


def test_the_chair_sees_the_time_left_of_the_slot_where_no_instant_was_set() -> None:
    slot = {"started_at": minutes_ago(5), "minutes": 15}
    assert remote(vote(), NOW, slot)["left"] == 600
    assert remote(vote(closes_at=minutes_ago(-2)), NOW, slot)["left"] == 120
    assert remote(vote(), NOW, None)["left"] is None


def test_a_slot_that_is_over_says_so_and_never_counts_below_zero() -> None:
    found = remote(vote(), NOW, {"started_at": minutes_ago(20), "minutes": 15})
    assert (found["left"], found["over"]) == (0, True)


def test_the_chair_is_told_which_tablets_have_not_stated_what_they_hold() -> None:
    tablets = [{"tablet": "t1", "stated": True}, {"tablet": "t2", "stated": False}]
    assert [one["tablet"] for one in remote(vote(tablets=tablets), NOW, None)["tablets"]] == ["t2"]


def towns(number: int) -> list[dict[str, Any]]:
    states: list[dict[str, Any]] = [{"needs_me": True, "late": ["1.1"]}, {"due_soon": ["2.1"]}, {}]
    return [{"municipality": f"t-{n}", "name": {"fr": f"Ville {n}"}, **states[n % 3]} for n in range(number)]


def test_fifteen_hundred_municipalities_come_a_page_at_a_time() -> None:
    first = shown(towns(1500), Wanted(), READER)
    assert (len(first.rows), first.pages, first.found) == (ROWS, 30, 1500)
    assert first.counts == {"late": 500, "soon": 500, "fine": 500}
    assert shown(towns(1500), Wanted(page=99), READER).page == 30


def test_the_board_is_filtered_by_name_and_by_state() -> None:
    assert [row["slug"] for row in shown(towns(30), Wanted("ville 12"), READER).rows] == ["t-12"]
    assert {row["state"] for row in shown(towns(30), Wanted(only="late"), READER).rows} == {"late"}


@pytest.mark.parametrize("typed", ["أقفل", "اقفل", "  أقفل "])
def test_a_confirmation_forgives_a_missing_hamza(typed: str) -> None:
    assert confirmed(FormData({"confirm": typed}), "أقفل")
    assert not confirmed(FormData({"confirm": "افتح"}), "أقفل")
