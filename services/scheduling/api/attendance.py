"""Routes of attendance: who came, for staff; how many of each, for everybody; what the working groups did."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from services.scheduling.adapters.mongo import MongoAttendees, MongoMeetings, MongoReports
from services.scheduling.api.access import Clerk, Id, Municipality, Service
from services.scheduling.domain.attendance import Attendee
from services.scheduling.domain.counting import shown_count, shown_parts
from shared.http.paging import Paging
from shared.http.schemas import Answer
from shared.municipalities import ZonesView, zones
from shared.texts.folding import fold

router = APIRouter(prefix="/{municipality}", tags=["meetings"])


class CameOut(Answer):
    attendee_id: str
    name: str
    neighbourhood: str
    zone: str | None
    organisation: str | None
    gender: str | None
    age_band: str | None
    registered: bool
    checked_in_at: datetime | None
    device: str | None


class CameList(Answer):
    items: list[CameOut]
    next: str | None


class SummaryOut(Answer):
    """None stands for fewer than ten people; where one part alone would be hidden, a second one is too."""

    total: int | None
    by_zone: dict[str, int | None]
    by_neighbourhood: dict[str, int | None]
    by_gender: dict[str, int | None]
    by_age_band: dict[str, int | None]
    associations: int


class GroupOut(Answer):
    n: int
    theme: str | None
    place: str | None
    participants: int | None
    proposals: list[str]


class GroupsOut(Answer):
    items: list[GroupOut]


@router.get("/meetings/{meeting_id}/attendance", response_model=CameList)
async def list_attendance(
    municipality: Municipality, meeting_id: Id, who: Clerk, service: Service, asked: Paging
) -> dict[str, Any]:
    """Who came to a meeting of any kind. Reading it is recorded."""
    await MongoMeetings(service.db).get(municipality, meeting_id)
    attendees, places = MongoAttendees(service.db), await zones(service.db, municipality)
    found = await attendees.listed(municipality, asked, {"meeting_id": meeting_id, "seen_at": {"$ne": None}})
    await service.note_reading(municipality, who.actor, "read-attendance", meeting_id)
    return {"items": [came(attendees.loaded(row), places) for row in found.items], "next": found.next}


def came(one: Attendee, places: ZonesView) -> dict[str, Any]:
    person = one.person
    return {
        "attendee_id": one.id,
        "name": person.name,
        "neighbourhood": person.neighbourhood,
        "zone": zone_of(person.neighbourhood, places),
        "organisation": person.organisation,
        "gender": person.gender,
        "age_band": person.age_band,
        "registered": one.registered_at is not None,
        "checked_in_at": one.seen_at,
        "device": one.device,
    }


def zone_of(neighbourhood: str, places: ZonesView) -> str | None:
    return next((place.zone for place in places.neighbourhoods if place.slug == neighbourhood), None)


@router.get("/meetings/{meeting_id}/attendance/summary", response_model=SummaryOut)
async def sum_up_attendance(municipality: Municipality, meeting_id: Id, service: Service) -> dict[str, Any]:
    """How many came, of each kind, without recognising anybody."""
    await MongoMeetings(service.db).get(municipality, meeting_id)
    people = await MongoAttendees(service.db).who_came(municipality, meeting_id)
    places = await zones(service.db, municipality)
    return {
        "total": shown_count(len(people)),
        "by_zone": parts([zone_of(one.person.neighbourhood, places) for one in people]),
        "by_neighbourhood": parts([one.person.neighbourhood for one in people]),
        "by_gender": parts([one.person.gender for one in people]),
        "by_age_band": parts([one.person.age_band for one in people]),
        "associations": len({fold(one.person.organisation) for one in people if one.person.organisation}),
    }


def parts(values: Sequence[str | None]) -> Mapping[str, int | None]:
    return shown_parts(Counter(value or "unknown" for value in values))


@router.get("/forums/{meeting_id}/groups", response_model=GroupsOut)
async def list_groups(municipality: Municipality, meeting_id: Id, service: Service) -> dict[str, Any]:
    """The working groups of a forum: those that reported, with what they wrote."""
    await MongoMeetings(service.db).get(municipality, meeting_id)
    reports = await MongoReports(service.db).of_meeting(municipality, meeting_id)
    latest = {report.group: report for report in reports}
    return {
        "items": [
            {
                "n": n,
                "theme": report.theme,
                "place": report.place,
                "participants": report.participants,
                "proposals": [idea.title for idea in report.ideas],
            }
            for n, report in sorted(latest.items())
        ]
    }
