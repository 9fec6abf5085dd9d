"""The iCalendar feed, read as a telephone reads it: by the zone the feed itself carries."""

from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from services.scheduling.tasks import sweep_activities
from shared.contracts.scheduling import ActivityDueSoon, ActivityOverdue
from tests.integration.scheduling.conftest import BENI_MELLAL, Town
from tests.integration.scheduling.test_calendars import load

AGENDA = [{"n": 1, "type": "opening", "label": {"fr": "ouverture"}, "start": "10:00", "end": "11:00"}]


async def convene(town: Town, day: str, kind: str = "citizen_forum") -> None:
    body = {
        "kind": kind,
        "title": {"ar": "منتدى", "fr": "forum"},
        "date": day,
        "start": "10:00",
        "place": {"fr": "salle"},
        "mode": "in_person",
        "edition": "2026",
        "agenda": AGENDA,
    }
    await town.made("/meetings", body)


async def read(town: Town, query: str = "") -> icalendar.Calendar:
    answer = await town.client.get(f"/{town.slug}/calendar.ics{query}")
    assert answer.status_code == 200, answer.text
    found = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(found, icalendar.Calendar)
    return found


def offsets(feed: icalendar.Calendar) -> dict[date, timedelta]:
    """Hours from UTC of each meeting, by the rules written in the feed."""
    zone: Any = feed.walk("VTIMEZONE")[0]
    rules = zone.to_tz()
    starts = [event.decoded("dtstart") for event in feed.walk("VEVENT")]
    hours = [start.replace(tzinfo=None) for start in starts if isinstance(start, datetime)]
    return {hour.date(): rules.utcoffset(hour) for hour in hours}


async def test_a_forum_in_ramadan_has_the_right_hour_in_casablanca(town: Town) -> None:
    here = town.at(BENI_MELLAL)
    for day in ("2026-02-10", "2026-03-01", "2026-04-11"):
        await convene(here, day)
    feed = await read(here)
    hour, none = timedelta(hours=1), timedelta(0)
    # Ramadan 1447 is from 18 February to 19 March 2026; then the clocks of Morocco stand at UTC
    assert offsets(feed) == {date(2026, 2, 10): hour, date(2026, 3, 1): none, date(2026, 4, 11): hour}
    listed = (await here.get("/meetings"))["items"]
    assert sorted(one["starts_at"] for one in listed) == [
        "2026-02-10T09:00:00Z",
        "2026-03-01T10:00:00Z",
        "2026-04-11T09:00:00Z",
    ]


async def test_a_role_gets_what_it_answers_for_and_the_meetings_it_is_called_to(town: Town) -> None:
    made = await town.made(
        "/calendars",
        {"edition": "2027", "template": "template-tn-annual-investment-programme", "programme_year": 2027},
    )
    calendar = await town.get(f"/calendars/{made['calendar_id']}")
    dates = {row["code"]: f"2026-10-{n:02}" for n, row in enumerate(calendar["activities"], 1)}
    body = {"edition": "2027", "template": calendar["template"], "programme_year": 2027, "dates": dates}
    made = await town.made("/calendars", {**body, "historical": True})
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    await convene(town, "2026-10-05")
    await convene(town, "2026-10-06", "council_session")
    own = [row["code"] for row in calendar["activities"] if row["responsible_role"] == "secretary_general"]
    whole, officer, bureau = [await read(town, query) for query in ("", "?role=secretary_general", "?role=bureau")]
    assert len(whole.walk("VEVENT")) == len(dates) + 2
    titles = {str(event["summary"]).split(" ")[0] for event in officer.walk("VEVENT")}
    assert titles == {*own, "منتدى"}
    assert len(bureau.walk("VEVENT")) == 1
    french = await read(town, "?role=bureau&language=fr")
    assert str(french.walk("VEVENT")[0]["summary"]) == "forum"


@pytest.mark.parametrize(("query", "word"), [("?role=king", "choice-unknown"), ("?language=de", "invalid-input")])
async def test_a_role_or_language_nobody_knows_is_refused(town: Town, query: str, word: str) -> None:
    answer = await town.client.get(f"/{town.slug}/calendar.ics{query}")
    assert (answer.status_code, answer.json()["word"]) == (422, word)


async def test_what_is_due_soon_and_overdue_is_told_once_by_the_beat(town: Town) -> None:
    await town.step("2021-10-06T09:00:00+00:00")
    made = await load(town, "nefta-2022-calendar")
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    for instant in ("2021-10-07T09:00:00+00:00", "2021-10-07T15:00:00+00:00", "2021-10-14T09:00:00+00:00"):
        await town.step(instant)
        await sweep_activities(town.service)
    soon = [event["activity"] for event in await town.announced(ActivityDueSoon)]
    assert soon == sorted(set(soon))
    assert "1.1" in soon
    assert [event["activity"] for event in await town.announced(ActivityOverdue)] == ["1.1"]
