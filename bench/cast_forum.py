"""The last minute before closing, in one forum and in fifty at once: nothing lost, nothing double, everybody knows."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.cast_box import GROUP
from bench.cast_hall import TOWN, BoxHall, Prepared, fresh_hall
from bench.cast_phones import ACCEPTED, Hands
from bench.figures import Line, line_of, percentile, print_table
from services.voting.adapters.declaring import close_now, declare_if_ready, publish_head
from services.voting.adapters.mongo import MongoElections
from services.voting.application.counting import roll_dice
from services.voting.domain.election import Election
from shared.messaging.unit_of_work import Transaction

CLAIM = "500 voters in the last 60 seconds, one in ten asking twice; then head 1, dice and the result"
RUNS = 3
VOTERS = 500
LAST = {
    1: (60.0, 15.0, 15.0),
    50: (60.0,),
}  # seconds until closing, one run each: the whole minute once, then the same crowd in a quarter of it
NEIGHBOURHOODS = tuple(f"hay-{n}" for n in range(1, 13))
AGAIN = 0.1  # of the voters, half of them because the first answer never reached them
STRAGGLERS = 5  # a forum, who press the button two seconds after the closing


@dataclass
class Night:
    """What the voters of all forums were told."""

    told: dict[str, set[str]] = field(default_factory=dict)
    closed: int = 0
    unknown: int = 0
    seconds: list[float] = field(default_factory=list)


async def last_minute(forums: int, minute: float) -> dict[str, float]:
    async with fresh_hall(GROUP) as hall:
        prepared = [await hall.election(VOTERS + STRAGGLERS) for _ in range(forums)]
        hands, night = await hall.phones(GROUP, min(400, 40 * forums)), Night()
        free: asyncio.Queue[int] = asyncio.Queue()
        for n in range(len(hands.phones)):
            free.put_nowait(n)
        voters = [
            asyncio.create_task(_vote(hands, free, night, one, request, minute))
            for one in prepared
            for request in one.requests[:VOTERS]
        ]
        await asyncio.sleep(minute)
        await asyncio.gather(*(_close(hall, one.id) for one in prepared))
        await asyncio.sleep(2)
        late = [_vote(hands, free, night, one, late, 0) for one in prepared for late in one.requests[VOTERS:]]
        await asyncio.gather(*voters, *late)
        hands.hang_up()
        return await _compared(hall, prepared, night)


async def _vote(
    hands: Hands, free: "asyncio.Queue[int]", night: Night, at: Prepared, request: bytes, minute: float
) -> None:
    """As a phone does: the same bytes until the outcome is known."""
    await asyncio.sleep(random.uniform(0, minute))
    begun, cut = time.perf_counter(), random.random() < AGAIN / 2
    while True:
        n = await free.get()
        try:
            status, body = await _post(hands, n, request, cut)
        finally:
            free.put_nowait(n)
        if status in ACCEPTED or status == 409:
            break
        cut = False
        await asyncio.sleep(random.uniform(0.05, 0.3))
    night.seconds.append(time.perf_counter() - begun)
    if status == 409:
        night.closed += 1
        night.unknown += json.loads(body)["word"] != "closed"
        return
    night.told.setdefault(at.id, set()).add(json.loads(body)["ballot"])
    if random.random() < AGAIN / 2:
        await _vote(hands, free, night, at, request, 0)


async def _post(hands: Hands, n: int, request: bytes, cut: bool) -> tuple[int, bytes]:
    """`cut`: the connection breaks before the answer, as in a hall with a bad network."""
    if not cut:
        return await _asked(hands, n, request)
    sent = asyncio.ensure_future(hands.phones[n].post(request))
    await asyncio.sleep(random.uniform(0, 0.01))
    hands.phones[n].hang_up()
    await asyncio.gather(sent, return_exceptions=True)
    hands.phones[n] = await hands.dial()
    return 503, b""


async def _asked(hands: Hands, n: int, request: bytes) -> tuple[int, bytes]:
    """As a browser does: a connection the server has closed meanwhile is dialled anew."""
    try:
        return await hands.phones[n].post(request)
    except ConnectionError:
        hands.phones[n] = await hands.dial()
        return await hands.phones[n].post(request)


async def _close(hall: BoxHall, election: str) -> None:
    async def work(tx: Transaction) -> None:
        await close_now(tx, TOWN, election)

    await hall.resources.work.run(work)


async def _compared(hall: BoxHall, prepared: Sequence[Prepared], night: Night) -> dict[str, float]:
    """What was told beside what is on the board once head 1 is out."""
    begun = time.perf_counter()
    await asyncio.gather(*(publish_head(hall.service, TOWN, one.id) for one in prepared))
    seconds = time.perf_counter() - begun
    lost = double = 0
    for one in prepared:
        kept = [signed.digest for signed in await hall.service.urn.ballots(one.id)]
        lost += len(night.told[one.id] - set(kept))
        double += len(kept) - len(set(kept)) + len(set(kept) - night.told[one.id])
    return {
        "lost": lost,
        "double": double,
        "unknown": night.unknown,
        "closed": night.closed,
        "p99": 1000 * percentile(night.seconds, 0.99),
        "head": seconds,
    }


async def whole_forum() -> dict[str, float]:
    """500 ballots in each of twelve neighbourhoods: from closing to head 1, from the last of dice to the result."""
    async with fresh_hall(GROUP) as hall:
        prepared = await hall.election(VOTERS, NEIGHBOURHOODS)
        hands = await hall.phones(GROUP, 64)
        await hands.one_after_another(prepared.requests)
        hands.hang_up()
        begun = time.perf_counter()
        await _close(hall, prepared.id)
        await publish_head(hall.service, TOWN, prepared.id)
        head = time.perf_counter() - begun
        begun = time.perf_counter()
        await hall.resources.work.run(lambda tx: _roll(tx, prepared.id))
        await declare_if_ready(hall.service, TOWN, prepared.id)
        return {"head": head, "result": time.perf_counter() - begun}


async def _roll(tx: Transaction, election: str) -> Election:
    return await roll_dice(MongoElections.within(tx), TOWN, election, dict.fromkeys(NEIGHBOURHOODS, "351624"))


async def measure(runs: int = RUNS) -> list[Line]:
    nights = {forums: [await last_minute(forums, minute) for minute in LAST[forums]] for forums in LAST}
    whole = [await whole_forum() for _ in range(runs)]
    return [
        *(line for forums, found in nights.items() for line in _lines(forums, found)),
        line_of("500 x 12 neighbourhoods: closing to head 1 (under 5)", "s", [one["head"] for one in whole], 2),
        line_of("500 x 12 neighbourhoods: last of dice to result (under 5)", "s", [one["result"] for one in whole], 2),
    ]


def _lines(forums: int, found: Sequence[dict[str, float]]) -> list[Line]:
    name = "one forum" if forums == 1 else f"{forums} forums at once"
    return [
        line_of(f"{name}: receipts without a ballot (0)", "", [one["lost"] for one in found]),
        line_of(f"{name}: ballots nobody was told of, or double (0)", "", [one["double"] for one in found]),
        line_of(f"{name}: voters who do not know (0)", "", [one["unknown"] for one in found]),
        line_of(f"{name}: told that voting had closed", "", [one["closed"] for one in found]),
        line_of(f"{name}: until the outcome was known, p99", "ms", [one["p99"] for one in found], 1),
        line_of(f"{name}: closing to head 1", "s", [one["head"] for one in found], 2),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
