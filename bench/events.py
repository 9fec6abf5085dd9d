"""The guarantees of outbox and inbox cost a stated share of what the bare producer can do."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator

from bench.figures import Line, line_of, print_table, ratios
from bench.ledger import SenderSettings, announce, message
from bench.processes import Both, both_services, until
from bench.servers import Places, brokers, fresh
from shared.messaging.kafka import Sender

CLAIM = "Events a second, beside the bare producer in the same run"
RUNS = 3
RAW = 20_000
BATCHED, SINGLE = 3_000, 600  # events of a run: fifty a command, and one a command
AT_ONCE = 8  # commands under way, as from so many people
Figures = tuple[float, float, float]


async def one_run(broker: str) -> Figures:
    """Bare producer, pipeline with fifty events a command, pipeline with one event a command."""
    async with fresh(broker) as places, both_services(places) as both:
        await announce(both.work, 1)
        await until(lambda: _arrived(both, 1))
        return (
            await bare_producer(places),
            await pipeline(both, BATCHED, 50),
            await pipeline(both, SINGLE, 1),
        )


async def bare_producer(places: Places) -> float:
    """The same messages with the same settings, confirmed, from nowhere to nowhere."""
    sender = Sender(places.settings(SenderSettings))
    messages = [message() for _ in range(RAW)]
    begun = time.perf_counter()
    for start in range(0, RAW, 5000):  # the queue of the client is finite
        part = messages[start : start + 5000]
        await asyncio.gather(*(sender.send("pb.voting", one.key, one.data, one.headers()) for one in part))
    rate = RAW / (time.perf_counter() - begun)
    sender.close()
    return rate


async def pipeline(both: Both, number: int, a_command: int) -> float:
    """From the first command to the last effect in the other service."""
    before = await both.effects()
    begun = time.perf_counter()
    waiting = iter(range(0, number, a_command))
    await asyncio.gather(*(_commands(waiting, lambda: announce(both.work, a_command)) for _ in range(AT_ONCE)))
    await until(lambda: _arrived(both, before + number), every=0.25)  # counting costs the database what is measured
    return number / (time.perf_counter() - begun)


async def _commands(waiting: Iterator[int], command: Callable[[], Awaitable[object]]) -> None:
    for _ in waiting:
        await command()


async def _arrived(both: Both, number: int) -> bool:
    return await both.effects() >= number


async def measure(runs: int = RUNS) -> list[Line]:
    found = brokers()
    figures: dict[str, list[Figures]] = {broker: [] for broker in found}
    for _ in range(runs):
        for broker in found:
            figures[broker].append(await one_run(broker))
    return [line for broker in found for line in _lines(broker, figures[broker])]


def _lines(broker: str, runs: list[Figures]) -> list[Line]:
    raw, fifty, single = ([run[part] for run in runs] for part in range(3))
    return [
        line_of(f"{broker}: bare producer", "events/s", raw),
        line_of(f"{broker}: outbox to effect, 50 events a command", "events/s", fifty),
        ratios("as a share of the bare producer", fifty, raw, 3),
        line_of(f"{broker}: outbox to effect, 1 event a command", "events/s", single),
        ratios("as a share of the bare producer", single, raw, 3),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
