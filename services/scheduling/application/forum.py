"""Commands of a forum: registration beforehand, candidacies, working groups."""

from collections.abc import Sequence
from datetime import datetime

from services.scheduling.application.ports import Attendees, Meetings, Reports
from services.scheduling.domain.attendance import Attendee, Person
from services.scheduling.domain.meeting import Candidate, Meeting
from services.scheduling.domain.report import GroupReport


async def register(
    attendees: Attendees, meetings: Meetings, *, municipality: str, meeting: str, people: Sequence[Person], at: datetime
) -> list[str]:
    """Write down who announced they would come; the same person twice is one. Gives their ids in order."""
    await meetings.get(municipality, meeting)
    expected = [Attendee.of(municipality, meeting, person) for person in people]
    known = await attendees.known(municipality, [attendee.id for attendee in expected])
    for attendee in expected:
        if attendee.id not in known:
            attendee.registered_at = at
            known[attendee.id] = attendee
            await attendees.save(attendee)
    return [attendee.id for attendee in expected]


async def nominate(
    meetings: Meetings, *, municipality: str, meeting: str, candidate: Candidate, consent: bool
) -> Meeting:
    """Raises `ConsentMissing`."""
    forum = await meetings.get(municipality, meeting)
    forum.nominate(candidate, consent)
    await meetings.save(forum)
    return forum


async def report_group(meetings: Meetings, reports: Reports, report: GroupReport) -> GroupReport:
    """Hand in what a working group wrote; its place in the minutes is filled with it."""
    forum = await meetings.get(report.municipality, report.meeting_id)
    report.edition = forum.edition
    report.hand_in()
    await reports.save(report)
    entry = {
        "group": report.group,
        "theme": report.theme,
        "participants": report.participants,
        "proposals": [idea.title for idea in report.ideas],
    }
    forum.fill_minutes("groups", entry, "group")
    await meetings.save(forum)
    return report
