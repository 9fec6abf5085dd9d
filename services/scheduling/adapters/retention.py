"""People are forgotten when the time the law gives is over; what was counted stays."""

from datetime import timedelta
from functools import partial

from services.scheduling.adapters.mongo import MongoMeetings
from services.scheduling.adapters.own_data import MongoPeople, registrants_to_forget, still_named
from services.scheduling.adapters.service import Scheduling
from services.scheduling.application.own_data import forget_meeting
from services.scheduling.domain.registrar import Registrant
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import MunicipalityView, municipalities

BATCH = 200  # rows in one transaction


async def sweep_retention(service: Scheduling) -> None:
    """Meetings and registrations older than the period of their country; a country without one keeps them."""
    for town in await municipalities(service.db):
        if (days := service.retention_days.get(town.country)) is not None:
            await forget_old(service, town, days)


async def forget_old(service: Scheduling, town: MunicipalityView, days: int) -> None:
    before = await service.clock.civil() - timedelta(days=days)
    for meeting in await still_named(service.db, town.slug, before):
        while await service.work.run(partial(forget_some, municipality=town.slug, meeting_id=meeting)):
            pass
    for registrant in await registrants_to_forget(service.db, town.slug, before):
        await service.work.run(partial(forget_registrant, registrant=registrant))


async def forget_some(tx: Transaction, municipality: str, meeting_id: str) -> bool:
    """One batch of a meeting; true while there are more."""
    people, meetings = MongoPeople.within(tx), MongoMeetings.within(tx)
    meeting = await meetings.get(municipality, meeting_id)
    meeting.close_for_good(tx.civil)
    named = await people.of_meeting(municipality, meeting_id, BATCH)
    await forget_meeting(people, named, meeting, tx.civil)
    if len(named) < BATCH:
        meeting.people_forgotten_at = tx.civil
        tx.audit(municipality, "retention", "forget-people", meeting_id)
        await meetings.save(meeting)
    return len(named) == BATCH


async def forget_registrant(tx: Transaction, registrant: Registrant) -> None:
    await MongoPeople.within(tx).forget_registrant(registrant)
