"""The operator of shared machines reads in words what waits, for how long, and what to do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from web.catalogue import LANGUAGES
from web.reader import Reader
from web.settings import Settings
from web.views.technical import STATES, Trace, lasting, machine

EN, NOW = Reader("en"), "2026-03-01T10:00:00Z"
TRACES = "https://traces.example/trace/{trace}"
LETTER = {
    "topic": "pb.proposals.dead",
    "partition": 1,
    "offset": 7,
    "type": "pb.proposals.submitted.v1",
    "municipality": "tn-nefta",
    "reason": "ZeroDivisionError",
    "place": "services/scheduling/consumers.py:12",
    "at": "2026-03-01T09:57:00Z",
    "trace": "ab" * 16,
}
DONE = {"state": "done", "asked_at": NOW, "ended_at": NOW, "handled": 2, "still_dead": 1, "whole": True}


def state(oldest: int = 0, behind: int = 0, letters: tuple[Any, ...] = (), **more: Any) -> dict[str, Any]:
    outbox = {"waiting": 1 if oldest else 0, "oldest": oldest, "tended": True}
    dead = {"count": len(letters), "whole": True, "newest": list(letters)}
    quiet = {"reading": {"behind": behind}, "failed_jobs": {"count": 0, "newest": []}, "replay": None}
    return {"at": NOW, "outbox": outbox, "dead_letters": dead, **quiet, **more}


def judged(**found: Any) -> str:
    return machine("proposals", state(**found), EN, "").state


def test_a_service_where_nothing_waits_is_fine() -> None:
    assert judged() == "fine"


@pytest.mark.parametrize(("oldest", "word"), [(1, "fine"), (29, "fine"), (30, "late"), (299, "late"), (300, "broken")])
def test_an_event_that_waits_to_be_sent_is_late_after_half_a_minute_and_broken_after_five(
    oldest: int, word: str
) -> None:
    assert judged(oldest=oldest) == word


@given(some.integers(0, 10**6), some.integers(0, 10**6))
def test_waiting_longer_never_looks_better(one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    assert STATES.index(judged(oldest=shorter)) <= STATES.index(judged(oldest=longer))
    assert STATES.index(judged(behind=shorter)) <= STATES.index(judged(behind=longer))


def test_what_a_broker_that_is_away_would_tell_is_not_taken_for_nothing() -> None:
    found = machine("voting", state(reading=None, dead_letters=None), EN, "")
    assert [one.state for one in found.measures] == ["fine", "broken", "broken", "fine"]
    assert found.state == "broken"
    assert "not known" in found.measures[1].text


def test_a_service_that_does_not_answer_or_sends_nothing_is_broken() -> None:
    assert machine("voting", None, EN, "").state == "broken"
    assert judged(outbox={"waiting": 0, "oldest": 0, "tended": False}) == "broken"


def test_a_failed_event_is_told_with_its_reason_and_leads_to_its_trace() -> None:
    found = machine("scheduling", state(letters=(LETTER,)), EN, TRACES)
    [letter] = found.letters
    assert (found.state, letter.reason, letter.since) == ("late", "ZeroDivisionError", "3 minutes")
    assert letter.trace == Trace("ab" * 16, f"https://traces.example/trace/{'ab' * 16}")
    assert not letter.unreadable


def test_without_a_tracing_tool_a_trace_has_its_id_and_no_link() -> None:
    nowhere = machine("scheduling", state(letters=(LETTER,)), EN, "").letters[0]
    untraced = machine("scheduling", state(letters=({**LETTER, "trace": None},)), EN, TRACES).letters[0]
    assert (nowhere.trace, untraced.trace) == (Trace("ab" * 16, ""), None)


def test_a_job_that_failed_is_told_with_how_often_it_was_tried() -> None:
    row = {"task": "notifications.tell", "times": 3, "reason": "TimeoutError", "place": "", "at": NOW, "trace": None}
    found = machine("notifications", state(failed_jobs={"count": 1, "newest": [row]}), EN, TRACES)
    assert (found.state, found.jobs_failed) == ("late", 1)
    assert found.jobs[0].tries == "Tried 3 times, stopped on:"


def test_what_came_of_a_retry_is_told_and_one_under_way_is_not_started_again() -> None:
    done = machine("voting", state(replay=DONE), EN, "")
    assert list(done.replay)[1:] == ["2 events were handled.", "1 event failed again."]
    assert not done.busy
    assert machine("voting", state(replay={**DONE, "state": "under_way"}), EN, "").busy


@pytest.mark.parametrize("language", LANGUAGES)
@given(some.integers(0, 10**8))
def test_every_length_of_time_has_words(language: str, seconds: int) -> None:
    assert lasting(seconds, Reader(language)).strip()


@pytest.mark.parametrize("address", ["javascript:alert({trace})", "https://traces.example/trace/"])
def test_the_address_of_traces_is_a_web_page_that_says_where_the_trace_goes(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings(traces_url=address)
