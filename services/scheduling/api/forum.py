"""Routes of a forum: registration, the check-in desk, candidacies, working groups."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from services.scheduling.adapters.mongo import MongoAttendees, MongoDesks, MongoMeetings, MongoReports
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import meeting_views as views
from services.scheduling.api.access import Clerk, Facilitator, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.meetings import show
from services.scheduling.api.schemas import (
    AttendanceBatchIn,
    AttendanceIn,
    CandidacyIn,
    GroupReportIn,
    PersonIn,
    RegistrationsIn,
    SightingIn,
)
from services.scheduling.application import forum as commands
from services.scheduling.application.forum import Sighting
from services.scheduling.domain.attendance import Person, UnknownNeighbourhood
from services.scheduling.domain.meeting import Candidate
from services.scheduling.domain.report import GroupReport, Idea
from shared.clock import zone_date
from shared.http.idempotency import Once
from shared.http.schemas import Body
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import zones

router = APIRouter(prefix="/{municipality}/forums/{meeting_id}", tags=["forum"])


async def check_neighbourhoods(service: Scheduling, municipality: str, named: set[str | None]) -> None:
    """Where the neighbourhoods are defined, only those exist; the electorate hangs on them."""
    known = {n.slug for n in (await zones(service.db, municipality)).neighbourhoods}
    if known and (strange := {name for name in named if name} - known):
        raise UnknownNeighbourhood(", ".join(sorted(strange)))


def person(row: PersonIn) -> Person:
    return Person(row.name, row.neighbourhood, row.gender, row.age_band, row.organisation, row.homonym)


def sighting(row: SightingIn) -> Sighting:
    if row.attendee_id or row.name is None or row.neighbourhood is None:
        return Sighting(row.seen_at, row.attendee_id)
    who = Person(row.name, row.neighbourhood, row.gender, row.age_band, row.organisation, row.homonym)
    return Sighting(row.seen_at, None, who)


@router.post("/registrations", status_code=201)
async def register(
    municipality: Municipality, meeting_id: Id, body: RegistrationsIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """Who announced they would come; the same person twice is one."""
    await check_neighbourhoods(service, municipality, {row.neighbourhood for row in body.rows})

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "register-attendees", meeting_id)
        ids = await commands.register(
            MongoAttendees.within(tx),
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting=meeting_id,
            people=[person(row) for row in body.rows],
            at=tx.civil,
        )
        return {"attendees": ids, "registered": len(set(ids))}

    return await service.work.once(once, work)


@router.post("/attendance")
async def check_in(
    municipality: Municipality, meeting_id: Id, body: AttendanceIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """One person is here. The same person again gives the same answer."""
    await check_neighbourhoods(service, municipality, {body.neighbourhood})

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "check-in", meeting_id)
        [(attendance_id, first)] = await admitted(tx, municipality, meeting_id, body.device, [sighting(body)])
        return {"attendance_id": attendance_id, "already_present": not first}

    return await service.work.once(once, work)


@router.post("/attendance/batches")
async def check_in_batch(
    municipality: Municipality, meeting_id: Id, body: AttendanceBatchIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """What a desk queued while it was cut off; repeated and reordered entries count once."""
    await check_neighbourhoods(service, municipality, {row.neighbourhood for row in body.entries})
    entries = [sighting(row) for row in body.entries]

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "check-in", meeting_id)
        found = await admitted(tx, municipality, meeting_id, body.device, entries, body.pending)
        answers = [{"attendance_id": own, "already_present": not first} for own, first in found]
        return {"entries": answers, "admitted": sum(first for _, first in found)}

    return await service.work.once(once, work)


async def admitted(
    tx: Transaction, municipality: str, meeting_id: str, device: str, entries: list[Sighting], pending: int = 0
) -> list[tuple[str, bool]]:
    return await commands.check_in(
        MongoAttendees.within(tx),
        MongoDesks.within(tx),
        MongoMeetings.within(tx),
        municipality=municipality,
        meeting=meeting_id,
        device=device,
        sightings=entries,
        pending=pending,
    )


@router.get("/attendance/counts")
async def count_attendance(municipality: Municipality, meeting_id: Id, _: Clerk, service: Service) -> dict[str, Any]:
    """Present so far by neighbourhood, and what each desk still holds."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    present = await MongoAttendees(service.db).present(municipality, meeting_id)
    desks = await MongoDesks(service.db).of_meeting(municipality, meeting_id)
    return {
        "total": sum(present.values()),
        "present": [{"neighbourhood": name, "present": people} for name, people in sorted(present.items())],
        "desks": [{"device": desk.device, "admitted": desk.admitted, "pending": desk.pending} for desk in desks],
        "state": views.check_in(meeting)["state"],
    }


@router.post("/check-in/close")
async def close_check_in(
    municipality: Municipality, meeting_id: Id, body: Body, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """Fix the electorate of each neighbourhood; announced as counts only."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "close-check-in", meeting_id)
        meeting = await commands.close_check_in(
            MongoAttendees.within(tx),
            MongoDesks.within(tx),
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting=meeting_id,
            at=tx.civil,
        )
        return told(views.check_in(meeting))

    answer = await service.work.once(once, work)
    await show(service, municipality, meeting_id)
    return answer


@router.post("/candidacies", status_code=201)
async def nominate(
    municipality: Municipality, meeting_id: Id, body: CandidacyIn, who: Facilitator, service: Service, once: Once
) -> dict[str, Any]:
    """Somebody present stands for delegate and agrees to be named."""
    await check_neighbourhoods(service, municipality, {body.neighbourhood})

    async def work(tx: Transaction) -> dict[str, Any]:
        candidate = Candidate(new_id(), body.neighbourhood, body.name, body.group)
        tx.audit(municipality, who.actor, "nominate", f"{meeting_id}/{candidate.id}")
        await commands.nominate(
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting=meeting_id,
            candidate=candidate,
            consent=body.consent,
        )
        return {"candidate_id": candidate.id}

    return await service.work.once(once, work)


@router.post("/groups/{n}/report", status_code=201)
async def report_group(
    municipality: Municipality,
    meeting_id: Id,
    n: Annotated[int, Path(ge=1, le=200)],
    body: GroupReportIn,
    who: Facilitator,
    service: Service,
    once: Once,
) -> dict[str, Any]:
    """A working group hands in its proposals; the group is their author."""
    timezone = (await service.town(municipality)).timezone
    await check_neighbourhoods(service, municipality, {idea.neighbourhood for idea in body.proposals})

    async def work(tx: Transaction) -> dict[str, Any]:
        report = GroupReport(
            municipality=municipality,
            id=new_id(),
            meeting_id=meeting_id,
            edition="",
            group=n,
            theme=body.theme,
            participants=body.facilitator_attendance,
            reported_on=zone_date(tx.civil, timezone),
            ideas=[Idea(i.title, i.body, i.zone, i.neighbourhood, i.kind) for i in body.proposals],
        )
        tx.audit(municipality, who.actor, "report-group", f"{meeting_id}/{n}")
        await commands.report_group(MongoMeetings.within(tx), MongoReports.within(tx), report)
        return {"report_id": report.id, "proposals": len(report.ideas)}

    return await service.work.once(once, work)
