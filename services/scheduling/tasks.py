"""Celery tasks: each runs one command; the sweeps are the timers."""

from datetime import timedelta
from functools import partial

from services.scheduling.adapters.mongo import MongoCalendars, MongoConsultations
from services.scheduling.adapters.network import due_consultations, due_registrations, fold_cockpit, pending_copies
from services.scheduling.adapters.registrar import MongoRegistrars, MongoTallies, SealedSigner
from services.scheduling.adapters.retention import sweep_retention
from services.scheduling.adapters.service import Scheduling
from services.scheduling.application.calendars import warn_of_due_activities
from services.scheduling.application.consultations import tick_consultation
from services.scheduling.application.registrar import close_overdue_registration
from shared.celery_runner import TaskSpec
from shared.clock import zone_date
from shared.contracts.event import Document
from shared.files.fetch import DocumentSourceUnknown, DocumentUnavailable
from shared.files.port import DigestMismatch
from shared.http.tokens import SignInUnavailable
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import municipalities

BATCH = 200
MOST_TRIES = 50


async def sweep_timers(service: Scheduling) -> None:
    """Open and close consultation windows whose instant has come, each in its own transaction."""
    for town, own in await due_consultations(service.db, await service.clock.civil(), BATCH):
        await tick(service, town, own)


async def tick(service: Scheduling, town: str, own: str) -> None:
    await service.work.run(
        lambda tx: tick_consultation(
            MongoConsultations.within(tx), municipality=town, consultation_id=own, now=tx.civil
        )
    )


async def sweep_registrations(service: Scheduling) -> None:
    """Close registration for voting from afar at its instant: count, announce, destroy the keys."""
    for town, own in await due_registrations(service.db, await service.clock.civil(), BATCH):
        await service.work.run(partial(end_registration, service, town=town, election=own))


async def end_registration(service: Scheduling, tx: Transaction, town: str, election: str) -> None:
    await close_overdue_registration(
        MongoRegistrars.within(tx),
        MongoTallies(tx),
        SealedSigner(tx, service.secret),
        municipality=town,
        election=election,
        now=tx.civil,
    )


async def sweep_activities(service: Scheduling) -> None:
    """Once a civil day and municipality: what is due soon, what is overdue."""
    now = await service.clock.civil()
    for town in await municipalities(service.db):
        today = zone_date(now, town.timezone)
        if await MongoCalendars(service.db).to_warn(town.slug, today):
            await warn(service, town.slug, town.timezone)


async def warn(service: Scheduling, town: str, timezone: str) -> None:
    await service.work.run(
        lambda tx: warn_of_due_activities(
            MongoCalendars.within(tx), municipality=town, today=zone_date(tx.civil, timezone)
        )
    )


async def fetch_copy(service: Scheduling, own: str) -> None:
    """Fetch our copy of another service's document; what is not available yet is tried again by the sweep."""
    row = await service.db["copies"].find_one({"_id": own, "state": "pending"})
    if row is None:
        return
    document = Document(**row["document"])
    try:
        await service.documents.fetch(document, row["municipality"], row["public"])
        await service.work.run(lambda tx: service.files.attach(tx, row["municipality"], document.sha256))
        change = {"state": "kept"}
    except (DocumentUnavailable, SignInUnavailable):
        change = {"state": "pending" if row["tries"] < MOST_TRIES else "failed"}
    except (DigestMismatch, DocumentSourceUnknown):
        change = {"state": "failed"}
    later = service.clock.system() + timedelta(seconds=min(60, 2 ** row["tries"]))
    await service.db["copies"].update_one({"_id": own}, {"$set": {**change, "due_at": later}, "$inc": {"tries": 1}})


async def sweep_copies(service: Scheduling) -> None:
    for own in await pending_copies(service.db, service.clock.system(), BATCH):
        await fetch_copy(service, own)


async def refresh_screens(service: Scheduling) -> None:
    """Changed lines go into the network's screen."""
    await fold_cockpit(service.db)


TASKS = [
    TaskSpec("scheduling.sweep_timers", sweep_timers, every=1.0),
    TaskSpec("scheduling.sweep_registrations", sweep_registrations, every=1.0),
    TaskSpec("scheduling.sweep_retention", sweep_retention, every=60.0),
    TaskSpec("scheduling.sweep_activities", sweep_activities, every=5.0),
    TaskSpec("scheduling.refresh_screens", refresh_screens, every=5.0),
    TaskSpec("scheduling.fetch_copy", fetch_copy),
    TaskSpec("scheduling.sweep_copies", sweep_copies, every=5.0),
]
