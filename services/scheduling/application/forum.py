"""Commands of a forum: registration, check-in, candidacies, working groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.scheduling.application.ports import Attendees, Desks, Meetings, Reports
from services.scheduling.domain.attendance import (
    Attendee,
    Desk,
    DesksNotSynced,
    Person,
    UnknownAttendee,
    attendee_id,
)
from services.scheduling.domain.meeting import Candidate, CheckInIsClosed, Meeting
from services.scheduling.domain.report import GroupReport


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a desk says: this person stood here at that moment. Either known by id, or written down now."""

    seen_at: datetime
    attendee_id: str | None = None
    person: Person | None = None

    def who(self, meeting: str) -> str:
        if self.attendee_id:
            return self.attendee_id
        assert self.person is not None
        return attendee_id(meeting, self.person.name, self.person.neighbourhood, self.person.homonym)


async def register(
    attendees: Attendees, meetings: Meetings, *, municipality: str, meeting: str, people: Sequence[Person], at: datetime
) -> list[str]:
    """Write down who announced they would come; the same person twice is one. Gives their ids in order."""
    await meetings.get(municipality, meeting)
    ids = [attendee_id(meeting, person.name, person.neighbourhood, person.homonym) for person in people]
    known = await attendees.known(municipality, ids)
    for key, person in zip(ids, people, strict=True):
        if key not in known:
            known[key] = Attendee(
                municipality=municipality, id=key, meeting_id=meeting, person=person, registered_at=at
            )
            await attendees.save(known[key])
    return ids


async def check_in(
    attendees: Attendees,
    desks: Desks,
    meetings: Meetings,
    *,
    municipality: str,
    meeting: str,
    device: str,
    sightings: Sequence[Sighting],
    pending: int = 0,
) -> list[tuple[str, bool]]:
    """Admit people at a desk; gives (attendee id, was it new) in order. Raises `CheckInIsClosed`, `UnknownAttendee`.

    Each desk writes only its own counter, so that desks do not wait for each other; closing writes them all.
    """
    forum = await meetings.get(municipality, meeting)
    desk = await desk_of(desks, meetings, forum, device)
    ids = [sighting.who(meeting) for sighting in sightings]
    known = await attendees.known(municipality, ids)
    answers = []
    for key, sighting in zip(ids, sightings, strict=True):
        attendee = known.get(key) or walk_in(municipality, meeting, key, sighting)
        known[key] = attendee
        before = attendee.seen_at
        first = attendee.seen(sighting.seen_at, device)
        if first or attendee.seen_at != before:
            await attendees.save(attendee)
        desk.admitted += first
        answers.append((key, first))
    desk.pending = pending
    await desks.save(desk)
    return answers


def walk_in(municipality: str, meeting: str, key: str, sighting: Sighting) -> Attendee:
    if sighting.person is None:
        raise UnknownAttendee(key)
    return Attendee(municipality=municipality, id=key, meeting_id=meeting, person=sighting.person)


async def desk_of(desks: Desks, meetings: Meetings, forum: Meeting, device: str) -> Desk:
    """The desk of a device; a new one is written on the forum too, so that closing cannot miss it."""
    desk = await desks.look_up(forum.municipality, f"{forum.id}.{device}")
    if desk is not None and not desk.closed:
        return desk
    if desk is not None or forum.check_in_closed_at is not None:
        raise CheckInIsClosed(forum.id)
    forum.admit_desk(device)
    await meetings.save(forum)
    return Desk(
        municipality=forum.municipality,
        id=f"{forum.id}.{device}",
        meeting_id=forum.id,
        device=device,
        neighbourhoods=[],
    )


async def close_check_in(
    attendees: Attendees, desks: Desks, meetings: Meetings, *, municipality: str, meeting: str, at: datetime
) -> Meeting:
    """Fix the electorates. Raises `DesksNotSynced` while a desk still holds people it has not sent."""
    forum = await meetings.get(municipality, meeting)
    every = await desks.of_meeting(municipality, meeting)
    if waiting := [desk.device for desk in every if desk.pending]:
        raise DesksNotSynced(waiting)
    for desk in every:
        desk.closed = True
        await desks.save(desk)
    forum.close_check_in(at, await attendees.present(municipality, meeting))
    await meetings.save(forum)
    return forum


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
