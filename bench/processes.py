"""The two bench services running as real processes, and the measuring side's own hold on their databases."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.ledger import RECEIVER, SENDER, ReceiverSettings, SenderSettings
from bench.servers import Places, running
from deploy.local.child import Child
from shared.clock import SystemClock
from shared.messaging.unit_of_work import UnitOfWork
from shared.mongo import Client, Database, connect


@dataclass(frozen=True, slots=True)
class Both:
    """Commands go to the sender's database; effects are seen in the receiver's."""

    client: Client
    work: UnitOfWork
    sender: Database
    receiver: Database

    async def effects(self) -> int:
        return await self.receiver["delivered"].estimated_document_count()


@asynccontextmanager
async def measured(places: Places) -> AsyncIterator[Both]:
    """The databases as a process of the services would hold them."""
    client = connect(places.mongo_url, "bench")
    names = places.settings(SenderSettings).database, places.settings(ReceiverSettings).database
    work = UnitOfWork(client, names[0], SENDER.name, SystemClock())
    try:
        yield Both(client, work, client[names[0]], client[names[1]])
    finally:
        client.close()


@asynccontextmanager
async def both_services(places: Places) -> AsyncIterator[Both]:
    """`setup`, then `events` of both, each a process of its own as in production."""
    names = (SENDER.name, RECEIVER.name)
    setups = [_process(places, name, "setup", once=True) for name in names]
    after = tuple(one.name for one in setups)
    loops = [_process(places, name, "events", after=after) for name in names]
    async with running([*setups, *loops], places.folder / "logs"), measured(places) as both:
        yield both


def _process(places: Places, name: str, command: str, once: bool = False, after: tuple[str, ...] = ()) -> Child:
    words = (sys.executable, "-m", "bench.ledger", name, command)
    return Child(f"{name}.{command}", words, places.environment(), after, once=once)


async def until(condition: Callable[[], Awaitable[bool]], patience: float = 120.0, every: float = 0.01) -> None:
    """Wait for it; raises TimeoutError."""
    async with asyncio.timeout(patience):
        while not await condition():
            await asyncio.sleep(every)
