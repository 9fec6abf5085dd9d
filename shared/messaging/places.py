"""How far a consumer group has read each partition, and what lies between there and the end."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from confluent_kafka import Consumer, KafkaException, TopicPartition

from shared.messaging.kafka import BrokerUnavailable, Record, record_of

PATIENCE = 3.0  # seconds a page may wait for a broker that is away
BATCH = 100

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """One partition as a group sees it: the offset it reads next, and where the partition ended when asked."""

    topic: str
    partition: int
    next: int
    end: int

    @property
    def behind(self) -> int:
        return self.end - self.next

    def newest(self, most: int) -> "Place":
        """The same with at most so many messages before the end."""
        return replace(self, next=max(self.next, self.end - most))


def places(reader: Consumer, topics: Sequence[str], patience: float = PATIENCE) -> list[Place]:
    """Where the reader's group stands in these topics; raises `BrokerUnavailable` within about `patience` seconds."""
    until = time.monotonic() + patience
    try:
        wanted = _partitions(reader, topics, patience)
        committed = reader.committed(wanted, timeout=_left(until))
        logs = {_key(one): _log(reader, one, _left(until)) for one in committed}
        ends = _ends(reader, logs, until)
        return [_place(one, logs[_key(one)].begin, ends[_key(one)]) for one in committed]
    except KafkaException as away:
        raise BrokerUnavailable(str(away)) from away


def between(reader: Consumer, wanted: Sequence[Place], patience: float = PATIENCE) -> Iterator[list[Record]]:
    """What lies between the places and their ends, in batches; raises `BrokerUnavailable` when nothing comes any more."""
    ends = {_key(one): one.end for one in wanted if one.behind}
    reader.assign([TopicPartition(one.topic, one.partition, one.next) for one in wanted if one.behind])
    while ends:
        records = _read(reader, patience)
        yield [one for one in records if one.offset < ends.get(_key(one), 0)]
        for one in records:
            if one.offset + 1 >= ends.get(_key(one), one.offset + 2):
                del ends[_key(one)]


def move(reader: Consumer, record: Record) -> None:
    """The group has dealt with this record; raises `BrokerUnavailable`."""
    try:
        reader.commit(offsets=[record.following], asynchronous=False)
    except KafkaException as away:
        raise BrokerUnavailable(str(away)) from away


def _read(reader: Consumer, patience: float) -> list[Record]:
    until = time.monotonic() + patience
    while True:
        first = reader.poll(_left(until))
        messages = [first, *reader.consume(BATCH - 1, 0)] if first is not None else []
        if records := [record_of(message) for message in messages if message.error() is None]:
            return records
        if time.monotonic() > until:
            raise BrokerUnavailable("the rest of the messages does not come")


def _partitions(reader: Consumer, topics: Sequence[str], patience: float) -> list[TopicPartition]:
    known = reader.list_topics(timeout=patience).topics
    if missing := [topic for topic in topics if topic not in known]:
        raise BrokerUnavailable(f"there is no topic {missing[0]}")
    return [TopicPartition(topic, number) for topic in topics for number in sorted(known[topic].partitions)]


class Log(NamedTuple):
    """One partition as the broker lists it: where it begins, and an offset at or before its end."""

    begin: int
    end: int


def _log(reader: Consumer, one: TopicPartition, patience: float) -> Log:
    found = reader.get_watermark_offsets(one, timeout=patience)
    if one.error is not None or found is None:
        raise BrokerUnavailable(f"{one.topic} has no leader")
    return Log(*found)


def _ends(reader: Consumer, logs: Mapping[Key, Log], until: float) -> dict[Key, int]:
    """Where each log ends, as a fetch tells: asked for a list, Tansu names the beginning of the last batch instead."""
    ends = {key: log.end for key, log in logs.items() if log.begin == log.end}
    reader.assign([TopicPartition(*key, logs[key].end - 1) for key in logs if key not in ends])
    while len(ends) < len(logs):
        fetched = {_key(one) for one in _read(reader, _left(until))}
        ends |= {key: reader.get_watermark_offsets(TopicPartition(*key), cached=True)[1] for key in fetched}
    reader.unassign()
    return ends


def _place(committed: TopicPartition, begin: int, end: int) -> Place:
    """Without a place of its own, or behind the end of a log that was lost, a group reads from the beginning."""
    begun = begin <= committed.offset <= end
    return Place(committed.topic, committed.partition, committed.offset if begun else begin, end)


def _key(one: TopicPartition | Place | Record) -> Key:
    return one.topic, one.partition


def _left(until: float) -> float:
    return max(0.1, until - time.monotonic())
