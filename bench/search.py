"""The first page of a search among 100,000 proposals takes the server less than 20 ms, with filters, words in any spelling, or both."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.duplicates import AR, FR, ZONES
from bench.figures import Line, line_of, percentile, print_table
from bench.servers import running
from deploy.local import servers
from deploy.local.probes import free_port
from services.proposals.adapters.codec import encode
from services.proposals.adapters.mongo import INDEXES, PROPOSAL, key
from services.proposals.adapters.queries import Queries
from services.proposals.api.shapes import proposal as shown
from services.proposals.domain.proposal import Author, Channel, Proposal, Source, Status
from shared.ids import new_id, tracking_code
from shared.mongo import Database, connect, ensure_indexes

CLAIM = (
    "Milliseconds of the server for the first page of twenty, by what is asked (from the query to the answer's values)"
)
RUNS, ASKED, MANY, BATCH = 3, 60, 100_000, 200
PLACE = "tn-nefta"
CHANNELS = [Channel.ONLINE_FORM, Channel.NOTEBOOK, Channel.ZONE_SESSION]
STATUSES = [Status.SUBMITTED, Status.ADMISSIBLE, Status.FEASIBLE, Status.NOT_SELECTED, Status.HELD]
SEARCHES: dict[str, tuple[dict[str, Any], str | None]] = {
    "newest": ({}, None),
    "edition and zone": ({"edition": "2022", "zone": "zone-3"}, None),
    "edition, zone, status, channel": (
        {"edition": "2022", "zone": "zone-3", "status": "feasible", "channel": "notebook"},
        None,
    ),
    "one common word": ({}, "إنارة"),
    "three words, other spelling": ({}, "اناره شارع الزيتونْ"),
    "two words in French, unfinished": ({}, "lampad oliv"),
    "words and filters": ({"edition": "2022", "zone": "zone-3", "status": "feasible"}, "حديقه النخيل"),
    "nothing found": ({}, "مطار إنارة"),
}


def document(dice: random.Random) -> dict[str, Any]:
    parts = AR if dice.random() < 0.7 else FR
    title, body = (" ".join(dice.choice(part) for part in parts) for _ in range(2))
    on = date(2021, 1, 1) + timedelta(days=dice.randrange(700))
    source = Source(dice.choice(CHANNELS), on, on)
    proposal = Proposal(
        municipality=PLACE,
        id=new_id(),
        edition=dice.choice(["2021", "2022", "2023"]),
        tracking_code=tracking_code(),
        title=title,
        body=f"{body}. {' '.join(dice.choice(AR[3]) for _ in range(20))}",
        zone=dice.choice(ZONES),
        neighbourhood=None,
        kind=None,
        source=source,
        author=Author(),
        status=dice.choice(STATUSES),
    )
    return {"_id": key(PLACE, proposal.id), **encode(proposal), **PROPOSAL.derived(proposal), "version": 1}


async def fill(db: Database) -> None:
    """The next batch is made while the store takes the one before: small ones, for it slows down on large ones."""
    dice = random.Random(1)
    batch = made(dice)
    for _ in range(MANY // BATCH):
        kept = asyncio.ensure_future(db[PROPOSAL.collection].insert_many(batch, ordered=False))
        batch = await asyncio.to_thread(made, dice)
        await kept


def made(dice: random.Random) -> list[dict[str, Any]]:
    return [document(dice) for _ in range(BATCH)]


async def milliseconds(queries: Queries, filters: dict[str, Any], words: str | None) -> float:
    begun = time.perf_counter()
    found, _ = await queries.proposals(PLACE, filters, words, None, 20)
    _ = [shown(each) for each in found]
    return (time.perf_counter() - begun) * 1000


@asynccontextmanager
async def filled() -> AsyncIterator[Queries]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, port = Path(name), free_port()
        async with running([servers.mongo(port, folder / "mongo")], folder / "logs"):
            client = connect(f"mongodb://127.0.0.1:{port}/?directConnection=true", "bench")
            db = client["bench_search"]
            await ensure_indexes(db, INDEXES)
            await fill(db)
            yield Queries(db)
            client.close()


async def measure(runs: int = RUNS) -> list[Line]:
    middle: dict[str, list[float]] = {name: [] for name in SEARCHES}
    slow: dict[str, list[float]] = {name: [] for name in SEARCHES}
    async with filled() as queries:
        for _ in range(runs):
            for name, (filters, words) in SEARCHES.items():
                taken = [await milliseconds(queries, filters, words) for _ in range(ASKED)]
                middle[name].append(statistics.median(taken))
                slow[name].append(percentile(taken, 0.95))
    return [
        line_of(f"{name}, {what}", "ms", figures[name], digits=1)
        for name in SEARCHES
        for what, figures in (("p50", middle), ("p95", slow))
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
