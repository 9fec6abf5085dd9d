"""Events nobody could handle: set aside with the reason, and handled again on command."""

import asyncio
from typing import Protocol

from confluent_kafka import Consumer

from shared.messaging.kafka import Record, Sender, record_of

DEAD = ".dead"


class DeadLetters:
    """Puts a message on the `.dead` twin of its topic and waits for Kafka's word."""

    def __init__(self, sender: Sender, service: str, prefix: str) -> None:
        self._sender = sender
        self._service = service
        self._prefix = prefix
        self.count = 0

    async def put(self, record: Record, error: Exception) -> None:
        """Keep the message as it came, with who could not handle it and why; raises `BrokerUnavailable`."""
        topic = record.topic.removeprefix(self._prefix).removesuffix(DEAD)
        reason = f"{type(error).__name__}: {error}"[:500]
        kept = [(name, value) for name, value in record.headers if not name.startswith("dead_")]
        why = [("dead_service", self._service.encode()), ("dead_reason", reason.encode())]
        await self._sender.send(f"{topic}{DEAD}", record.key.decode("utf-8", "replace"), record.value, [*kept, *why])
        self.count += 1


class HandlesAgain(Protocol):
    """Whatever can handle one message by itself."""

    async def handle_again(self, record: Record) -> bool:
        """False when it could not be handled this time either."""


async def replay_dead_letters(
    consumer: Consumer, handler: HandlesAgain, service: str, quiet: int = 6
) -> tuple[int, int]:
    """Hand this service's dead letters over again until the topics stay quiet; gives (handled, still dead).

    What fails again goes back to the dead letters, behind the place reading stopped at; a second command tries it again.
    """
    handled = failed = empty = 0
    ends: dict[tuple[str, int], int] = {}
    while empty < quiet:
        message = await asyncio.to_thread(consumer.poll, 0.5)
        if message is None or message.error() is not None:
            empty += 1
            continue
        empty, record = 0, record_of(message)
        if record.offset >= ends.setdefault((record.topic, record.partition), _end_of(consumer, record)):
            continue
        if _belongs_to(record, service):
            again = await handler.handle_again(record)
            handled, failed = handled + again, failed + (not again)
        await asyncio.to_thread(consumer.commit, offsets=[record.following], asynchronous=False)
    return handled, failed


def _end_of(consumer: Consumer, record: Record) -> int:
    """Where the partition ended when reading began: what fails again is appended behind it."""
    place = record.following
    ends = consumer.get_watermark_offsets(place, timeout=5)
    return max(int(ends[1]) if ends else 0, place.offset)


def _belongs_to(record: Record, service: str) -> bool:
    return ("dead_service", service.encode()) in record.headers
