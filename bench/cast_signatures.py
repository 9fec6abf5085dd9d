"""What one signature costs while the box is at work: on an idle machine it is quicker than any box ever sees it."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.credentials import public_bytes, signed_by, signer

EVERY = 0.1  # seconds
AT_ONCE = 20


@dataclass
class Signatures:
    """Processor seconds of one verification of a ballot's size from the key's bytes, and of one signature under a receipt."""

    verified: list[float] = field(default_factory=list)
    signed: list[float] = field(default_factory=list)

    @property
    def verification(self) -> float:
        return statistics.median(self.verified)

    @property
    def signing(self) -> float:
        return statistics.median(self.signed)


@asynccontextmanager
async def signatures_beside() -> AsyncIterator[Signatures]:
    """Ten times a second, on the measuring side, for as long as the body runs."""
    found = Signatures()
    task = asyncio.create_task(_sampled(found))
    try:
        yield found
    finally:
        task.cancel()


async def _sampled(found: Signatures) -> None:
    key, ballot, said = Ed25519PrivateKey.generate(), bytes(350), bytes(260)
    signature, public, sign = key.sign(ballot), public_bytes(key), signer(key)
    while True:
        found.verified.append(_seconds(lambda: signed_by(public, signature, ballot)))
        found.signed.append(_seconds(lambda: sign(said)))
        await asyncio.sleep(EVERY)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    for _ in range(AT_ONCE):
        work()
    return (time.thread_time() - begun) / AT_ONCE
