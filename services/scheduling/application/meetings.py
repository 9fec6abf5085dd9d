"""Commands on meetings: convening, the running order, minutes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.scheduling.application.editing import EditedMeanwhile, expect
from services.scheduling.application.ports import Calendars, Meetings
from services.scheduling.domain.calendar import Evidence
from services.scheduling.domain.meeting import Meeting
from shared.contracts.event import Document


class AgendaTemplateUnknown(Exception):
    """No agenda template has that name."""


async def change_meeting(
    meetings: Meetings, *, municipality: str, meeting_id: str, changed: Mapping[str, Any], expected: int
) -> Meeting:
    """Raises `EditedMeanwhile`, `MeetingHasBegun`."""
    meeting = await meetings.get(municipality, meeting_id)
    expect(meeting, expected, {name: getattr(meeting, name) for name in changed}, changed)
    meeting.change(**changed)
    await meetings.save(meeting)
    return meeting


async def write_minutes(
    meetings: Meetings, *, municipality: str, meeting_id: str, written: Mapping[str, Any], expected: int
) -> Meeting:
    """Figures that events filled meanwhile are no conflict; other people's words are.

    Raises `EditedMeanwhile`, `MinutesAlreadySigned`.
    """
    meeting = await meetings.get(municipality, meeting_id)
    now = {name: getattr(meeting.minutes, name) for name in written}
    if expected < meeting.minutes.written_version and now != written:
        raise EditedMeanwhile(meeting.version, now, written)
    meeting.write_minutes(**written)
    await meetings.save(meeting)
    return meeting


async def file_scan(
    meetings: Meetings,
    calendars: Calendars,
    *,
    municipality: str,
    meeting_id: str,
    document: Document,
    by: str,
    at: datetime,
) -> Meeting:
    """The signed paper comes back as a scan, and is evidence beside the document it was printed from."""
    meeting = await meetings.get(municipality, meeting_id)
    meeting.file_scan({**document.model_dump(mode="json"), "by": by, "at": at.isoformat()})
    await meetings.save(meeting)
    await file_minutes(calendars, meeting, document, by, at)
    return meeting


async def convene_meeting(meetings: Meetings, meeting: Meeting) -> Meeting:
    meeting.convene()
    await meetings.save(meeting)
    return meeting


async def on_meeting(meetings: Meetings, municipality: str, meeting_id: str, act: Callable[[Meeting], Any]) -> Meeting:
    """Load, act, save: every command on one meeting is one sentence of the domain."""
    meeting = await meetings.get(municipality, meeting_id)
    act(meeting)
    await meetings.save(meeting)
    return meeting


async def start_item(meetings: Meetings, *, municipality: str, meeting_id: str, n: int, at: datetime) -> Meeting:
    """Raises `AnotherItemRunning`, `ItemNotWaiting`, `CheckInStillOpen`."""
    return await on_meeting(meetings, municipality, meeting_id, lambda meeting: meeting.start(n, at))


async def end_item(meetings: Meetings, *, municipality: str, meeting_id: str, n: int, at: datetime) -> Meeting:
    """Raises `ItemNotRunning`."""
    return await on_meeting(meetings, municipality, meeting_id, lambda meeting: meeting.end(n, at))


async def sign_minutes(
    meetings: Meetings,
    calendars: Calendars,
    *,
    municipality: str,
    meeting_id: str,
    at: datetime,
    by: str,
    signatories: Sequence[Mapping[str, Any]],
    document: Document,
) -> Meeting:
    """Sign, announce, and file the signed minutes as evidence of the activity the meeting belongs to."""
    meeting = await meetings.get(municipality, meeting_id)
    meeting.sign_minutes(at, signatories, document)
    await meetings.save(meeting)
    await file_minutes(calendars, meeting, document, by, at)
    return meeting


async def file_minutes(calendars: Calendars, meeting: Meeting, document: Document, by: str, at: datetime) -> None:
    calendar = await calendars.of_edition(meeting.municipality, meeting.edition)
    if calendar is None or meeting.activity_code not in {activity.code for activity in calendar.activities}:
        return
    piece = Evidence(
        type="minutes",
        sha256=document.sha256,
        name=document.name or "minutes.pdf",
        by=by,
        at=at,
        href=document.href,
        media_type=document.type,
        size=document.size,
    )
    if calendar.attach(str(meeting.activity_code), piece):
        await calendars.save(calendar)
