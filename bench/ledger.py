"""Two of the smallest services there can be: one announces that a project was delivered, the other counts it."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import UpdateOne

from shared.clock import SystemClock
from shared.contracts.event import Event
from shared.contracts.proposals import ProjectDelivered
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery, Handler
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import Database, Document
from shared.process import main
from shared.service import Resources, ServiceDefinition
from shared.settings import ServiceSettings

DAY = datetime(2022, 3, 1, tzinfo=UTC).date()
TITLE = "تهيئة السوق الأسبوعية وتبليط الأنهج المجاورة"


class SenderSettings(ServiceSettings):
    service = "sender"


class ReceiverSettings(ServiceSettings):
    service = "receiver"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a process of either service holds."""

    db: Database
    work: UnitOfWork


def delivered(subject: str) -> ProjectDelivered:
    return ProjectDelivered(municipality="tn-nefta", project_id=subject, edition="2022", title=TITLE, delivered_on=DAY)


def message() -> Envelope:
    """The same event as it travels, from a producer without outbox."""
    event = delivered(new_id())
    data = event.model_dump_json().encode()
    now = SystemClock().system()
    return Envelope(new_id(), "/pb/sender", event.TYPE, event.subject, now, 1, "c", None, None, event.key, data)


async def announce(work: UnitOfWork, number: int) -> list[str]:
    """One command: a document for each project and its event; gives the ids."""
    subjects = [new_id() for _ in range(number)]

    async def command(tx: Transaction) -> None:
        rows = [{"_id": f"tn-nefta/{one}", "municipality": "tn-nefta", "version": 1} for one in subjects]
        await tx.db["projects"].insert_many(rows, session=tx.session)
        for one in subjects:
            tx.announce(delivered(one), 1)

    await work.run(command)
    return subjects


async def project(event: ProjectDelivered, delivery: Delivery) -> None:
    """A projection: one document changed for each event, read back by nobody before the commit."""
    delivery.tx.later("delivered", UpdateOne(*change(event), upsert=True))


async def project_at_once(event: ProjectDelivered, delivery: Delivery) -> None:
    """The same, a request each: what a handler does that must see its write."""
    await delivery.tx.db["delivered"].update_one(*change(event), upsert=True, session=delivery.tx.session)


def change(event: ProjectDelivered) -> tuple[Document, Document]:
    """Which document, and what becomes of it."""
    where = {"_id": f"{event.municipality}/{event.project_id}", "municipality": event.municipality}
    told = {"title": event.title, "delivered_on": event.delivered_on.isoformat()}
    return where, {"$set": told, "$inc": {"count": 1}}


HANDLERS: dict[type[Event], Handler] = {ProjectDelivered: project}
AT_ONCE: dict[type[Event], Handler] = {ProjectDelivered: project_at_once}


def build(_: Any, resources: Resources) -> Ledger:
    return Ledger(resources.db, resources.work)


async def prepare(ledger: Ledger) -> None:
    await prepare_database(ledger.db)


async def prepare_database(db: Database) -> None:
    """Collections exist before the first transaction needs them."""
    for name in {"projects", "delivered"} - set(await db.list_collection_names()):
        await db.create_collection(name)


SENDER = ServiceDefinition("sender", SenderSettings, build, prepare=prepare)
RECEIVER = ServiceDefinition("receiver", ReceiverSettings, build, handlers=HANDLERS, prepare=prepare)
SERVICES = {one.name: one for one in (SENDER, RECEIVER)}

if __name__ == "__main__":
    main(SERVICES[sys.argv[1]], sys.argv[2:])
