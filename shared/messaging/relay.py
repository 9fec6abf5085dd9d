"""The relay: publishes the outbox oldest first and marks what Kafka has confirmed."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from pymongo.errors import PyMongoError

from shared.clock import Clock
from shared.messaging.cloudevents import Envelope
from shared.messaging.kafka import BrokerUnavailable, Sender
from shared.messaging.lease import Lease
from shared.mongo import Database
from shared.telemetry import inject_context, publish_span

BATCH = 500
POLL = 0.5  # seconds; the net below the change stream, which wakes the relay at once
RETENTION = timedelta(days=7)  # as long as the topics keep them, so that a broker that lost its log can be refilled

log = logging.getLogger(__name__)


class Relay:
    """One a service: only the holder of the lease publishes."""

    def __init__(self, db: Database, sender: Sender, clock: Clock) -> None:
        self._outbox = db["_outbox"]
        self._sender = sender
        self._clock = clock
        self._lease = Lease(db, "relay", clock)
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled; a broker or database that is away is waited for."""
        watcher = asyncio.create_task(self._watch())
        try:
            while True:
                if not await self._round():
                    await self._wait()
        finally:
            watcher.cancel()
            await self._release()

    async def publish_once(self) -> int:
        """Publish what is pending; gives how many Kafka confirmed."""
        rows = await self._outbox.find({"state": "pending"}).sort("_id", 1).limit(BATCH).to_list(BATCH)
        if not rows:
            return 0
        outcomes = await asyncio.gather(*(self._send(row) for row in rows), return_exceptions=True)
        confirmed = [row["_id"] for row, outcome in zip(rows, outcomes, strict=True) if outcome is None]
        await self._mark(confirmed)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome
        return len(confirmed)

    async def _round(self) -> bool:
        try:
            return await self._lease.hold() and await self.publish_once() > 0
        except (BrokerUnavailable, PyMongoError) as away:
            log.warning("relay waits: %s", away)
            return False

    def _send(self, row: dict[str, Any]) -> asyncio.Future[None]:
        with publish_span(row["type"], row["traceparent"], event_id=row["_id"]):
            envelope = envelope_of({**row, "traceparent": inject_context() or row["traceparent"]})
            return self._sender.send(envelope.topic, envelope.key, envelope.data, envelope.headers())

    async def _mark(self, confirmed: list[str]) -> None:
        now = self._clock.system()
        sent = {"$set": {"state": "sent", "sent_at": now, "expires_at": now + RETENTION}}
        await self._outbox.update_many({"_id": {"$in": confirmed}}, sent)

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), POLL)
        self._woken.clear()

    async def _watch(self) -> None:
        while True:
            try:
                async with self._outbox.watch([{"$match": {"operationType": "insert"}}]) as changes:
                    async for _ in changes:
                        self._woken.set()
            except PyMongoError:
                await asyncio.sleep(1)

    async def _release(self) -> None:
        try:
            await self._lease.let_go()
        except PyMongoError:
            return


def envelope_of(row: dict[str, Any]) -> Envelope:
    """The envelope of an outbox row."""
    return Envelope(
        id=row["_id"],
        source=f"/pb/{row['source']}",
        type=row["type"],
        subject=row["subject"],
        time=row["time"],
        sequence=row["sequence"],
        correlation=row["correlation"],
        causation=row["causation"],
        traceparent=row["traceparent"],
        key=row["key"],
        data=row["data"],
    )


async def replay_outbox(db: Database) -> int:
    """Mark every kept row as pending again, for a broker that lost its log; consumers drop what they know."""
    result = await db["_outbox"].update_many(
        {"state": "sent"}, {"$set": {"state": "pending"}, "$unset": {"expires_at": ""}}
    )
    return int(result.modified_count)
