"""The consumer: partitions side by side, in order within one, each event with one effect."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from confluent_kafka import Consumer, KafkaException, TopicPartition

from shared.contracts.event import Event
from shared.messaging.cloudevents import CAUSE, Cause, Envelope, UnreadableEvent, read_envelope, read_event
from shared.messaging.dead_letters import DEAD_IN_A_ROW, DeadLetters
from shared.messaging.inbox import unseen
from shared.messaging.kafka import Record, record_of
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import AWAY, StorageUnavailable
from shared.telemetry import consumer_span

BATCH = 50  # at worst 50 x 3 s of retries, well under max.poll.interval.ms
TRIES = (0.05, 0.2, 0.5, 1.0)  # pauses between the five tries of one event
STOP: tuple[type[Exception], ...] = (StorageUnavailable, *AWAY)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a handler is given beside the event."""

    tx: Transaction
    envelope: Envelope
    service: Any


Handler = Callable[[Any, Delivery], Awaitable[None]]
Read = tuple[Envelope, Event]


class TooManyDeadLetters(Exception):
    """Ten events in a row could not be handled: the fault is ours, not theirs."""


class EventConsumer:
    """Reads every topic somebody here listens to; commits after each batch."""

    def __init__(
        self,
        consumer: Consumer,
        handlers: Mapping[type[Event], Handler],
        work: UnitOfWork,
        service: Any,
        dead: DeadLetters,
        batched: bool = True,
    ) -> None:
        self._consumer = consumer
        self._handlers = handlers
        self._wanted = {kind.TYPE: kind for kind in handlers}
        self._work = work
        self._service = service
        self._dead = dead
        self._batched = batched
        self._dead_in_a_row = 0
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Finish the batch in hand, commit, leave."""
        self._stopping.set()

    async def run(self) -> None:
        """Until stopped. Raises `StorageUnavailable` (nothing of the batch is committed) or `TooManyDeadLetters`."""
        try:
            while not self._stopping.is_set():
                if records := await asyncio.to_thread(self._poll):
                    await self.handle(records)
        finally:
            await asyncio.to_thread(self._leave)

    async def handle(self, records: Sequence[Record]) -> None:
        """Handle one batch and commit it."""
        partitions: dict[tuple[str, int], list[Record]] = {}
        for record in records:
            partitions.setdefault((record.topic, record.partition), []).append(record)
        await asyncio.gather(*(self._partition(batch) for batch in partitions.values()))
        await asyncio.to_thread(self._commit, [batch[-1].following for batch in partitions.values()])

    async def handle_again(self, record: Record) -> bool:
        """One record by itself, as the dead-letter replay does; false when it went to the dead letters again."""
        before, self._dead_in_a_row = self._dead.count, 0  # the replay itself minds how many fail in a row
        await self._alone(record)
        return self._dead.count == before

    async def _partition(self, records: Sequence[Record]) -> None:
        if self._batched and len(records) > 1 and await self._together(records):
            return
        for record in records:
            await self._alone(record)

    async def _together(self, records: Sequence[Record]) -> bool:
        """All in one transaction; false when one of them failed and each must be tried by itself."""
        try:
            await self._effect([one for record in records if (one := self._read(record))])
        except STOP as away:
            raise StorageUnavailable(str(away)) from away
        except Exception as error:  # noqa: BLE001 - whatever a handler raised is looked at event by event
            log.info("batch of %d falls back to one by one: %r", len(records), error)
            return False
        return True

    async def _alone(self, record: Record) -> None:
        for pause in (*TRIES, None):
            problem = await self._try(record)
            if problem is None:
                self._dead_in_a_row = 0
                return
            if pause is None or isinstance(problem, UnreadableEvent):
                await self._set_aside(record, problem)
                return
            await asyncio.sleep(pause)

    async def _try(self, record: Record) -> Exception | None:
        """What went wrong, if anything; raises `StorageUnavailable`."""
        try:
            if one := self._read(record):
                await self._effect([one])
        except STOP as away:
            raise StorageUnavailable(str(away)) from away
        except Exception as error:  # noqa: BLE001 - the handler's fault: tried again, then set aside, never lost
            return error
        return None

    async def _effect(self, read: Sequence[Read]) -> None:
        if read:
            await self._work.run(lambda tx: self._apply(tx, read))

    async def _apply(self, tx: Transaction, read: Sequence[Read]) -> None:
        fresh = await unseen(tx, [envelope for envelope, _ in read])
        for envelope, event in read:
            if envelope.id in fresh:
                fresh.discard(envelope.id)
                await self._hand_over(tx, envelope, event)

    async def _hand_over(self, tx: Transaction, envelope: Envelope, event: Event) -> None:
        before = CAUSE.set(Cause(envelope.correlation, envelope.id))
        try:
            with consumer_span(envelope.type, envelope.traceparent, event_id=envelope.id):
                await self._handlers[type(event)](event, Delivery(tx, envelope, self._service))
        finally:
            CAUSE.reset(before)

    def _read(self, record: Record) -> Read | None:
        envelope = read_envelope(record.key, record.value, record.headers)
        event = read_event(envelope, self._wanted)
        return (envelope, event) if event else None

    async def _set_aside(self, record: Record, error: Exception) -> None:
        log.error("dead letter %s[%d]@%d: %r", record.topic, record.partition, record.offset, error)
        await self._dead.put(record, error)
        self._dead_in_a_row += 1
        if self._dead_in_a_row >= DEAD_IN_A_ROW:
            raise TooManyDeadLetters(str(error)) from error

    def _poll(self) -> list[Record]:
        first = self._consumer.poll(0.5)
        if first is None:
            return []
        messages = [first, *self._consumer.consume(BATCH - 1, 0)]
        return [record_of(message) for message in messages if message.error() is None]

    def _commit(self, offsets: list[TopicPartition]) -> None:
        try:
            self._consumer.commit(offsets=offsets, asynchronous=False)
        except KafkaException as error:  # delivered again after a rebalance; the inbox drops it
            log.warning("commit was refused: %s", error)

    def _leave(self) -> None:
        for _ in range(40):  # Tansu wedges a group whose member leaves before its first assignment
            if self._consumer.assignment():
                break
            self._consumer.poll(0.1)
        self._consumer.close()
