"""Commands of a forum: registration beforehand, candidacies, working groups."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.scheduling.application.ports import Attendees, Meetings, Reports
from services.scheduling.domain.attendance import Attendee, Person
from services.scheduling.domain.meeting import Candidate, Meeting
from services.scheduling.domain.report import GroupReport
from shared.texts.folding import fold


@dataclass(frozen=True, slots=True)
class Taken:
    """`namesakes` are people of one name in several neighbourhoods: perhaps one person, for the clerk to look at."""

    new: int
    already: int
    namesakes: list[dict[str, Any]]


async def register(
    attendees: Attendees, meetings: Meetings, *, municipality: str, meeting: str, people: Sequence[Person], at: datetime
) -> list[str]:
    """Write down who announced they would come; the same person twice is one. Gives their ids in order."""
    await meetings.get(municipality, meeting)
    expected = [Attendee.of(municipality, meeting, person) for person in people]
    known = await attendees.known(municipality, [attendee.id for attendee in expected])
    fresh = {attendee.id: attendee for attendee in expected if attendee.id not in known}
    for attendee in fresh.values():
        attendee.registered_at = at
    await attendees.add(list(fresh.values()))
    return [attendee.id for attendee in expected]


async def import_list(
    attendees: Attendees, meetings: Meetings, *, municipality: str, meeting: str, people: Sequence[Person], at: datetime
) -> Taken:
    before = await attendees.registered(municipality, meeting)
    ids = await register(attendees, meetings, municipality=municipality, meeting=meeting, people=people, at=at)
    new = await attendees.registered(municipality, meeting) - before
    same = await attendees.names(municipality, meeting, [person.name for person in people])
    return Taken(new, len(set(ids)) - new, several(people, same))


def several(people: Sequence[Person], same: Mapping[str, Collection[str]]) -> list[dict[str, Any]]:
    named = {fold(person.name): person.name for person in people}
    return [{"name": named[key], "people": len(ids)} for key, ids in sorted(same.items()) if len(ids) > 1]


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
