"""The smallest service there can be: one command, one handler, a count per subject."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from shared.clock import SystemClock
from shared.contracts.event import Event
from shared.contracts.proposals import ProjectDelivered, RequestAnswered
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery, EventConsumer, Handler
from shared.messaging.dead_letters import (
    DeadLetters,
    Going,
    Replayed,
    dead_group,
    dead_topics,
    replay_dead_letters,
)
from shared.messaging.kafka import TOPICS, Sender, ensure_topics, open_consumer, open_reader
from shared.messaging.relay import Relay
from shared.messaging.replays import Replayer, ask_for_replay
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import Database, connect, ensure_indexes
from shared.service import MACHINERY
from shared.settings import ServiceSettings
from shared.telemetry import continued


class LedgerSettings(ServiceSettings):
    service = "ledger"

    @property
    def database(self) -> str:
        return self.database_prefix


def delivered(subject: str, municipality: str = "tn-nefta") -> ProjectDelivered:
    when = datetime(2022, 3, 1, tzinfo=UTC).date()
    return ProjectDelivered(
        municipality=municipality, project_id=subject, edition="2022", title="سوق", delivered_on=when
    )


async def count(event: ProjectDelivered, delivery: Delivery) -> None:
    where = {"_id": event.project_id, "municipality": event.municipality}
    tx = delivery.tx
    change = {"$inc": {"count": 1}, "$push": {"order": delivery.envelope.sequence}}
    await tx.db["counts"].update_one(where, change, upsert=True, session=tx.session)


class Ledger:
    """Everything a process of a service holds, around one database and one topic prefix."""

    def __init__(self, settings: LedgerSettings) -> None:
        self.settings = settings
        self.client = connect(settings.mongo_url, "ledger")
        self.db: Database = self.client[settings.database]
        self.clock = SystemClock()
        self.work = UnitOfWork(self.client, settings.database, "proposals", self.clock)
        self.sender = Sender(settings)
        self.relay = Relay(self.db, self.sender, self.clock)
        self.dead = DeadLetters(self.sender, "ledger", settings.topic_prefix)
        self.broken: set[str] = set()

    async def prepare(self) -> None:
        await asyncio.to_thread(ensure_topics, self.settings)
        await ensure_indexes(self.db, MACHINERY)
        await self.db.create_collection("counts")

    async def deliver(self, *subjects: str, sequence: int = 1, traced: str = "") -> None:
        async def command(tx: Transaction) -> None:
            for subject in subjects:
                tx.announce(delivered(subject), sequence)

        with continued(f"00-{traced}-b7ad6b7169203331-01" if traced else None):
            await self.work.run(command)

    async def publish(self, *envelopes: Envelope) -> None:
        """Put envelopes on Kafka as another producer would, past our outbox."""
        sent = [self.sender.send(one.topic, one.key, one.data, one.headers()) for one in envelopes]
        await asyncio.gather(*sent)

    @asynccontextmanager
    async def consuming(
        self, batched: bool = True, handlers: Mapping[type[Event], Handler] | None = None
    ) -> AsyncIterator[Any]:
        consumer = self.consumer(batched, handlers)
        running = asyncio.create_task(consumer.run())
        try:
            yield running
        finally:
            consumer.stop()
            await asyncio.gather(running, return_exceptions=True)

    def consumer(self, batched: bool = True, handlers: Mapping[type[Event], Handler] | None = None) -> EventConsumer:
        reader = open_consumer(self.settings, "ledger", TOPICS)
        return EventConsumer(reader, handlers or self.handlers(), self.work, self, self.dead, batched)

    async def replayed(self) -> tuple[int, int]:
        """Asked for as at the API, done as in the events process: how many were handled, how many are still dead."""
        asked = await self.work.run(lambda tx: ask_for_replay(tx, "operator"))
        done = await Replayer(self.db, self.clock, self._replay).finish(asked["_id"])
        return done["handled"], done["still_dead"]

    async def _replay(self, going: Going) -> Replayed:
        reader = open_reader(self.settings, dead_group("ledger"))
        dead = DeadLetters(self.sender, "ledger", self.settings.topic_prefix)
        again = EventConsumer(reader, self.handlers(), self.work, self, dead)
        try:
            return await replay_dead_letters(reader, again, "ledger", dead_topics(self.settings), going)
        finally:
            await asyncio.to_thread(reader.close)

    def handlers(self) -> dict[type[Event], Handler]:
        return {ProjectDelivered: self._count, RequestAnswered: self._never}

    async def _count(self, event: ProjectDelivered, delivery: Delivery) -> None:
        await count(event, delivery)
        if event.project_id in self.broken:
            raise ZeroDivisionError(event.project_id)

    async def _never(self, event: Event, delivery: Delivery) -> None:
        raise AssertionError("nobody announces this here")

    async def counted(self) -> dict[str, int]:
        return {row["_id"]: row["count"] async for row in self.db["counts"].find({})}

    async def close(self) -> None:
        self.sender.close()
        self.client.close()


async def until(condition: Callable[[], Awaitable[bool]], patience: float = 20.0) -> None:
    """Wait for something that is about to become true; fails loudly when it does not."""
    deadline = asyncio.get_running_loop().time() + patience
    while not await condition():
        assert asyncio.get_running_loop().time() < deadline, "what was waited for did not happen"
        await asyncio.sleep(0.05)
