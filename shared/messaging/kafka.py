"""How Kafka is spoken to: settings by profile, a producer one can await, topics."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Event as Signal
from threading import Thread
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from shared.settings import ServiceSettings

WEEK_MS = 7 * 24 * 3600 * 1000
SERVICES = ("proposals", "scheduling", "voting", "notifications")
TOPICS = tuple(f"pb.{name}" for name in SERVICES)

# Tansu holds a join for half the session timeout, and idempotent producers stick after it restarts.
LOCAL_PRODUCER = {"enable.idempotence": False, "max.in.flight.requests.per.connection": 1}
LOCAL_CONSUMER = {"session.timeout.ms": 2000, "heartbeat.interval.ms": 500, "fetch.wait.max.ms": 100}
PRODUCTION_PRODUCER = {"enable.idempotence": True, "compression.type": "zstd"}
# A member killed, or leaving amid a cooperative rebalance, says no goodbye: its partitions wait for the session to end
# (45 s by default). Heartbeats carry the news of a rebalance, so they set how long one takes.
PRODUCTION_CONSUMER = {
    "partition.assignment.strategy": "cooperative-sticky",
    "session.timeout.ms": 10000,
    "heartbeat.interval.ms": 1000,
}


class BrokerUnavailable(Exception):
    """Kafka did not confirm in time; the event stays in the outbox and is sent later."""


def producer_settings(settings: ServiceSettings) -> dict[str, Any]:
    """librdkafka settings of a producer; one millisecond lets one request carry what came together."""
    own = LOCAL_PRODUCER if settings.embedded_kafka else PRODUCTION_PRODUCER
    base = {"bootstrap.servers": settings.kafka_bootstrap, "acks": "all", "linger.ms": 1, "message.timeout.ms": 10000}
    return {**base, **own, **settings.kafka_overrides, "log_level": 2}


def consumer_settings(settings: ServiceSettings, group: str) -> dict[str, Any]:
    """librdkafka settings of a consumer: nothing is committed but by us, a new group reads from the start."""
    own = LOCAL_CONSUMER if settings.embedded_kafka else PRODUCTION_CONSUMER
    base = {
        "bootstrap.servers": settings.kafka_bootstrap,
        "group.id": f"{settings.topic_prefix}{group}",
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
    }
    return {**base, **own, **settings.kafka_overrides, "log_level": 2}


Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One message as it was read: where it stood and what it held."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: Headers
    at: int = 0
    """Milliseconds since 1970 when it was sent."""

    @property
    def following(self) -> TopicPartition:
        """The place to read from once this record is dealt with."""
        return TopicPartition(self.topic, self.partition, self.offset + 1)


def record_of(message: Message) -> Record:
    """The record of a message without error."""
    named: Any = message.headers() or ()
    headers = tuple((name, value or b"") for name, value in named)
    topic, partition, offset = str(message.topic()), int(message.partition() or 0), int(message.offset() or 0)
    return Record(
        topic, partition, offset, _bytes(message.key()), _bytes(message.value()), headers, message.timestamp()[1]
    )


def _bytes(content: Any) -> bytes:
    return content.encode() if isinstance(content, str) else bytes(content or b"")


class Sender:
    """The synchronous producer bridged to futures: the asyncio one refuses headers."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._producer = Producer(producer_settings(settings))
        self._prefix = settings.topic_prefix
        self._stop = Signal()
        self._pump = Thread(target=self._run, name="kafka-sender", daemon=True)
        self._pump.start()

    def send(self, topic: str, key: str, value: bytes, headers: Iterable[tuple[str, bytes]]) -> asyncio.Future[None]:
        """Queue one message; the future ends when Kafka has confirmed, or with `BrokerUnavailable`."""
        loop = asyncio.get_running_loop()
        confirmed: asyncio.Future[None] = loop.create_future()

        def delivered(error: KafkaError | None, _: Message) -> None:
            loop.call_soon_threadsafe(_settle, confirmed, error)

        try:
            self._producer.produce(f"{self._prefix}{topic}", value, key, headers=list(headers), on_delivery=delivered)
        except BufferError as full:
            confirmed.set_exception(BrokerUnavailable(str(full)))
        return confirmed

    def close(self) -> None:
        """Wait up to two seconds for what is under way."""
        self._producer.flush(2)
        self._stop.set()
        self._pump.join(2)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._producer.poll(0.1)


def _settle(confirmed: asyncio.Future[None], error: KafkaError | None) -> None:
    if confirmed.done():
        return
    if error is None:
        confirmed.set_result(None)
    else:
        confirmed.set_exception(BrokerUnavailable(str(error)))


def open_consumer(settings: ServiceSettings, group: str, topics: Iterable[str]) -> Consumer:
    """A subscribed consumer; topics without the prefix."""
    consumer = Consumer(consumer_settings(settings, group))
    consumer.subscribe([f"{settings.topic_prefix}{topic}" for topic in topics])
    return consumer


def open_reader(settings: ServiceSettings, group: str) -> Consumer:
    """A consumer that may ask for a group's place, read and move it, but takes part in no sharing of partitions."""
    return Consumer(consumer_settings(settings, group))


def ensure_topics(settings: ServiceSettings, timeout: float = 20.0) -> None:
    """Create every topic and its `.dead` twin with their final partition count; harmless when repeated.

    Dead letters are kept shorter than the inbox remembers, so that replaying one twice has one effect.
    """
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap, "log_level": 2})
    config = {"retention.ms": str(WEEK_MS)}
    wanted = [f"{settings.topic_prefix}{topic}{end}" for topic in TOPICS for end in ("", ".dead")]
    known = admin.list_topics(timeout=timeout).topics
    missing = [name for name in wanted if name not in known]
    new = [NewTopic(name, settings.topic_partitions, settings.topic_replication, config=config) for name in missing]
    for made in admin.create_topics(new, request_timeout=timeout).values() if new else ():
        try:
            made.result()
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise
