"""Events nobody could handle: set aside with the reason, and handled again on command."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from confluent_kafka import Consumer

from shared.faults import place_of, rule_of
from shared.messaging.kafka import TOPICS, Record, Sender
from shared.messaging.places import between, move, places
from shared.settings import ServiceSettings

DEAD = ".dead"
DEAD_IN_A_ROW = 10
MOST = 500  # dead letters one command handles: a second command goes on, and the process is not held for hours


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
        kept = [(name, value) for name, value in record.headers if not name.startswith("dead_")]
        why = {"service": self._service, "reason": f"{rule_of(error)}: {error}"[:500], "place": place_of(error)}
        said = [(f"dead_{name}", value.encode()) for name, value in why.items()]
        await self._sender.send(f"{topic}{DEAD}", record.key.decode("utf-8", "replace"), record.value, [*kept, *said])
        self.count += 1


def dead_group(service: str) -> str:
    """The consumer group whose place says which dead letters of a service still wait."""
    return f"{service}{DEAD}"


def dead_topics(settings: ServiceSettings) -> list[str]:
    return [f"{settings.topic_prefix}{topic}{DEAD}" for topic in TOPICS]


def belongs_to(record: Record, service: str) -> bool:
    """Every service has its own dead letters on the same topics."""
    return ("dead_service", service.encode()) in record.headers


class HandlesAgain(Protocol):
    """Whatever can handle one message by itself."""

    async def handle_again(self, record: Record) -> bool:
        """False when it could not be handled this time either."""


@dataclass(slots=True)
class Replayed:
    """What came of handling dead letters again; `whole` when every one that waited was tried."""

    handled: int = 0
    still_dead: int = 0
    whole: bool = True
    in_a_row: int = 0

    def note(self, again: bool) -> None:
        self.handled, self.still_dead = self.handled + again, self.still_dead + (not again)
        self.in_a_row = 0 if again else self.in_a_row + 1

    @property
    def enough(self) -> bool:
        """Ten that fail in a row tell that the fault is still ours."""
        return self.in_a_row >= DEAD_IN_A_ROW or self.handled + self.still_dead >= MOST


Going = Callable[[], Awaitable[bool]]


async def always() -> bool:
    """Nobody else may take over."""
    return True


async def replay_dead_letters(
    reader: Consumer, handler: HandlesAgain, service: str, topics: Sequence[str], going: Going = always
) -> Replayed:
    """Hand over again what waited of this service's dead letters when it began, while `going` says yes.

    What fails again goes back to the dead letters, behind the place reading stopped at; a second command tries it again.
    Raises `BrokerUnavailable` and `StorageUnavailable`; what was handled by then stays handled.
    """
    found = Replayed()
    reading = between(reader, await asyncio.to_thread(places, reader, topics))
    while (batch := await asyncio.to_thread(next, reading, None)) is not None:
        for record in batch:
            if belongs_to(record, service):
                found.whole = not found.enough and await going()
                if not found.whole:
                    return found
                found.note(await handler.handle_again(record))
            await asyncio.to_thread(move, reader, record)
    return found
