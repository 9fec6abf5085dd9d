"""Commands on personal data: what is kept of somebody, and forgetting them without changing what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.scheduling.domain.attendance import Attendee
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.registrar import Registrant, Registrar


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything this service keeps of one name in one neighbourhood."""

    attendances: Sequence[tuple[Attendee, Meeting]]
    registrations: Sequence[tuple[Registrant, Registrar]]
    candidacies: Sequence[tuple[str, Meeting]]


@dataclass(slots=True)
class Erased:
    """`waiting`: meetings whose check-in is still open, where forgetting would let somebody be counted twice."""

    removed: int = 0
    anonymised: int = 0
    registrations: int = 0
    waiting: list[str] | None = None


class People(Protocol):
    """Personal data across meetings and registrations."""

    async def kept_of(self, municipality: str, name: str, neighbourhood: str) -> Kept:
        """By folded name, in one neighbourhood."""

    async def remove(self, attendee: Attendee) -> None:
        """Somebody who was expected and did not come."""

    async def anonymise(self, attendee: Attendee) -> None:
        """Counted as before, under an id that says nothing."""

    async def forget_registrant(self, registrant: Registrant) -> None:
        """The count stays, the name and the card go."""


async def erase_person(people: People, municipality: str, name: str, neighbourhood: str) -> Erased:
    """No closed count changes. Doing it again changes nothing."""
    kept, done = await people.kept_of(municipality, name, neighbourhood), Erased(waiting=[])
    for attendee, meeting in kept.attendances:
        await erase_attendee(people, attendee, meeting, done)
    for registrant, _ in kept.registrations:
        await people.forget_registrant(registrant)
        done.registrations += 1
    return done


async def erase_attendee(people: People, attendee: Attendee, meeting: Meeting, done: Erased) -> None:
    if attendee.seen_at is None:
        await people.remove(attendee)
        done.removed += 1
    elif meeting.electorate_is_fixed():
        await people.anonymise(attendee)
        done.anonymised += 1
    elif done.waiting is not None:
        done.waiting.append(meeting.id)


async def forget_meeting(people: People, attendees: Sequence[Attendee], meeting: Meeting, at: datetime) -> Erased:
    """After the retention period nobody is named any more; the counts stay."""
    done = Erased(waiting=[])
    for attendee in attendees:
        await erase_attendee(people, attendee, meeting, done)
    return done


def exported(kept: Kept) -> dict[str, Any]:
    """As somebody may take it with them."""
    return {
        "attendances": [attendance(attendee, meeting) for attendee, meeting in kept.attendances],
        "registrations": [registration(person, registrar) for person, registrar in kept.registrations],
        "candidacies": [
            {"meeting_id": meeting.id, "title": meeting.title, "candidate_id": own} for own, meeting in kept.candidacies
        ],
    }


def attendance(one: Attendee, meeting: Meeting) -> dict[str, Any]:
    person = one.person
    return {
        "meeting_id": meeting.id,
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "name": person.name,
        "neighbourhood": person.neighbourhood,
        "organisation": person.organisation,
        "gender": person.gender,
        "age_band": person.age_band,
        "registered_at": one.registered_at,
        "checked_in_at": one.seen_at,
        "device": one.device,
    }


def registration(one: Registrant, registrar: Registrar) -> dict[str, Any]:
    return {
        "election_id": registrar.id,
        "name": one.person.name,
        "neighbourhood": one.person.neighbourhood,
        "contests": one.contests,
        "credentials_fetched": sorted(one.issued),
    }
