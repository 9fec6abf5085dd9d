"""Answers stay quick at a steady rate; neither tracing nor a hall full of screens slows the box."""

import asyncio
import resource
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.cast import closed_loop
from bench.cast_box import GROUP, SINGLE
from bench.cast_hall import TOWN, BoxHall, Prepared, fresh_hall, refused
from bench.cast_phones import undisturbed
from bench.figures import Line, line_of, percentile, print_table, ratios
from deploy.local.probes import free_port
from services.voting.adapters.declaring import channel, public_view

CLAIM = "Milliseconds from when a ballot was due until its receipt, in an open loop; and what tracing and watchers cost"
RUNS = 3
SECONDS = 8
PHONES = 400
WATCHERS = 1_000
GRID = 10  # seconds between two frames of turnout, as the service sends them
BESIDE_WATCHERS = 300  # ballots a second: a full hall of 500 votes in two seconds
SLOW, FAST = 600, 1_500  # ballots a second; one write a request can do about 700, so FAST is more than it takes
LOADS = ((GROUP, FAST), (SINGLE, SLOW), (GROUP, SLOW), (SINGLE, FAST))


async def p99(mode: str, rate: int) -> float:
    async with fresh_hall(mode) as hall:
        return await steady(hall, mode, await warm(hall, mode, rate * SECONDS), rate)


def asked(mode: str, rate: int) -> str:
    return f"{'group commit' if mode == GROUP else 'one write a request'} at {rate:,}/s, p99"


async def warm(hall: BoxHall, mode: str, ballots: int) -> Prepared:
    """The first 200 go to the box before anything is measured."""
    prepared = await hall.election(ballots + 200)
    hands = await hall.phones(mode, 20)
    await hands.one_after_another(prepared.requests[ballots:])
    hands.hang_up()
    return Prepared(prepared.id, prepared.requests[:ballots])


async def steady(hall: BoxHall, mode: str, prepared: Prepared, rate: int) -> float:
    hands = await hall.phones(mode, PHONES)
    with undisturbed():
        sent = await hands.at_rate(prepared.requests, rate)
    hands.hang_up()
    if refused(sent):
        raise RuntimeError(f"{refused(sent)} ballots were not accepted")
    return 1000 * percentile([one.seconds for one in sent], 0.99)


async def with_watchers(number: int) -> float:
    """Every screen gets the view at once and a frame every ten seconds; ballots are sent all the while."""
    async with fresh_hall(GROUP) as hall:
        prepared = await warm(hall, GROUP, BESIDE_WATCHERS * 2 * GRID)
        async with watching(hall, prepared.id, number):
            frames = asyncio.create_task(tell(hall, prepared.id))
            found = await steady(hall, GROUP, prepared, BESIDE_WATCHERS)
            frames.cancel()
            return found


async def tell(hall: BoxHall, election: str) -> None:
    while True:
        await asyncio.sleep(GRID / 2)
        await hall.service.live.publish(channel(TOWN, election), await public_view(hall.service, TOWN, election))
        await asyncio.sleep(GRID / 2)


@asynccontextmanager
async def watching(hall: BoxHall, election: str, number: int) -> AsyncIterator[None]:
    """Screens that read and throw away."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * WATCHERS)), hard))
    request = f"GET /{TOWN}/elections/{election}/live HTTP/1.1\r\nHost: box\r\n\r\n".encode()
    screens = [asyncio.create_task(_watch(hall.ports[GROUP], request)) for _ in range(number)]
    await asyncio.sleep(1 + number / 200)
    try:
        yield
    finally:
        for screen in screens:
            screen.cancel()
        await asyncio.gather(*screens, return_exceptions=True)


async def _watch(port: int, request: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        while await reader.read(65_536):
            pass
    finally:
        writer.close()


async def rate_with(**environment: str) -> float:
    async with fresh_hall(GROUP, **environment) as hall:
        return (await closed_loop(hall, GROUP, 8_000)).ballots


@asynccontextmanager
async def collector() -> AsyncIterator[str]:
    """Somewhere to send spans to; it thanks for everything."""

    async def thank(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65_536):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    port = free_port()
    server = await asyncio.start_server(thank, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()


async def one_run() -> dict[str, float]:
    async with collector() as endpoint:
        traced = await rate_with(OTLP_ENDPOINT=endpoint)
    return {
        "plain": await rate_with(),
        "traced": traced,
        "alone": await with_watchers(0),
        "watched": await with_watchers(WATCHERS),
        **{asked(*load): await p99(*load) for load in LOADS},
    }


async def measure(runs: int = RUNS) -> list[Line]:
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        found.append(await one_run())
        print(f"one run took {time.perf_counter() - begun:.0f} s")
    values = {name: [run[name] for run in found] for name in found[0]}
    return [
        *(line_of(asked(*load), "ms", values[asked(*load)], 1) for load in LOADS),
        ratios(f"  group at {FAST:,}/s over one write at {SLOW}/s (at most 0.1)", *against(values, FAST, SLOW), 3),
        ratios(f"  group over one write, both at {SLOW}/s", *against(values, SLOW, SLOW), 3),
        ratios(f"  group over one write, both at {FAST:,}/s", *against(values, FAST, FAST), 3),
        line_of("ballots a second, no tracing", "ballots/s", values["plain"]),
        line_of("ballots a second, tracing on", "ballots/s", values["traced"]),
        ratios("  traced over plain (at least 0.85)", values["traced"], values["plain"]),
        line_of(f"nobody watching, {BESIDE_WATCHERS}/s, p99", "ms", values["alone"], 1),
        line_of(f"{WATCHERS:,} watching, {BESIDE_WATCHERS}/s, p99", "ms", values["watched"], 1),
        ratios("  watched over alone (under 1.25)", values["watched"], values["alone"]),
    ]


def against(values: dict[str, list[float]], group: int, single: int) -> tuple[list[float], list[float]]:
    return values[asked(GROUP, group)], values[asked(SINGLE, single)]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
