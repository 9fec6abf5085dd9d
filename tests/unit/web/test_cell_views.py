"""What staff see of their work, and what is sent of what they typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from web.reader import Reader
from web.views.amounts import NotAnAmount, minor_units, number_of, typed_amount
from web.views.costing import costed, running_total
from web.views.edits import conflicts, to_send, untouched
from web.views.lawfulness import failing
from web.views.minutes import figures
from web.views.plan_board import axes, axes_of
from web.views.plans import days_off, moves
from web.views.proof import proof
from web.views.road import current, road
from web.views.waiting import Known, waiting

NOW = datetime(2022, 11, 20, 9, 0, tzinfo=UTC)
TUNIS = Reader("fr", "TN", "Africa/Tunis")
ROW = {"planned_date": "2022-12-01", "sessions": [], "by_letters": False, "notes": "salle", "responsible_role": None}


@dataclass
class Form:
    """A form that came back."""

    given: Mapping[str, list[str]]
    word: str = "changed-since-read"
    problem: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return (self.given.get(name) or [""])[0]

    def all(self, name: str) -> list[str]:
        return list(self.given.get(name, []))


def form(**typed: str) -> Form:
    """Read as `was`, then changed."""
    was = {"was-planned_date": ["2022-12-01"], "was-notes": ["salle"]}
    return Form(was | {"planned_date": ["2022-12-01"], "notes": ["salle"]} | {n: [v] for n, v in typed.items()})


def test_only_what_somebody_changed_is_sent() -> None:
    now = {"planned_date": "2022-12-08", "sessions": [], "by_letters": False, "notes": "salle"}
    assert to_send(now, form()) == {"planned_date": "2022-12-08"}


def test_of_a_disputed_column_nothing_is_sent_when_the_other_s_is_taken() -> None:
    now = {"planned_date": "2022-12-08", "notes": "salle 2"}
    assert to_send(now, form(**{"take-planned_date": "theirs"})) == {"notes": "salle 2"}


def test_two_people_who_changed_the_same_date_see_both() -> None:
    found = conflicts(form(planned_date="2022-12-08"), ROW | {"planned_date": "2022-12-05"})
    assert found == [{"name": "planned_date", "mine": "2022-12-08", "theirs": "2022-12-05"}]


def test_a_column_i_did_not_touch_follows_the_other_without_a_question() -> None:
    typed = form(planned_date="2022-12-08")
    assert "notes" in untouched(typed)
    assert [one["name"] for one in conflicts(typed, ROW | {"notes": "autre salle"})] == ["planned_date"]


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [("12,5", "TND", 12_500), ("1 250.75", "MAD", 125_075), ("٣٫٢٥٠", "TND", 3_250), ("0", "MAD", 0)],
)
def test_amounts_are_understood_as_people_write_them(typed: str, currency: str, minor: int) -> None:
    assert minor_units(typed, currency) == minor


@pytest.mark.parametrize("typed", ["", "douze", "-3", "1.2.3", "NaN", "Infinity", "12.345"])
def test_what_is_no_amount_of_the_currency_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        minor_units(typed, "MAD")


@given(some.integers(0, 10**15), some.sampled_from(["TND", "MAD"]))
def test_an_amount_shown_in_a_field_is_the_same_when_it_comes_back(minor: int, currency: str) -> None:
    assert minor_units(typed_amount(minor, currency), currency) == minor


@given(some.lists(some.tuples(some.integers(1, 500), some.integers(0, 10**9)), max_size=20))
def test_the_running_total_is_the_sum_of_the_lines(lines: list[tuple[int, int]]) -> None:
    typed = [{"label": "x", "quantity": str(n), "unit_cost": typed_amount(cost, "TND")} for n, cost in lines]
    assert running_total(costed(typed, "TND")) == sum(n * cost for n, cost in lines)


def test_a_line_that_comes_to_half_a_millime_has_no_total() -> None:
    assert [line.total for line in costed([{"quantity": "0,5", "unit_cost": "0,001"}], "TND")] == [None]
    assert number_of("0,5") == Decimal("0.5")


def test_broken_rules_come_before_warnings() -> None:
    def verdict(rule: str, said: str, severity: str) -> dict[str, Any]:
        return {"rule": rule, "verdict": said, "severity": severity, "text": {}, "activities": ["4.1"]}

    found = failing([verdict("w", "warn", "error"), verdict("f", "fail", "error"), verdict("p", "pass", "error")])
    assert [(one["rule"], one["severity"]) for one in found] == [("f", "error"), ("w", "warning")]


def calendar(historical: bool = False) -> dict[str, Any]:
    row = {"code": "2.1", "label": {"fr": "diagnostic"}, "planned_date": "2022-11-18", "due": "overdue"}
    soon = row | {"code": "2.6", "planned_date": "2022-11-22", "due": "due_soon"}
    rows = [one | {"missing_evidence": ["minutes"]} for one in (row, soon)]
    return {"calendar_id": "c", "historical": historical, "activities": rows}


def known(**more: Any) -> Known:
    empty: dict[str, Any] = {
        key: [] for key in ("calendars", "publications", "meetings", "decisions", "held", "imports")
    }
    return Known(**(empty | {"proposals": {}} | more))


def test_the_desk_says_the_late_first_and_where_each_is_done() -> None:
    groups = waiting(known(calendars=[calendar()], proposals={"formal": 3}), TUNIS, "/fr/t/staff", NOW)
    assert [name for name, _ in groups] == ["late", "soon", "review"]
    assert groups[0][1][0].href == "/fr/t/staff/calendars/c/activities/2.1"
    assert "1 pièce" in groups[0][1][0].detail


def test_nothing_of_a_past_calendar_waits() -> None:
    assert waiting(known(calendars=[calendar(historical=True)]), TUNIS, "/fr/t/staff", NOW) == []


def test_a_meeting_that_was_held_waits_for_its_signature_and_a_signed_one_does_not() -> None:
    held = {"meeting_id": "m", "title": {"fr": "séance"}, "starts_at": "2022-11-10T09:00:00Z", "place": None}
    unsigned = waiting(known(meetings=[held | {"minutes_signed": False}]), TUNIS, "/s", NOW)
    assert unsigned[0][1][0].href == "/s/meetings/m/minutes"
    assert waiting(known(meetings=[held | {"minutes_signed": True}]), TUNIS, "/s", NOW) == []


def test_the_road_to_the_programme_shows_one_step_under_way() -> None:
    frozen: dict[str, Any] = {"declared": None, "selected": False, "rule": {"method": "greedy"}}
    draft = {"status": "draft", "remarks_open": True, "request_id": None}
    assert current(road(None, None)) == "shortlist"
    assert current(road(frozen, None)) == "vote"
    assert current(road(frozen | {"rule": {"method": "council"}}, None)) == "selection"
    assert current(road(frozen | {"declared": {}, "selected": True}, draft)) == "remarks"
    assert current(road(frozen, draft | {"remarks_open": False, "request_id": "r"})) == "council"
    assert current(road(frozen, draft | {"status": "approved"})) == ""


def test_projects_stand_under_their_axis_and_the_rest_at_the_end() -> None:
    document = {
        "kind": "ma_open_commune_programme",
        "axes": [{"code": "A1", "label": {"fr": "axe"}}],
        "projects": [{"code": "P1", "label": {"fr": "maison"}, "axis": "A1"}],
        "activities": [{"code": "1", "project": "P1"}, {"code": "2", "project": None}],
    }
    found = axes(document)
    assert [(axis.code, [row["code"] for row in axis.activities]) for axis in found] == [("A1", ["1"]), ("", ["2"])]


def test_a_board_shows_where_each_activity_stands_today() -> None:
    board = {"axes": [{"code": "1", "label": {}, "activities": [{"code": "1.1", "status": "done"}, {"code": "1.2"}]}]}
    axis = axes_of(board, {})[0]
    assert (axis.done, len(axis.activities)) == (1, 2)


def test_a_proposed_day_that_is_a_holiday_or_a_weekend_says_so() -> None:
    proposed = {
        "activities": [{"planned_date": day} for day in ("2022-12-03", "2022-12-17", "2022-12-06")],
        "holidays": [{"date": "2022-12-17"}],
    }
    assert days_off(proposed, "TN") == {"2022-12-03": "weekend", "2022-12-17": "holiday"}


def test_what_a_slip_moves_stands_in_the_order_of_the_calendar() -> None:
    rows = {"activities": [{"code": "1.1", "label": {"fr": "a"}}, {"code": "2.1", "label": {"fr": "b"}}]}
    changes = [
        {"code": "2.1", "from": "2022-12-01", "to": "2022-12-05"},
        {"code": "1.1", "from": None, "to": "2022-12-02"},
    ]
    assert [(one["code"], one["days"]) for one in moves({"changes": changes}, rows)] == [("1.1", None), ("2.1", 4)]


def test_a_proof_says_which_of_its_three_parts_is_awaited() -> None:
    found = proof({"web_copy": {"published_at": "x", "sha256": "y", "url": "z"}, "posting": None, "dispatch": None})
    assert [(part["name"], part["there"]) for part in found] == [
        ("web_copy", True),
        ("posting", False),
        ("dispatch", False),
    ]


def test_the_numbers_of_minutes_come_from_the_day_and_the_vote() -> None:
    locked = {
        "check_in": {"total": 12, "present": [{"neighbourhood": "souk", "present": 12}]},
        "groups": [{"group": "1", "proposals": [1, 2]}],
        "results": [{"contests": [{"label": {"fr": "souk"}, "ballots": 11, "elected": [{"name": "Amina"}]}]}],
    }
    shown = figures(TUNIS, locked, TUNIS.words)
    assert [one.value for one in shown] == ["12", "12", "2 propositions", "11 bulletins"]
    assert [one.names for one in shown] == [(), (), (), ("Amina",)]
