"""The right of a worker to store ballots: two seconds at a time, given only while the gate is open.

A worker that read `open` once and stored later was seen to commit after the close. So closing takes
the gate, no lease is given any more, and head 1 waits until the last one has ended.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pymongo.errors import PyMongoError

from services.voting.adapters.mongo import LEASE, MongoElections, MongoPools
from services.voting.application.ports import ElectionUnknown, Keys
from services.voting.domain.credentials import Signer, signer
from services.voting.domain.election import ElectionNotOpen
from services.voting.domain.late import Box
from shared.clock import Clock
from shared.mongo import Database

RENEW_EVERY: Final = 0.5  # seconds; three tries before a lease ends
ASK_AGAIN: Final = 0.2  # seconds an election that is not open is remembered as such


@dataclass(slots=True)
class Lease:
    """Until when ballots may be handed to the store, by this machine's own steady clock; `writing` inserts are on their way."""

    until: float = 0.0
    state: str = "draft"
    now: Callable[[], float] = time.monotonic
    writing: int = 0
    returned: bool = False

    def holds(self) -> bool:
        return self.state == "open" and self.now() < self.until


@dataclass(slots=True)
class Frozen:
    """The frozen rules of an open election, as long as this process lives."""

    election_id: str
    box: Box
    sign: Signer
    keys: Keys
    closes_at: datetime | None = None
    lease: Lease = field(default_factory=Lease)


class Leases:
    def __init__(self, db: Database, keys: Keys, clock: Clock, worker: str) -> None:
        self._db, self._keys, self._clock, self._worker = db, keys, clock, worker
        self._known: dict[str, Frozen] = {}
        self._absent: dict[str, float] = {}
        self._loading = asyncio.Lock()

    async def frozen(self, election_id: str) -> Frozen:
        """Raises ElectionUnknown, ElectionNotOpen. Every later ballot finds it in memory."""
        if (known := self._known.get(election_id)) is not None:
            return known
        async with self._loading:
            if election_id not in self._known:
                self._known[election_id] = await self._load(election_id)
        return self._known[election_id]

    async def admits(self, frozen: Frozen) -> bool:
        """Whether ballots are admitted now; asks the gate only where the lease has run out."""
        if frozen.lease.state == "open" and not frozen.lease.holds():
            await self._renew(frozen)
        return frozen.lease.holds()

    async def keep(self) -> None:
        """Renew in the background, until cancelled."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            for frozen in list(self._known.values()):
                if frozen.lease.state == "open":
                    await self._renew(frozen)
                elif not frozen.lease.returned:
                    await self._give_back(frozen)

    async def _renew(self, frozen: Frozen) -> None:
        """Counted from before the question was asked, so never longer than the gate believes."""
        asked, until = frozen.lease.now(), self._clock.system() + LEASE
        left = await self._left(frozen)
        where = {"_id": frozen.election_id, "state": "open"}
        try:
            result = await self._db["gates"].update_one(where, {"$set": {f"leases.{self._worker}": until}})
        except PyMongoError:
            return
        if result.matched_count and left > 0:
            frozen.lease.until = asked + min(LEASE.total_seconds(), left)
        else:
            frozen.lease.state = "closed"
            await self._give_back(frozen)

    async def _give_back(self, frozen: Frozen) -> None:
        """Once no insert of this worker is on its way, head 1 need not wait for the rest of the lease, only for the second after it."""
        if frozen.lease.writing:
            return
        held, now = f"leases.{self._worker}", self._clock.system()
        where = {"_id": frozen.election_id, held: {"$gt": now}}
        with suppress(PyMongoError):  # then the fence waits until the lease has ended by itself
            await self._db["gates"].update_one(where, {"$set": {held: now}})
            frozen.lease.returned = True

    async def _left(self, frozen: Frozen) -> float:
        """Seconds until the closing instant, if one is set: a lease never reaches beyond it."""
        if frozen.closes_at is None:
            return LEASE.total_seconds()
        return (frozen.closes_at - await self._clock.civil()).total_seconds()

    async def _load(self, election_id: str) -> Frozen:
        gate = await self._gate(election_id)
        election = await MongoElections(self._db).get(gate["municipality"], election_id)
        censuses = await MongoPools(self._db).censuses(election)
        frozen = Frozen(
            election_id,
            Box(election_id, election.contests, censuses, sealed=election.sealed),
            signer(self._keys.key("box", election.municipality, election.key_epoch)),
            self._keys,
            election.closes_at,
        )
        frozen.lease.state = "open" if gate["state"] == "open" else "closed"
        return frozen

    async def _gate(self, election_id: str) -> dict[str, Any]:
        """Asked at most five times a second for an election that has no gate yet."""
        if time.monotonic() - self._absent.get(election_id, 0.0) < ASK_AGAIN:
            raise ElectionNotOpen
        gate = await self._db["gates"].find_one({"_id": election_id})
        if gate is not None and gate["state"] != "draft":
            return gate
        if gate is None:
            raise ElectionUnknown(election_id)
        self._absent[election_id] = time.monotonic()
        raise ElectionNotOpen
