"""One holder at a time: a document that says who, and until when."""

from datetime import datetime, timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.ids import new_id
from shared.mongo import Database

LENGTH = timedelta(seconds=6)
TRUSTED = LENGTH / 3  # a holder asks the database again this often, not on every round: asking is a journalled write


class Lease:
    """Held by one process; a process that dies lets go by the passing of `LENGTH`."""

    def __init__(self, db: Database, name: str, clock: Clock) -> None:
        self._leases = db["_leases"]
        self._name = name
        self._clock = clock
        self._holder = new_id()
        self._trusted_until: datetime | None = None

    async def hold(self) -> bool:
        """Take or keep the lease; false when somebody else has it."""
        now = self._clock.system()
        if self._trusted_until and now < self._trusted_until:
            return True
        self._trusted_until = now + TRUSTED if await self._take(now) else None
        return self._trusted_until is not None

    async def _take(self, now: datetime) -> bool:
        free = {"_id": self._name, "$or": [{"until": {"$lt": now}}, {"holder": self._holder}]}
        mine = {"$set": {"holder": self._holder, "until": now + LENGTH}}
        try:
            held = await self._leases.find_one_and_update(free, mine, upsert=True, return_document=ReturnDocument.AFTER)
        except DuplicateKeyError:  # the upsert met a lease that is held
            return False
        return bool(held and held["holder"] == self._holder)

    async def let_go(self) -> None:
        """Give it back at once, so that the next holder need not wait."""
        self._trusted_until = None
        await self._leases.delete_one({"_id": self._name, "holder": self._holder})


async def held(db: Database, name: str, now: datetime) -> bool:
    """Whether somebody holds it now: a sign that a process lives."""
    return await db["_leases"].find_one({"_id": name, "until": {"$gt": now}}) is not None
