"""The running order, check-in, proof of publication, windows: the rules without any server."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.scheduling.domain.agenda import (
    AnotherItemRunning,
    Item,
    ItemNotRunning,
    ItemNotWaiting,
    UnknownAgendaItem,
)
from services.scheduling.domain.attendance import Attendee, Person, attendee_id, folded
from services.scheduling.domain.consultation import Consultation, WindowEndsBeforeStart, WindowState
from services.scheduling.domain.meeting import CheckInIsClosed, CheckInStillOpen, Meeting, MinutesAlreadySigned
from services.scheduling.domain.publication import Dispatch, Posting, Publication, WebCopy
from shared.contracts.event import Document

START = datetime(2025, 2, 15, 8, 30, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
LABEL = {"fr": "point"}


def meeting() -> Meeting:
    kinds = ("opening", "group_work", "election")
    agenda = [
        Item(n, kind, LABEL, START + (n - 1) * QUARTER, START + n * QUARTER, 15) for n, kind in enumerate(kinds, 1)
    ]
    return Meeting(
        municipality="ma-beni-mellal",
        id="m1",
        edition="2025",
        kind="citizen_forum",
        title=LABEL,
        starts_at=START,
        timezone="Africa/Casablanca",
        agenda=agenda,
    )


def test_an_overrun_shifts_what_comes_after() -> None:
    day = meeting()
    day.start(1, START)
    order = day.order(START + timedelta(minutes=25))
    assert [item.start for item in order] == [START, START + timedelta(minutes=25), START + timedelta(minutes=40)]
    assert [item.late for item in order] == [timedelta(0), timedelta(minutes=10), timedelta(minutes=10)]


def test_an_item_that_ends_early_does_not_bring_the_next_one_forward() -> None:
    day = meeting()
    day.start(1, START)
    day.end(1, START + timedelta(minutes=5))
    assert day.order(START + timedelta(minutes=6))[1].start == START + QUARTER


def test_one_item_runs_at_a_time_and_each_once() -> None:
    day = meeting()
    day.start(1, START)
    with pytest.raises(AnotherItemRunning):
        day.start(2, START)
    with pytest.raises(ItemNotWaiting):
        day.start(1, START)
    with pytest.raises(ItemNotRunning):
        day.end(2, START)
    day.end(1, START + QUARTER)
    with pytest.raises(ItemNotWaiting):
        day.start(1, START + QUARTER)
    with pytest.raises(UnknownAgendaItem):
        day.start(9, START)


def test_voting_opens_only_when_check_in_is_closed() -> None:
    day = meeting()
    day.admit_desk("desk-1")
    with pytest.raises(CheckInStillOpen):
        day.start(3, START)
    day.close_check_in(START, {"hay-1": 4})
    day.start(3, START)
    with pytest.raises(CheckInIsClosed):
        day.admit_desk("desk-2")
    with pytest.raises(CheckInIsClosed):
        day.close_check_in(START, {})


def test_a_meeting_is_planned_then_running_then_ended_then_signed() -> None:
    day = meeting()
    states = [day.state()]
    for n in (1, 2, 3):
        day.start(n, START)
        states.append(day.state())
        day.end(n, START)
    states.append(day.state())
    kept = Document(href="http://x/y", sha256="a" * 64, type="application/pdf", size=1)
    day.sign_minutes(START, [{"role": "chair"}], kept)
    assert [*states, day.state()] == ["planned", "running", "running", "running", "ended", "signed"]
    with pytest.raises(MinutesAlreadySigned):
        day.write_minutes(object="another")


def test_a_result_that_comes_after_the_signature_does_not_change_signed_minutes() -> None:
    day = meeting()
    day.fill_minutes("results", {"election": "e1", "n": 1}, "election")
    day.fill_minutes("results", {"election": "e1", "n": 2}, "election")
    assert day.minutes.results == ({"election": "e1", "n": 2},)
    day.sign_minutes(START, [], Document(href="x", sha256="a" * 64, type="application/pdf", size=1))
    day.fill_minutes("results", {"election": "e2"}, "election")
    assert len(day.minutes.results) == 1


def test_the_same_name_written_in_two_ways_is_the_same_person() -> None:
    assert folded("  Élise   BEN Ali ") == folded("elise ben ali")
    assert folded("مُحَمَّد") == folded("محمد")
    assert attendee_id("m1", "مُحَمَّد", "hay-1") == attendee_id("m1", "محمد", "hay-1")
    assert attendee_id("m1", "محمد", "hay-1") != attendee_id("m1", "محمد", "hay-2")
    assert attendee_id("m1", "محمد", "hay-1") != attendee_id("m1", "محمد", "hay-1", homonym=2)


def test_of_two_desks_the_earlier_sighting_is_kept() -> None:
    person = Attendee(municipality="m", id="a", meeting_id="m1", person=Person("x", "hay-1"))
    assert person.seen(START + QUARTER, "desk-2")
    assert not person.seen(START, "desk-1")
    assert (person.seen_at, person.device) == (START, "desk-1")


def published(kind: str = "diagnosis") -> Publication:
    return Publication(municipality="tn-nefta", id="d1", edition="2022", kind=kind, timezone="Africa/Tunis")


def test_the_clock_runs_from_the_latest_of_the_three_and_not_from_when_the_proof_was_complete() -> None:
    proof = published()
    proof.dispatched(Dispatch("x", START + QUARTER, 12, 12, 0, {}), START)
    proof.copied(WebCopy("https://x", "a" * 64, START), START)
    assert proof.missing() == ["posting"]
    proof.posted(Posting("b" * 64, START), START + timedelta(days=3))
    assert (proof.published_at, proof.proven_at) == (START + QUARTER, START + timedelta(days=3))
    assert proof.first_lawful_session == date(2025, 2, 22)
    assert len(proof.drain()) == 1
    proof.dispatched(Dispatch("y", START + timedelta(days=9), 1, 1, 0, {}), START)
    assert proof.drain() == []


def test_a_draft_programme_has_no_session_to_wait_for() -> None:
    proof = published("programme_draft")
    proof.copied(WebCopy("https://x", "a" * 64, START), START)
    proof.posted(Posting("b" * 64, START), START)
    proof.dispatched(Dispatch("x", START, 12, 12, 0, {}), START)
    assert proof.proven_at == START
    assert proof.first_lawful_session is None


def window() -> Consultation:
    return Consultation(
        municipality="m",
        id="w",
        edition="2024",
        title=LABEL,
        kind="digital",
        opens_at=START,
        closes_at=START + QUARTER,
    )


def test_a_window_opens_and_closes_to_the_second() -> None:
    one = window()
    one.schedule()
    states = []
    for instant in (START - timedelta(seconds=1), START, START + QUARTER - timedelta(seconds=1), START + QUARTER):
        one.tick(instant)
        states.append(one.state)
    assert states == [WindowState.SCHEDULED, WindowState.OPEN, WindowState.OPEN, WindowState.CLOSED]
    assert one.due_at is None


def test_a_window_slept_through_is_still_announced_in_order() -> None:
    one = window()
    one.schedule()
    one.tick(START + timedelta(days=1))
    assert [type(event).__name__ for event in one.drain()] == ["ConsultationOpened", "ConsultationClosed"]
    one.reopen(START + timedelta(days=2), START + timedelta(days=3))
    assert one.state is WindowState.SCHEDULED
    with pytest.raises(WindowEndsBeforeStart):
        one.reopen(START, START)
