"""A forum day: check-in, the running order, candidacies, groups, minutes."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.event import Text3
from shared.contracts.scheduling import (
    AgendaItemEnded,
    AgendaItemStarted,
    CandidateNominated,
    CheckInClosed,
    MeetingConvened,
    MinutesSigned,
    WorkingGroupReported,
)
from shared.contracts.voting import ContestResult, ElectionClosed, ResultDeclared, Winner
from tests.integration.scheduling.conftest import BENI_MELLAL, NEFTA, Town, document

SEEN = "2025-02-15T09:10:00Z"


@pytest.fixture
async def forum(town: Town) -> tuple[Town, str]:
    here = town.at(BENI_MELLAL)
    await here.step("2025-02-15T08:30:00+00:00")
    made = await here.made("/meetings", {"edition": "2025", "document": document("beni-mellal-forum-2025")})
    return here, str(made["meeting_id"])


def present(n: int, desk: str = "desk-1") -> dict[str, Any]:
    return {"name": f"Person {n}", "neighbourhood": f"hay-{n % 6 + 1}", "device": desk, "seen_at": SEEN}


async def test_the_forum_is_convened_with_the_hours_of_its_own_zone(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    [event] = await town.announced(MeetingConvened)
    # Morocco is at UTC+1 outside Ramadan
    assert (event["starts_at"], len(event["agenda"])) == ("2025-02-15T08:30:00Z", 9)
    shown = await town.get(f"/meetings/{meeting}")
    assert (shown["date"], shown["start"], shown["state"]) == ("2025-02-15", "09:30", "planned")
    assert [item["expected_start"] for item in shown["agenda"]][7] == "2025-02-15T11:45:00Z"


async def test_the_same_person_at_two_desks_is_counted_once(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    first = await town.made(f"/forums/{meeting}/attendance", present(1), "registration_clerk")
    again = await town.made(f"/forums/{meeting}/attendance", present(1, "desk-2"), "registration_clerk")
    assert first["attendance_id"] == again["attendance_id"]
    assert (first["already_present"], again["already_present"]) == (False, True)
    counts = await town.get(f"/forums/{meeting}/attendance/counts", "registration_clerk")
    assert counts["total"] == 1


async def test_three_hundred_people_through_two_desks_with_repeats_out_of_order_are_three_hundred(
    forum: tuple[Town, str],
) -> None:
    town, meeting = forum
    order = random.Random(15)
    entries = [present(n) for n in range(300)]
    queue = entries + order.sample(entries, 60)
    order.shuffle(queue)
    batches = [(f"desk-{n % 2 + 1}", queue[n * 30 : n * 30 + 30]) for n in range(12)]

    async def send(device: str, part: list[dict[str, Any]]) -> None:
        rows = [{name: value for name, value in row.items() if name != "device"} for row in part]
        await town.made(
            f"/forums/{meeting}/attendance/batches", {"device": device, "entries": rows}, "registration_clerk"
        )

    for one, two in zip(batches[::2], batches[1::2], strict=True):
        await asyncio.gather(send(*one), send(*two))
    closed = await town.made(f"/forums/{meeting}/check-in/close", {}, "registration_clerk")
    assert closed["total"] == 300
    [event] = await town.announced(CheckInClosed)
    assert event["total"] == 300
    assert [row["present"] for row in event["present"]] == [50] * 6
    assert "Person" not in str(event)


async def test_check_in_stays_open_while_a_desk_holds_people_it_has_not_sent(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    batch = {"device": "desk-2", "entries": [], "pending": 3}
    await town.made(f"/forums/{meeting}/attendance/batches", batch, "registration_clerk")
    refused = await town.post(f"/forums/{meeting}/check-in/close", {}, "registration_clerk")
    assert (refused.status_code, refused.json()["devices"]) == (409, "desk-2")
    assert await town.announced(CheckInClosed) == []
    await town.made(f"/forums/{meeting}/attendance/batches", {**batch, "pending": 0}, "registration_clerk")
    await town.made(f"/forums/{meeting}/check-in/close", {}, "registration_clerk")
    late = await town.post(f"/forums/{meeting}/attendance", present(9), "registration_clerk")
    assert (late.status_code, late.json()["word"]) == (409, "check-in-closed")
    late = await town.post(f"/forums/{meeting}/attendance", present(9, "desk-2"), "registration_clerk")
    assert late.json()["word"] == "check-in-closed"


async def test_a_neighbourhood_the_town_does_not_have_is_refused(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    refused = await town.post(f"/forums/{meeting}/attendance", {**present(1), "neighbourhood": "atlantis"}, "cell")
    assert (refused.status_code, refused.json()["word"]) == (422, "neighbourhood-unknown")


async def test_people_registered_before_are_found_by_their_id(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    rows = [{"name": "Fatima Zahra", "neighbourhood": "hay-1"}, {"name": "fatima  zahra", "neighbourhood": "hay-1"}]
    made = await town.made(f"/forums/{meeting}/registrations", {"rows": rows}, "registration_clerk")
    assert made["registered"] == 1
    seen = {"attendee_id": made["attendees"][0], "device": "desk-1", "seen_at": SEEN}
    answer = await town.made(f"/forums/{meeting}/attendance", seen, "registration_clerk")
    assert (answer["attendance_id"], answer["already_present"]) == (made["attendees"][0], False)
    strange = await town.post(f"/forums/{meeting}/attendance", {**seen, "attendee_id": "nobody"}, "cell")
    assert strange.json()["word"] == "attendee-unknown"


async def test_the_election_starts_with_its_item_and_only_when_check_in_is_closed(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    await town.made(f"/forums/{meeting}/attendance", present(1), "registration_clerk")
    refused = await town.post(f"/meetings/{meeting}/agenda/8/start", {}, "facilitator")
    assert (refused.status_code, refused.json()["word"]) == (409, "check-in-still-open")
    await town.made(f"/forums/{meeting}/check-in/close", {}, "registration_clerk")
    await town.step("2025-02-15T11:50:00+00:00")
    await town.made(f"/meetings/{meeting}/agenda/8/start", {}, "facilitator")
    other = await town.post(f"/meetings/{meeting}/agenda/9/start", {}, "facilitator")
    assert other.json()["word"] == "another-item-running"
    await town.made(f"/meetings/{meeting}/agenda/8/end", {}, "facilitator")
    [started] = await town.announced(AgendaItemStarted)
    assert (started["n"], started["type"]) == (8, "election")
    assert started["ends_at"] > started["started_at"]
    assert [e["n"] for e in await town.announced(AgendaItemEnded)] == [8]


async def test_a_candidate_agrees_to_be_named(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    body = {"neighbourhood": "hay-2", "name": "أمينة", "consent": False}
    refused = await town.post(f"/forums/{meeting}/candidacies", body, "facilitator")
    assert refused.json()["word"] == "consent-missing"
    made = await town.made(f"/forums/{meeting}/candidacies", {**body, "consent": True}, "facilitator")
    [event] = await town.announced(CandidateNominated)
    assert (event["candidate_id"], event["name"]) == (made["candidate_id"], "أمينة")


def written_on(town: Town, version: int = 99) -> dict[str, str]:
    return {**town.headers("council_secretary"), "If-Match": f'"{version}"'}


async def test_the_minutes_are_filled_by_the_day_and_signed_as_an_arabic_document(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    idea = {"title": "Fontaines", "body": "Restaurer les fontaines", "zone": "medina", "neighbourhood": "hay-1"}
    await town.made(f"/forums/{meeting}/groups/1/report", {"theme": "environment", "proposals": [idea]}, "facilitator")
    [report] = await town.announced(WorkingGroupReported)
    assert (report["group"], report["reported_on"]) == (1, "2025-02-15")
    await town.made(f"/forums/{meeting}/attendance", present(1), "registration_clerk")
    await town.made(f"/forums/{meeting}/check-in/close", {}, "registration_clerk")
    await town.tell(closed(meeting))
    await town.tell(declared(meeting))
    written = {"object": "انتخاب مندوبي الأحياء", "chair": "رئيس المجلس", "present": [{"role": "رئيس", "count": 1}]}
    path = f"/{BENI_MELLAL}/meetings/{meeting}/minutes"
    assert (await town.client.get(f"{path}.pdf")).json()["word"] == "minutes-not-signed"
    answer = await town.client.put(path, json=written, headers=written_on(town))
    assert answer.json()["locked"]["results"][0]["contests"][0]["elected"][0]["name"] == "أمينة"
    await town.made(f"/meetings/{meeting}/minutes/signature", {"signatories": [{"role": "chair"}]}, "council_secretary")
    [signed] = await town.announced(MinutesSigned)
    pdf = await town.client.get(f"{path}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert signed["document"]["size"] == len(pdf.content)
    changed = await town.client.put(path, json=written, headers=written_on(town))
    assert changed.json()["word"] == "minutes-already-signed"


def closed(meeting: str) -> ElectionClosed:
    at = datetime(2025, 2, 15, 12, 5, tzinfo=UTC)
    return ElectionClosed(municipality=BENI_MELLAL, election_id="e1", edition="2025", meeting_id=meeting, closed_at=at)


def declared(meeting: str) -> ResultDeclared:
    winner = Winner(candidate_id="c1", name="أمينة", seat=1, votes=20)
    contest = ContestResult(
        contest="hay-1", label=Text3(ar="الحي 1"), neighbourhood="hay-1", present=40, ballots=38, elected=[winner]
    )
    return ResultDeclared(
        municipality=BENI_MELLAL,
        election_id="e1",
        edition="2025",
        kind="delegates",
        meeting_id=meeting,
        declared_at=datetime(2025, 2, 15, 12, 20, tzinfo=UTC),
        board_sha256="e" * 64,
        board_href="http://voting/board.json",
        head="2 abc",
        contests=[contest],
    )


async def test_a_forum_of_one_municipality_is_unknown_in_another(forum: tuple[Town, str]) -> None:
    town, meeting = forum
    elsewhere = town.at(NEFTA)
    assert (await town.client.get(f"/{NEFTA}/meetings/{meeting}")).status_code == 404
    refused = await elsewhere.post(f"/forums/{meeting}/attendance", present(1), "registration_clerk")
    assert refused.status_code == 404
    await town.tell(declared(meeting).model_copy(update={"municipality": NEFTA}))
    minutes = await town.get(f"/meetings/{meeting}/minutes", "cell")
    assert minutes["locked"]["results"] == []


async def test_the_feed_carries_the_zone_so_that_the_hour_is_right_in_ramadan(forum: tuple[Town, str]) -> None:
    town, _ = forum
    body = {
        "edition": "2025",
        "kind": "citizen_forum",
        "title": {"fr": "Forum de Ramadan"},
        "date": "2025-03-08",
        "start": "10:00",
        "agenda": [],
    }
    await town.made("/meetings", body)
    feed = (await town.client.get(f"/{BENI_MELLAL}/calendar.ics")).text
    assert "BEGIN:VTIMEZONE" in feed
    assert "DTSTART;TZID=Africa/Casablanca:20250308T100000" in feed
    meetings = (await town.get("/meetings"))["items"]
    assert meetings[1]["starts_at"] == "2025-03-08T10:00:00Z"
