"""The whole cast route, ballots a second: group commit beside one write a request, beside no store, beside raw bulk inserts."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bson import encode
from bson.raw_bson import RawBSONDocument

from bench.cast_box import GROUP, NO_STORE, SINGLE
from bench.cast_hall import BoxHall, fresh_hall, refused
from bench.cast_phones import undisturbed
from bench.cast_signatures import noted, samples_in
from bench.figures import Line, line_of, print_table, ratios
from services.voting.adapters.commit import insert

CLAIM = "Ballots accepted a second by one box process: all checks, signature, durable insert, signed receipt"
RUNS = 3
BALLOTS = {GROUP: 12_000, SINGLE: 2_000, NO_STORE: 12_000}
PHONES = 128
BULK = 128


@dataclass(frozen=True, slots=True)
class Rate:
    """Ballots a second; processor seconds of the box a ballot; shares of a core the box and the phones used; a signature in the box."""

    ballots: float
    cpu: float
    busy: float
    phones: float
    verification: float
    signing: float


@dataclass(frozen=True, slots=True)
class Run:
    boxes: dict[str, Rate]
    bulk: float


async def one_run(order: Sequence[str]) -> Run:
    """Each way on a store of its own, one after the other."""
    boxes = {}
    for mode in order:
        async with fresh_hall(mode) as hall:
            boxes[mode] = await closed_loop(hall, mode, BALLOTS[mode])
    async with fresh_hall() as hall:
        return Run(boxes, await bulk_rate(hall))


async def closed_loop(hall: BoxHall, mode: str, ballots: int, phones: int = PHONES) -> Rate:
    """A first tenth warms the box and is not counted."""
    prepared = await hall.election(ballots + ballots // 10)
    hands = await hall.phones(mode, phones)
    await hands.one_after_another(prepared.requests[ballots:])
    before = samples_in(hall.notes)
    cpu, own, begun = hall.cpu(mode), time.process_time(), time.perf_counter()
    with undisturbed():
        sent = await hands.one_after_another(prepared.requests[:ballots])
    seconds, used, own = time.perf_counter() - begun, hall.cpu(mode) - cpu, time.process_time() - own
    hands.hang_up()
    if refused(sent):
        raise RuntimeError(f"{refused(sent)} ballots were not accepted")
    return Rate(ballots / seconds, used / ballots, used / seconds, own / seconds, *noted(hall.notes, before))


async def bulk_rate(hall: BoxHall, batches: int = 60) -> float:
    """Documents as the box stores them, 128 a command, one command at a time."""
    rows = [{"_id": f"e/medina/{n:064x}", "wire": bytes(620)} for n in range(BULK * batches)]
    documents = [RawBSONDocument(encode(row)) for row in rows]
    begun = time.perf_counter()
    for start in range(0, len(documents), BULK):
        await insert(hall.service.urn.db, documents[start : start + BULK])
    return len(documents) / (time.perf_counter() - begun)


async def measure(runs: int = RUNS) -> list[Line]:
    modes = (GROUP, SINGLE, NO_STORE)
    found = [await one_run(modes if n % 2 == 0 else modes[::-1]) for n in range(runs)]
    rates = {mode: [run.boxes[mode].ballots for run in found] for mode in modes}
    groups = [run.boxes[GROUP] for run in found]
    cpu, verified = [one.cpu for one in groups], [one.verification for one in groups]
    signatures = [(one.verification + one.signing) / one.cpu for one in groups]
    return [
        line_of("group commit", "ballots/s", rates[GROUP]),
        line_of("one write a request", "ballots/s", rates[SINGLE]),
        ratios("  group over one write (at least 4)", rates[GROUP], rates[SINGLE]),
        line_of("without the store", "ballots/s", rates[NO_STORE]),
        ratios("  group over without the store (at least 0.4)", rates[GROUP], rates[NO_STORE]),
        line_of("raw bulk inserts of 128", "documents/s", [run.bulk for run in found]),
        ratios("  group over raw bulk (at least 0.5)", rates[GROUP], [run.bulk for run in found]),
        line_of("processor of the box a ballot", "µs", [1e6 * used for used in cpu]),
        line_of("one Ed25519 verification", "µs", [1e6 * one for one in verified], 1),
        ratios("  box over one verification (at most 4)", cpu, verified),
        line_of("one receipt signed", "µs", [1e6 * one.signing for one in groups], 1),
        line_of("  signatures, as a share of the box's processor", "", signatures, 2),
        line_of("share of one core the box used", "", [one.busy for one in groups], 2),
        line_of("share of one core the phones used", "", [one.phones for one in groups], 2),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
