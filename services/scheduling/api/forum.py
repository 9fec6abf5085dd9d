"""Routes of a forum: registration beforehand, candidacies, working groups."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from services.scheduling.adapters.mongo import MongoAttendees, MongoMeetings, MongoReports
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api.access import Clerk, Facilitator, Id, Municipality, Service
from services.scheduling.api.checkin_schemas import PersonIn, RegistrationsIn
from services.scheduling.api.record_schemas import NominatedOut, RegisteredOut, ReportedOut
from services.scheduling.api.schemas import CandidacyIn, GroupReportIn
from services.scheduling.application import forum as commands
from services.scheduling.domain.attendance import Person, UnknownNeighbourhood
from services.scheduling.domain.meeting import Candidate
from services.scheduling.domain.report import GroupReport, Idea
from shared.clock import zone_date
from shared.http.idempotency import Once
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import zones

router = APIRouter(prefix="/{municipality}/forums/{meeting_id}", tags=["forum"])


async def neighbourhoods_of(service: Scheduling, municipality: str) -> set[str]:
    """Those the town has; none where it defined none."""
    return {place.slug for place in (await zones(service.db, municipality)).neighbourhoods}


async def check_neighbourhoods(service: Scheduling, municipality: str, named: set[str | None]) -> None:
    """Where the neighbourhoods are defined, only those exist; the electorate hangs on them."""
    known = await neighbourhoods_of(service, municipality)
    if known and (strange := {name for name in named if name} - known):
        raise UnknownNeighbourhood(", ".join(sorted(strange)))


def person(row: PersonIn) -> Person:
    return Person(row.name, row.neighbourhood, row.gender, row.age_band, row.organisation, row.homonym)


@router.post("/registrations", status_code=201, response_model=RegisteredOut)
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


@router.post("/candidacies", status_code=201, response_model=NominatedOut)
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


@router.post("/groups/{n}/report", status_code=201, response_model=ReportedOut)
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
            place=body.place,
            participants=body.facilitator_attendance,
            reported_on=zone_date(tx.civil, timezone),
            ideas=[Idea(i.title, i.body, i.zone, i.neighbourhood, i.kind) for i in body.proposals],
        )
        tx.audit(municipality, who.actor, "report-group", f"{meeting_id}/{n}")
        await commands.report_group(MongoMeetings.within(tx), MongoReports.within(tx), report)
        return {"report_id": report.id, "proposals": len(report.ideas)}

    return await service.work.once(once, work)
