"""What one signature costs in the box's own process while it works: on an idle machine it is quicker than any box ever sees it."""

import asyncio
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.credentials import public_bytes, signed_by, signer

NOTES = "BENCH_SIGNATURES"  # names the file in which a box notes its samples
EVERY = 0.2  # seconds
AT_ONCE = 10


async def note_signatures() -> NoReturn:
    """Within the box, five times a second: processor seconds of one verification of a ballot's size from the key's bytes, and
    of one signature under a receipt.
    """
    key, ballot, said = Ed25519PrivateKey.generate(), bytes(350), bytes(260)
    signature, public, sign = key.sign(ballot), public_bytes(key), signer(key)
    with Path(os.environ[NOTES]).open("a", encoding="ascii", buffering=1) as notes:  # noqa: ASYNC230 -- nothing else of this process writes it
        while True:
            await asyncio.sleep(EVERY)
            sample = (_seconds(lambda: signed_by(public, signature, ballot)), _seconds(lambda: sign(said)))
            notes.write(f"{json.dumps(sample)}\n")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    for _ in range(AT_ONCE):
        work()
    return (time.thread_time() - begun) / AT_ONCE


def noted(notes: Path, since: int = 0) -> tuple[float, float]:
    """The medians of a verification and of a signature, without the first `since` samples."""
    samples = [json.loads(line) for line in notes.read_text("ascii").splitlines()[since:]]
    return statistics.median(one for one, _ in samples), statistics.median(one for _, one in samples)


def samples_in(notes: Path) -> int:
    return len(notes.read_text("ascii").splitlines()) if notes.exists() else 0
