"""Routes of the check-in desk: who is here, what each desk still holds, and when the electorate is fixed."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from services.scheduling.adapters.mongo import MongoAttendees, MongoDesks, MongoMeetings
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import checkin_views as views
from services.scheduling.api import meeting_views
from services.scheduling.api.access import LEADERS, Clerk, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.checkin_schemas import (
    DEVICE,
    Admitted,
    AttendanceBatchIn,
    AttendanceIn,
    AttendeesOut,
    BatchOut,
    ClosingIn,
    CountsOut,
    DeskIn,
    DeskOut,
    DesksOut,
    SearchIn,
    SightingIn,
)
from services.scheduling.api.forum import check_neighbourhoods, neighbourhoods_of
from services.scheduling.api.meeting_answers import CheckInOut
from services.scheduling.api.meetings import show
from services.scheduling.application import checkin as commands
from services.scheduling.application.checkin import (
    FOREIGN_NEIGHBOURHOOD,
    UNKNOWN_ATTENDEE,
    UNKNOWN_NEIGHBOURHOOD,
    Admission,
    Sighting,
)
from services.scheduling.domain.attendance import Person, UnknownAttendee, UnknownNeighbourhood
from services.scheduling.domain.desk import Desk, ForeignNeighbourhood
from services.scheduling.domain.meeting import Override
from shared.http.auth import Principal
from shared.http.idempotency import Once
from shared.http.paging import Window
from shared.messaging.unit_of_work import Transaction
from shared.texts.folding import fold

router = APIRouter(prefix="/{municipality}/forums/{meeting_id}", tags=["check-in"])
DeviceName = Annotated[str, Path(pattern=DEVICE)]
Places = Annotated[Sequence[str], Query(alias="neighbourhood", max_length=200)]
SNAPSHOT = 1000


def sighting(row: SightingIn) -> Sighting:
    if row.attendee_id or row.name is None or row.neighbourhood is None:
        return Sighting(row.seen_at, row.attendee_id, offline=row.offline)
    who = Person(row.name, row.neighbourhood, row.gender, row.age_band, row.organisation, row.homonym)
    return Sighting(row.seen_at, None, who, row.offline)


@router.post("/attendance", response_model=Admitted)
async def check_in(
    municipality: Municipality, meeting_id: Id, body: AttendanceIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """One person is here. The same person again gives the same answer."""
    places = await neighbourhoods_of(service, municipality)

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "check-in", meeting_id)
        [found] = await admitted(tx, municipality, meeting_id, body.device, [sighting(body)], places, 0)
        refuse(found)
        return views.admission(found)

    return await service.work.once(once, work)


def refuse(found: Admission) -> None:
    """Alone, a refusal is a problem; in a batch it is one of the answers."""
    if found.refused == UNKNOWN_ATTENDEE:
        raise UnknownAttendee
    if found.refused == UNKNOWN_NEIGHBOURHOOD:
        raise UnknownNeighbourhood
    if found.refused == FOREIGN_NEIGHBOURHOOD:
        raise ForeignNeighbourhood


@router.post("/attendance/batches", response_model=BatchOut)
async def check_in_batch(
    municipality: Municipality, meeting_id: Id, body: AttendanceBatchIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """What a desk queued while it was cut off; repeated and reordered entries count once, refused ones say why."""
    places = await neighbourhoods_of(service, municipality)
    entries = [sighting(row) for row in body.entries]

    async def work(tx: Transaction) -> dict[str, Any]:
        if entries:
            tx.audit(municipality, who.actor, "check-in", meeting_id)
        found = await admitted(tx, municipality, meeting_id, body.device, entries, places, body.pending)
        return {
            "entries": [views.admission(one) for one in found],
            "admitted": sum(one.attendee_id is not None and not one.already_present for one in found),
        }

    return await service.work.once(once, work)


async def admitted(
    tx: Transaction,
    municipality: str,
    meeting_id: str,
    device: str,
    entries: list[Sighting],
    places: set[str],
    pending: int,
) -> list[Admission]:
    return await commands.check_in(
        MongoAttendees.within(tx),
        MongoDesks.within(tx),
        MongoMeetings.within(tx),
        municipality=municipality,
        meeting=meeting_id,
        device=device,
        sightings=entries,
        neighbourhoods=places,
        pending=pending,
        heard_at=tx.system,
    )


@router.get("/attendance/counts", response_model=CountsOut)
async def count_attendance(municipality: Municipality, meeting_id: Id, _: Clerk, service: Service) -> dict[str, Any]:
    """Present so far by neighbourhood, and what each desk still holds."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    attendees = MongoAttendees(service.db)
    present = await attendees.present(municipality, meeting_id)
    desks = await MongoDesks(service.db).of_meeting(municipality, meeting_id)
    return {
        "total": sum(present.values()),
        "registered": await attendees.registered(municipality, meeting_id),
        "present": [{"neighbourhood": name, "present": people} for name, people in sorted(present.items())],
        "desks": shown(service, desks),
        "state": meeting_views.check_in(meeting)["state"],
    }


