"""Commands of the check-in desk: who is admitted by which device, and when the electorate is fixed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.scheduling.application.ports import Attendees, Desks, Meetings
from services.scheduling.domain.attendance import Attendee, Person, attendee_id
from services.scheduling.domain.desk import Desk, DesksNotSynced, OverrideNotAllowed, assign
from services.scheduling.domain.meeting import CheckInIsClosed, Meeting, Override

UNKNOWN_ATTENDEE = "attendee-unknown"
UNKNOWN_NEIGHBOURHOOD = "neighbourhood-unknown"
FOREIGN_NEIGHBOURHOOD = "foreign-neighbourhood"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a desk says: this person stood here at that moment. Either known by id, or written down now.

    `offline`: the device admitted them without a network.
    """

    seen_at: datetime
    attendee_id: str | None = None
    person: Person | None = None
    offline: bool = False

    def who(self, meeting: str) -> str:
        if self.attendee_id:
            return self.attendee_id
        assert self.person is not None
        return attendee_id(meeting, self.person.name, self.person.neighbourhood, self.person.homonym)


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer to one sighting; a refused one is not counted, and the desk keeps it to be settled by hand."""

    attendee_id: str | None
    already_present: bool = False
    refused: str | None = None
    namesakes: Sequence[str] = ()


async def assign_desk(
    desks: Desks, meetings: Meetings, *, municipality: str, meeting: str, device: str, neighbourhoods: Sequence[str]
) -> Desk:
    """Say which neighbourhoods a desk admits while it is cut off. Raises `NeighbourhoodAssigned`, `CheckInIsClosed`."""
    forum = await meetings.get(municipality, meeting)
    if forum.check_in_closed_at is not None:
        raise CheckInIsClosed(meeting)
    every = {desk.device: desk for desk in await desks.of_meeting(municipality, meeting)}
    desk = every.get(device) or await join(meetings, forum, device)
    assign(desk, neighbourhoods, list(every.values()))
    await desks.save(desk)
    return desk


async def join(meetings: Meetings, forum: Meeting, device: str) -> Desk:
    """A new desk is written on the forum too, so that closing cannot miss it."""
    forum.admit_desk(device)
    await meetings.save(forum)
    return Desk(municipality=forum.municipality, id=f"{forum.id}.{device}", meeting_id=forum.id, device=device)


async def check_in(
    attendees: Attendees,
    desks: Desks,
    meetings: Meetings,
    *,
    municipality: str,
    meeting: str,
    device: str,
    sightings: Sequence[Sighting],
    neighbourhoods: Collection[str],
    pending: int,
    heard_at: datetime,
) -> list[Admission]:
    """Admit people at a desk; the answers in order. Raises `CheckInIsClosed`.

    Each desk writes only its own counter, so that desks do not wait for each other; closing writes them all.
    `neighbourhoods` are those the town has; none means that it defined none.
    """
    forum = await meetings.get(municipality, meeting)
    desk = await desk_of(desks, meetings, forum, device)
    known = await attendees.known(municipality, [sighting.who(meeting) for sighting in sightings])
    same = await attendees.names(municipality, meeting, [s.person.name for s in sightings if s.person is not None])
    answers = []
    for sighting in sightings:
        attendee = known.get(sighting.who(meeting)) or walk_in(municipality, meeting, sighting)
        refused = refusal(desk, attendee, sighting, neighbourhoods)
        if attendee is None or refused is not None:
            answers.append(Admission(None, refused=refused))
            continue
        known[attendee.id] = attendee
        first = await admit(attendees, desk, attendee, sighting.seen_at)
        others = same.get(attendee.name_key, set()) if sighting.person is not None else set()
        answers.append(Admission(attendee.id, not first, namesakes=sorted(others - {attendee.id})))
        same.setdefault(attendee.name_key, set()).add(attendee.id)
    desk.said(pending, heard_at)
    await desks.save(desk)
    return answers


async def admit(attendees: Attendees, desk: Desk, attendee: Attendee, at: datetime) -> bool:
    """True the first time; only what changed is written."""
    before = attendee.seen_at
    first = attendee.seen(at, desk.device)
    if first or attendee.seen_at != before:
        await attendees.save(attendee)
    desk.admitted += first
    return first


def refusal(desk: Desk, attendee: Attendee | None, sighting: Sighting, neighbourhoods: Collection[str]) -> str | None:
    """Why somebody is not admitted; who is there already is there."""
    if attendee is None:
        return UNKNOWN_ATTENDEE
    if neighbourhoods and attendee.person.neighbourhood not in neighbourhoods:
        return UNKNOWN_NEIGHBOURHOOD
    if sighting.offline and attendee.seen_at is None and not desk.admits_offline(attendee.person.neighbourhood):
        return FOREIGN_NEIGHBOURHOOD
    return None


def walk_in(municipality: str, meeting: str, sighting: Sighting) -> Attendee | None:
    return Attendee.of(municipality, meeting, sighting.person) if sighting.person is not None else None


async def desk_of(desks: Desks, meetings: Meetings, forum: Meeting, device: str) -> Desk:
    desk = await desks.look_up(forum.municipality, f"{forum.id}.{device}")
    if desk is not None and not desk.closed:
        return desk
    if desk is not None or forum.check_in_closed_at is not None:
        raise CheckInIsClosed(forum.id)
    return await join(meetings, forum, device)


async def close_check_in(
    attendees: Attendees,
    desks: Desks,
    meetings: Meetings,
    *,
    municipality: str,
    meeting: str,
    at: datetime,
    now: datetime,
    override: Override | None = None,
    leads: bool = False,
) -> Meeting:
    """Fix the electorates; `now` is on the system clock.

    Raises `DesksNotSynced` while people may still be on a device, unless somebody who leads the forum overrides it
    with a reason; `OverrideNotAllowed`.
    """
    forum = await meetings.get(municipality, meeting)
    every = await desks.of_meeting(municipality, meeting)
    waiting = [desk for desk in every if desk.waiting(now)]
    if waiting and override is None:
        raise DesksNotSynced(waiting)
    if waiting and not leads:
        raise OverrideNotAllowed(meeting)
    for desk in every:
        desk.closed = True
        await desks.save(desk)
    over = override.over([desk.device for desk in waiting]) if override and waiting else None
    forum.close_check_in(at, await attendees.present(municipality, meeting), over)
    await meetings.save(forum)
    return forum
