"""Meetings and activities as an iCalendar feed with the zone's own rules, so that Ramadan's hour is right."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar as Feed
from icalendar import Event

from services.scheduling.adapters.library import read
from services.scheduling.domain.activity import Activity
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.calendar_import import ChoiceUnknown
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.texts import Text
from shared.municipalities import MunicipalityView


def said(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()))


def feed(
    town: MunicipalityView,
    meetings: Sequence[Meeting],
    calendars: Sequence[Calendar],
    stamp: datetime,
    language: str,
    role: str | None = None,
) -> bytes:
    """Of a role, the activities it answers for and the meetings it is called to."""
    found = Feed()
    found.add("prodid", "-//participatory-budgeting//scheduling//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", said(town.name, language) + (f" ({role})" if role else ""))
    found.add("x-wr-timezone", town.timezone)
    for meeting in meetings:
        if concerns(meeting.kind, role):
            found.add_component(meeting_event(meeting, language, stamp))
    for calendar in calendars:
        for activity in calendar.activities:
            if activity.planned_date and role in (None, activity.responsible_role):
                for day in activity.sessions or (activity.planned_date,):
                    found.add_component(activity_event(calendar, activity, day, language, stamp))
    found.add_missing_timezones()
    content: bytes = found.to_ical()
    return content


@cache
def called() -> dict[str, list[str]]:
    """The meetings each role is called to; `*` is all of them."""
    found: dict[str, list[str]] = read("role_meetings")
    return found


def concerns(kind: str, role: str | None) -> bool:
    """Raises `ChoiceUnknown`."""
    if role is None:
        return True
    if (kinds := called().get(role)) is None:
        raise ChoiceUnknown("role", role)
    return "*" in kinds or kind in kinds


def meeting_event(meeting: Meeting, language: str, stamp: datetime) -> Event:
    zone = ZoneInfo(meeting.timezone)
    last = max((item.end for item in meeting.agenda if item.end), default=meeting.starts_at + timedelta(hours=1))
    event = Event()
    event.add("uid", f"{meeting.id}@{meeting.municipality}")
    event.add("dtstamp", stamp)
    event.add("summary", said(meeting.title, language))
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", (meeting.ends_at or last).astimezone(zone))
    if meeting.place:
        event.add("location", said(meeting.place, language))
    return event


def activity_event(calendar: Calendar, activity: Activity, day: date, language: str, stamp: datetime) -> Event:
    """A whole day: the one on which the activity is due."""
    event = Event()
    event.add("uid", f"{calendar.id}.{activity.code}.{day:%Y%m%d}@{calendar.municipality}")
    event.add("dtstamp", stamp)
    event.add("summary", f"{activity.code} {said(activity.label, language)}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # a due date takes nobody's day
    event.add("status", "CONFIRMED")
    event.add("categories", ["done" if activity.done else "due"])
    if activity.notes:
        event.add("description", activity.notes)
    return event