def shown(service: Scheduling, desks: list[Desk]) -> list[dict[str, Any]]:
    return [views.desk(desk, service.clock.system()) for desk in sorted(desks, key=lambda desk: desk.device)]


@router.get("/attendees", response_model=AttendeesOut)
async def list_attendees(
    municipality: Municipality,
    meeting_id: Id,
    who: Clerk,
    service: Service,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=SNAPSHOT)] = SNAPSHOT,
    code: Annotated[str | None, Query(max_length=20, description="Of a badge.")] = None,
    neighbourhoods: Places = (),
) -> dict[str, Any]:
    """What a desk takes with it in case it is cut off: who is expected, and nothing it has no use for. Recorded."""
    await MongoMeetings(service.db).get(municipality, meeting_id)
    attendees = MongoAttendees(service.db)
    where = views.wanted(meeting_id, code, neighbourhoods)
    found = await attendees.listed(municipality, Window(cursor=cursor, limit=limit), where)
    await service.note_reading(municipality, who.actor, "read-attendees", meeting_id)
    return {"items": [views.attendee(attendees.loaded(row)) for row in found.items], "next": found.next}


@router.post("/attendees/search", response_model=AttendeesOut)
async def find_attendees(
    municipality: Municipality, meeting_id: Id, body: SearchIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """People of one name, however it is written, before a walk-in is written down.

    A POST, so that no name stands in an address; nothing is remembered of the answer.
    """
    await MongoMeetings(service.db).get(municipality, meeting_id)
    attendees = MongoAttendees(service.db)
    where = {"meeting_id": meeting_id, "name_key": fold(body.name)}
    found = await attendees.listed(municipality, Window(), where)
    await service.note_reading(municipality, who.actor, "read-attendees", meeting_id)
    return {"items": [views.attendee(attendees.loaded(row)) for row in found.items], "next": found.next}


@router.get("/desks", response_model=DesksOut)
async def list_desks(municipality: Municipality, meeting_id: Id, _: Clerk, service: Service) -> dict[str, Any]:
    await MongoMeetings(service.db).get(municipality, meeting_id)
    return {"items": shown(service, await MongoDesks(service.db).of_meeting(municipality, meeting_id))}


@router.put("/desks/{device}", response_model=DeskOut)
async def assign_desk(
    municipality: Municipality, meeting_id: Id, device: DeviceName, body: DeskIn, who: Clerk, service: Service
) -> dict[str, Any]:
    """Which neighbourhoods a desk admits while it is cut off. The same again is harmless."""
    await check_neighbourhoods(service, municipality, set(body.neighbourhoods))

    async def work(tx: Transaction) -> Desk:
        tx.audit(municipality, who.actor, "assign-desk", f"{meeting_id}/{device}")
        return await commands.assign_desk(
            MongoDesks.within(tx),
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting=meeting_id,
            device=device,
            neighbourhoods=body.neighbourhoods,
        )

    return views.desk(await service.work.run(work), service.clock.system())


def leads(who: Principal, municipality: str) -> bool:
    return any(who.has(role, municipality) for role in LEADERS)


@router.post("/check-in/close", response_model=CheckInOut)
async def close_check_in(
    municipality: Municipality, meeting_id: Id, body: ClosingIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """Fix the electorate of each neighbourhood; announced as counts only."""
    override = Override(body.override.reason, who.actor) if body.override else None

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "override-desks" if override else "close-check-in", meeting_id)
        meeting = await commands.close_check_in(
            MongoAttendees.within(tx),
            MongoDesks.within(tx),
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting=meeting_id,
            at=tx.civil,
            now=tx.system,
            override=override,
            leads=leads(who, municipality),
        )
        return told(meeting_views.check_in(meeting))

    answer = await service.work.once(once, work)
    await show(service, municipality, meeting_id)
    return answer
