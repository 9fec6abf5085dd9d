"""Handling the events of a partition in one transaction is several times as fast as one transaction an event."""

import asyncio
import time
from collections.abc import Sequence

from bench.figures import Line, line_of, print_table, ratios
from bench.ledger import AT_ONCE, HANDLERS, ReceiverSettings, message, prepare_database
from bench.processes import until
from bench.servers import Places, brokers, fresh
from shared.clock import SystemClock
from shared.messaging.consumer import EventConsumer
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.kafka import Record, Sender, ensure_topics, open_consumer
from shared.messaging.unit_of_work import UnitOfWork
from shared.mongo import connect, ensure_indexes
from shared.service import MACHINERY

CLAIM = "Events handled a second: one transaction a batch of a partition, beside one transaction an event"
RUNS = 3
EVENTS = 600
TOPIC = "pb.proposals"
KINDS = {"queued writes": HANDLERS, "a request a write": AT_ONCE}
Figures = dict[tuple[str, bool], float]
"""Events a second by kind of handler, and by whether a batch is one transaction."""


async def one_run(broker: str) -> Figures:
    """Every way of handling the same backlog."""
    async with fresh(broker) as places:
        settings = places.settings(ReceiverSettings)
        await asyncio.to_thread(ensure_topics, settings)
        sender = Sender(settings)
        messages = [message() for _ in range(EVENTS)]
        await asyncio.gather(*(sender.send(TOPIC, one.key, one.data, one.headers()) for one in messages))
        try:
            ways = [(kind, batched) for kind in KINDS for batched in (False, True)]
            return {way: await handled(places, sender, *way) for way in ways}
        finally:
            sender.close()


class Timed(EventConsumer):
    """Knows how many records it dealt with, and between which instants."""

    seen = 0
    begun = ended = 0.0

    async def handle(self, records: Sequence[Record]) -> None:
        self.begun = self.begun or time.perf_counter()
        await super().handle(records)
        self.ended = time.perf_counter()
        self.seen += len(records)


async def handled(places: Places, sender: Sender, kind: str, batched: bool) -> float:
    """A group of its own reads the whole backlog into a database of its own."""
    name = f"{kind.split()[0]}_{'together' if batched else 'alone'}"
    settings = places.settings(ReceiverSettings)
    client = connect(settings.mongo_url, name)
    db = client[f"pb_{name}"]
    await ensure_indexes(db, MACHINERY)
    await prepare_database(db)
    work = UnitOfWork(client, db.name, name, SystemClock())
    reader = open_consumer(settings, name, [TOPIC])
    consumer = Timed(reader, KINDS[kind], work, None, DeadLetters(sender, name, ""), batched)
    running = asyncio.create_task(consumer.run())
    await until(lambda: _all_of(consumer))
    consumer.stop()
    await running
    client.close()
    return EVENTS / (consumer.ended - consumer.begun)


async def _all_of(consumer: Timed) -> bool:
    return consumer.seen >= EVENTS


async def measure(runs: int = RUNS) -> list[Line]:
    found = brokers()
    figures: dict[str, list[Figures]] = {broker: [] for broker in found}
    for _ in range(runs):
        for broker in found:
            figures[broker].append(await one_run(broker))
    return [line for broker in found for line in _lines(broker, figures[broker])]


def _lines(broker: str, runs: list[Figures]) -> list[Line]:
    return [line for kind in KINDS for line in _lines_of(f"{broker}, {kind}", kind, runs)]


def _lines_of(name: str, kind: str, runs: list[Figures]) -> list[Line]:
    alone, together = ([run[kind, batched] for run in runs] for batched in (False, True))
    return [
        line_of(f"{name}: one transaction an event", "events/s", alone),
        line_of(f"{name}: one transaction a batch", "events/s", together),
        ratios("  batch over event", together, alone),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
