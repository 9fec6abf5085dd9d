"""What residents and the hall are shown, and what they are not."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from web.pages.citizen.questions import Answers
from web.pages.sign_in import own_path
from web.policy import policy
from web.reader import Reader
from web.templating import as_data, tongues
from web.views.board import board, most_of, rule
from web.views.openings import Known, openings
from web.views.phases import phases
from web.views.receipts import ballot_on, normal
from web.views.timeline import bracket, chart

NOW = datetime(2021, 11, 18, 10, 0, tzinfo=UTC)


def activity(code: str, day: str | None, due: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": code,
        "phase": "1",
        "label": {"ar": code},
        "planned_date": day,
        "due": due,
        "evidence": [],
    }
    return row | {"done": due == "done"}


def calendar(*rows: dict[str, Any], historical: bool = False) -> dict[str, Any]:
    phase = {"code": "1", "label": {"ar": "ا"}}
    return {"today": "2021-11-18", "historical": historical, "phases": [phase], "activities": rows}


def election(state: str = "open", results: Any = None, ballots: int | None = 31) -> dict[str, Any]:
    candidates = [{"id": name, "name": {"ar": name}} for name in ("c1", "c2", "c3")]
    contest = {
        "contest": "souk",
        "label": {"ar": "السوق"},
        "candidates": candidates,
        "method": "block",
        "max_choices": 2,
    }
    turnout = {"turnout": {"given": 40, "ballots": ballots}}
    return {
        "election_id": "e",
        "edition": "2025",
        "kind": "delegates",
        "state": state,
        "results": results,
        "contests": [contest | turnout],
    }


RESULT = [
    {
        "contest": "souk",
        "ballots": 31,
        "tally": [{"candidate": c, "votes": v} for c, v in (("c1", 9), ("c2", 20), ("c3", 4))],
        "elected": ["c2"],
        "alternates": ["c1"],
    }
]


def test_a_phase_is_done_when_all_its_activities_are() -> None:
    assert phases(calendar(activity("1.1", "2021-11-01", "done")))[0].state == "done"
    assert (
        phases(calendar(activity("1.1", "2021-11-01", "done"), activity("1.2", "2021-12-01", "planned")))[0].state
        == "now"
    )
    assert phases(calendar(activity("1.1", "2021-12-01", "planned")))[0].state == "next"
    assert phases(calendar(activity("1.1", "2021-11-01", "overdue")))[0].state == "late"


def test_a_past_calendar_is_not_called_late() -> None:
    found = phases(calendar(activity("1.1", "2020-11-01", "overdue"), historical=True))[0]
    assert (found.state, found.activities[0].state) == ("past", "past")


def test_the_bracket_shows_seven_days_and_what_the_rule_says() -> None:
    found = {
        "verdict": "fail",
        "from": {"date": "2021-11-01"},
        "to": {"date": "2021-11-05"},
        "nearest_lawful_date": {"date": "2021-11-08"},
    }
    drawn = bracket(found, rtl=True)
    assert drawn is not None
    assert (drawn.days, drawn.tone, drawn.nearest, len(drawn.cells)) == (4, "bad", date(2021, 11, 8), 8)


def test_time_runs_from_the_right_in_arabic() -> None:
    found = phases(calendar(activity("1.1", "2021-11-01", "done"), activity("1.2", "2021-12-01", "planned")))
    arabic, french = (chart(found, date(2021, 11, 18), rtl=rtl) for rtl in (True, False))
    assert arabic is not None
    assert french is not None
    assert arabic.lanes[0]["dots"][0]["x"] > arabic.lanes[0]["dots"][1]["x"]
    assert french.lanes[0]["dots"][0]["x"] < french.lanes[0]["dots"][1]["x"]


def test_before_the_declaration_nothing_but_turnout_is_shown() -> None:
    for state in ("open", "closing", "closed", "counted"):
        shown = board(election(state, RESULT))
        assert not shown["results"]
        assert shown["contests"][0]["lines"] == []


def test_results_name_the_elected_first_and_in_words() -> None:
    lines = board(election("declared", RESULT))["contests"][0]["lines"]
    assert [(line["votes"], line["outcome"]) for line in lines] == [(20, "elected"), (9, "alternate"), (4, None)]


def test_a_turnout_under_ten_hides_the_total_too() -> None:
    assert board(election(ballots=None))["ballots"] is None
    assert board(election(ballots=31))["ballots"] == 31


def test_the_rule_of_a_contest_is_one_sentence() -> None:
    contest = election()["contests"][0]
    assert rule(contest, Reader("ar"), "TND", "delegates") == "اختاروا اسمين على الأكثر"
    assert most_of(contest | {"method": "knapsack", "budget": 5000}) == 5000


def test_an_open_vote_comes_before_everything_else() -> None:
    window = {"title": {"ar": "ت"}, "closes_at": "2021-12-01T10:00:00Z", "state": "open"}
    known = Known([election()], [window], [], None, [], None)
    cards = openings(known, Reader("ar"), "/ar/x", NOW)
    assert [card.href for card in cards] == ["/ar/x/vote", "/ar/x/propose"]


def test_a_quiet_day_says_so() -> None:
    cards = openings(Known([election("declared")], [], [], None, [], None), Reader("ar"), "/ar/x", NOW)
    assert [card.open for card in cards] == [False]


def test_a_receipt_number_finds_its_ballot_however_it_is_typed() -> None:
    entry = {"ballot": {"contest": "souk", "choices": ["ا"]}, "key": "00", "sig": "11"}
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = sha256(text.encode()).hexdigest()
    typed = f"{digest[:4]} {digest[4:8]}-{digest[8:12]}".upper()
    assert ballot_on({"ballots": [entry]}, normal(typed)) == {"contest": "souk", "ballot": digest}
    assert ballot_on({"ballots": [entry]}, "f" * 12) is None


def test_a_question_is_passed_only_when_answered() -> None:
    assert set(Answers({"zone": "medina"}).missing("what")) == {"title", "body"}
    assert Answers({"zone": "medina"}).missing("zone") == {}
    assert set(Answers({}).missing("check")) == {"zone", "title", "body"}


def test_signing_in_never_leads_to_another_site() -> None:
    assert own_path("/ar/tn-nefta/staff") == "/ar/tn-nefta/staff"
    assert [own_path(address) for address in ("//evil.example", "https://evil.example", "/\\evil")] == ["/"] * 3


def test_only_the_ballot_page_may_reach_the_box_and_nothing_inline_runs_anywhere() -> None:
    assert "unsafe" not in policy()
    assert "connect-src 'self';" in policy()
    assert "connect-src 'self' https://box.example;" in policy("https://box.example")


def test_texts_handed_to_a_script_cannot_end_its_element() -> None:
    assert "<" not in str(as_data({"x": "</script><script>"}))


def test_the_same_page_is_offered_in_each_language() -> None:
    assert [address for *_, address in tongues("/ar/tn-nefta/calendar")] == [
        f"/{code}/tn-nefta/calendar" for code in ("ar", "fr", "en")
    ]
    assert [address for *_, address in tongues("/ar")] == ["/ar", "/fr", "/en"]
