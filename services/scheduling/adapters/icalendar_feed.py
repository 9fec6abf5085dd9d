"""Meetings and activities as an iCalendar feed with the zone's own rules, so that Ramadan's hour is right."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar as Feed
from icalendar import Event

from services.scheduling.domain.activity import Activity
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.texts import Text
from shared.municipalities import MunicipalityView


def said(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()))


def feed(town: MunicipalityView, meetings: Sequence[Meeting], calendars: Sequence[Calendar], stamp: datetime) -> bytes:
    language = town.languages[0] if town.languages else "ar"
    found = Feed()
    found.add("prodid", "-//participatory-budgeting//scheduling//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", said(town.name, language))
    found.add("x-wr-timezone", town.timezone)
    for meeting in meetings:
        found.add_component(meeting_event(meeting, language, stamp))
    for calendar in calendars:
        for activity in calendar.activities:
            if activity.planned_date:
                found.add_component(activity_event(calendar, activity, language, stamp))
    found.add_missing_timezones()
    content: bytes = found.to_ical()
    return content


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


def activity_event(calendar: Calendar, activity: Activity, language: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{calendar.id}.{activity.code}@{calendar.municipality}")
    event.add("dtstamp", stamp)
    event.add("summary", f"{activity.code} {said(activity.label, language)}")
    event.add("dtstart", activity.planned_date)
    return event
