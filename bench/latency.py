"""What one service decides is visible in another within a blink."""

import asyncio
import random
import time

from bench.figures import Line, line_of, percentile, print_table
from bench.ledger import announce
from bench.processes import Both, both_services, until
from bench.servers import brokers, fresh

CLAIM = "From a command's answer to its last projection in another service, in milliseconds"
RUNS = 3
COMMANDS = 100
LOOK_EVERY = 0.001  # seconds; the figures are no finer than this


async def once(both: Both) -> tuple[float, float]:
    """Milliseconds of the command itself, and from its answer until its effect is seen."""
    begun = time.perf_counter()
    [subject] = await announce(both.work, 1)
    answered = time.perf_counter()
    where = {"_id": f"tn-nefta/{subject}"}
    while await both.receiver["delivered"].find_one(where) is None:
        await asyncio.sleep(LOOK_EVERY)
    return (answered - begun) * 1000, (time.perf_counter() - answered) * 1000


async def one_run(broker: str) -> list[tuple[float, float]]:
    async with fresh(broker) as places, both_services(places) as both:
        await announce(both.work, 1)
        await until(lambda: _seen(both, 1))
        times = []
        for _ in range(COMMANDS):
            await asyncio.sleep(random.uniform(0.02, 0.12))
            times.append(await once(both))
        return times


async def _seen(both: Both, number: int) -> bool:
    return await both.effects() >= number


async def measure(runs: int = RUNS) -> list[Line]:
    found = brokers()
    times = {broker: [await one_run(broker) for _ in range(1)] for broker in found}
    for _ in range(runs - 1):
        for broker in found:
            times[broker].append(await one_run(broker))
    return [line for broker in found for line in _lines(broker, times[broker])]


def _lines(broker: str, runs: list[list[tuple[float, float]]]) -> list[Line]:
    shares = (("p50", 0.5), ("p95", 0.95))
    command = [line_of(f"{broker}: the command, p50", "ms", [percentile([c for c, _ in run], 0.5) for run in runs], 1)]
    return command + [
        line_of(
            f"{broker}: answer to effect, {name}", "ms", [percentile([e for _, e in run], share) for run in runs], 1
        )
        for name, share in shares
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
