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
Times = list[tuple[float, float]]
"""Milliseconds of each command, and from its answer until its effect was told by a change stream."""


async def one_run(broker: str) -> Times:
    async with fresh(broker) as places, both_services(places) as both:
        seen: dict[str, float] = {}
        watcher = asyncio.create_task(_watch(both, seen))
        await asyncio.sleep(1)
        await _once(both, seen)
        times = []
        for _ in range(COMMANDS):
            await asyncio.sleep(random.uniform(0.02, 0.12))
            times.append(await _once(both, seen))
        watcher.cancel()
        await asyncio.gather(watcher, return_exceptions=True)
        return times


async def _once(both: Both, seen: dict[str, float]) -> tuple[float, float]:
    begun = time.perf_counter()
    [subject] = await announce(both.work, 1)
    answered, effect = time.perf_counter(), f"tn-nefta/{subject}"
    await until(lambda: _known(seen, effect))
    return (answered - begun) * 1000, (seen[effect] - answered) * 1000


async def _watch(both: Both, seen: dict[str, float]) -> None:
    """Asking the database again and again would slow down what is measured."""
    async with both.receiver["delivered"].watch() as changes:
        async for change in changes:
            seen.setdefault(change["documentKey"]["_id"], time.perf_counter())


async def _known(seen: dict[str, float], effect: str) -> bool:
    return effect in seen


async def measure(runs: int = RUNS) -> list[Line]:
    found = brokers()
    times: dict[str, list[Times]] = {broker: [] for broker in found}
    for _ in range(runs):
        for broker in found:
            times[broker].append(await one_run(broker))
    return [line for broker in found for line in _lines(broker, times[broker])]


def _lines(broker: str, runs: list[Times]) -> list[Line]:
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
