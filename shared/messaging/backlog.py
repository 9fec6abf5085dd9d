"""What waits in a service: events to be announced, events to be read, events nobody could handle."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TypeVar

from confluent_kafka import Consumer

from shared.clock import Clock
from shared.failed_jobs import newest_failed
from shared.messaging.dead_letters import belongs_to, dead_group, dead_topics
from shared.messaging.kafka import TOPICS, BrokerUnavailable, Record, open_reader
from shared.messaging.lease import held
from shared.messaging.places import Place, between, places
from shared.mongo import Database
from shared.settings import ServiceSettings
from shared.telemetry import trace_of

LOOKED_AT = 200  # messages before the end of each partition: a page never reads a whole topic
UNTRACED = "voting"  # what the ballot box announces or does by itself leads nowhere
READABLE = "UnreadableEvent"  # its text names the type and the envelope, never what the event carries

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Outbox:
    """What Kafka has not confirmed, the seconds the oldest waits, and whether a process is there to publish it."""

    waiting: int
    oldest: int
    tended: bool


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What may be told of one: where it stands and why, nothing of what it carries."""

    topic: str
    partition: int
    offset: int
    type: str | None
    municipality: str | None
    reason: str
    place: str
    at: datetime
    trace: str | None


@dataclass(frozen=True, slots=True)
class DeadPile:
    """The newest that wait, and how many; not `whole` when more may lie before those that were looked at."""

    count: int
    whole: bool
    newest: tuple[DeadLetter, ...]


@dataclass(frozen=True, slots=True)
class FailedJob:
    """What may be told of a background job: how often it failed since it last worked, and why."""

    task: str
    times: int
    reason: str
    place: str
    at: datetime
    trace: str | None


@dataclass(frozen=True, slots=True)
class FailedPile:
    """Background jobs that have not worked yet."""

    count: int
    newest: tuple[FailedJob, ...]


JOB = tuple(one.name for one in fields(FailedJob))


async def outbox(db: Database, clock: Clock) -> Outbox:
    """Age is the machine's: the town's clock may be stepped."""
    now, pending = clock.system(), {"state": "pending"}
    waiting = await db["_outbox"].count_documents(pending)
    oldest = await db["_outbox"].find_one(pending, {"created_at": 1}, sort=[("_id", 1)])
    age = max(0, int((now - oldest["created_at"]).total_seconds())) if oldest else 0
    return Outbox(waiting, age, await held(db, "relay", now))


async def unread(settings: ServiceSettings) -> list[Place] | None:
    """How far the service has read each partition; None while the broker does not answer."""
    topics = [f"{settings.topic_prefix}{topic}" for topic in TOPICS]
    return await _asked(settings, settings.service, lambda reader: places(reader, topics))


async def dead_pile(settings: ServiceSettings, most: int) -> DeadPile | None:
    """The dead letters of this service that wait, newest first; None while the broker does not answer."""
    return await _asked(settings, dead_group(settings.service), lambda reader: _pile(reader, settings, most))


async def failed_jobs(settings: ServiceSettings, db: Database, most: int) -> FailedPile:
    """Background jobs whose last run failed, newest first; nothing of what they work on."""
    count, rows = await newest_failed(db, most)
    quiet = {"trace": None} if settings.service == UNTRACED else {}
    return FailedPile(count, tuple(FailedJob(**{name: {**row, **quiet}[name] for name in JOB}) for row in rows))


def _pile(reader: Consumer, settings: ServiceSettings, most: int) -> DeadPile:
    waiting = places(reader, dead_topics(settings))
    looked = [place.newest(LOOKED_AT) for place in waiting]
    own = [one for batch in between(reader, looked) for one in batch if belongs_to(one, settings.service)]
    newest = sorted(own, key=lambda one: one.at, reverse=True)[:most]
    return DeadPile(len(own), looked == waiting, tuple(_letter(one, settings.topic_prefix) for one in newest))


async def _asked(settings: ServiceSettings, group: str, question: Callable[[Consumer], Answer]) -> Answer | None:
    def ask() -> Answer | None:
        reader = open_reader(settings, group)
        try:
            return question(reader)
        except BrokerUnavailable:
            return None
        finally:
            reader.close()

    return await asyncio.to_thread(ask)


def _letter(record: Record, prefix: str) -> DeadLetter:
    said = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    topic = record.topic.removeprefix(prefix)
    return DeadLetter(
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        type=said.get("ce_type"),
        municipality=_municipality(record.key),
        reason=_reason(said.get("dead_reason", "")),
        place=said.get("dead_place", ""),
        at=datetime.fromtimestamp(record.at / 1000, UTC),
        trace=None if topic.startswith(f"pb.{UNTRACED}.") else trace_of(said.get("traceparent")),
    )


def _municipality(key: bytes) -> str | None:
    """`<municipality>/<aggregate>`; whatever else stands there is not repeated."""
    found = re.match(r"([a-z0-9-]{1,80})/", key.decode("utf-8", "replace"))
    return found[1] if found else None


def _reason(said: str) -> str:
    """The rule that was broken; what an exception says beside its name may quote what somebody wrote."""
    return said if said.startswith(READABLE) else said.partition(":")[0]
