"""Dead letters are asked for at the API and handled again by the events process: only there are they handled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from pymongo.errors import PyMongoError

from shared.clock import Clock
from shared.ids import new_id
from shared.messaging.dead_letters import Going, Replayed
from shared.messaging.kafka import BrokerUnavailable
from shared.messaging.lease import Lease
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Document, StorageUnavailable

POLL = 1.0  # seconds; somebody waits before a screen
REMEMBERED = timedelta(days=30)
UNFINISHED = {"state": {"$in": ["asked", "under_way"]}}

log = logging.getLogger(__name__)
Replay = Callable[[Going], Awaitable[Replayed]]


async def ask_for_replay(tx: Transaction, actor: str) -> Document:
    """Ask once: while one waits or is under way, asking again gives that one."""
    known = await tx.db["_replays"].find_one(UNFINISHED, session=tx.session)
    if known:
        return known
    row: Document = {"_id": new_id(), "state": "asked", "asked_at": tx.system, "expires_at": tx.system + REMEMBERED}
    await tx.db["_replays"].insert_one(row, session=tx.session)
    tx.audit("network", actor, "replay-dead-letters", row["_id"])
    return row


async def latest_replay(db: Database) -> Document | None:
    """The last one asked for, whatever became of it."""
    return await db["_replays"].find_one({}, sort=[("_id", -1)])


class Replayer:
    """Beside the consumer of a service; of several processes the holder of the lease does it."""

    def __init__(self, db: Database, clock: Clock, replay: Replay) -> None:
        self._replays = db["_replays"]
        self._clock = clock
        self._replay = replay
        self._lease = Lease(db, "dead-letters", clock)

    async def run(self) -> None:
        """Until cancelled; what could not be done because a server is away stays asked for."""
        while True:
            try:
                await self.look()
            except (BrokerUnavailable, StorageUnavailable, PyMongoError) as away:
                log.warning("dead letters wait: %s", away)
            await asyncio.sleep(POLL)

    async def finish(self, replay_id: str) -> Document:
        """The same until this one is done, by whoever does it; raises what keeps it from being done."""
        while True:
            await self.look()
            found = await self._replays.find_one({"_id": replay_id})
            if found is None or found["state"] == "done":
                return found or {"handled": 0, "still_dead": 0}
            await asyncio.sleep(POLL)

    async def look(self) -> None:
        """Do what is asked for, if anything is."""
        asked = await self._replays.find_one(UNFINISHED, sort=[("_id", 1)])
        if asked is None or not await self._lease.hold():
            return
        try:
            await self._note(asked, state="under_way")
            found = await self._replay(self._lease.hold)
            done = {"handled": found.handled, "still_dead": found.still_dead, "whole": found.whole}
            await self._note(asked, state="done", ended_at=self._clock.system(), **done)
        finally:
            await self._lease.let_go()

    async def _note(self, asked: Document, **changes: Any) -> None:
        await self._replays.update_one({"_id": asked["_id"]}, {"$set": changes})
