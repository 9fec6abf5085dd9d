"""One holder at a time: a document that says who, and until when."""

from datetime import timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.ids import new_id
from shared.mongo import Database

LENGTH = timedelta(seconds=6)


class Lease:
    """Held by one process; a process that dies lets go by the passing of `LENGTH`."""

    def __init__(self, db: Database, name: str, clock: Clock) -> None:
        self._leases = db["_leases"]
        self._name = name
        self._clock = clock
        self._holder = new_id()

    async def hold(self) -> bool:
        """Take or keep the lease; false when somebody else has it."""
        now = self._clock.system()
        free = {"_id": self._name, "$or": [{"until": {"$lt": now}}, {"holder": self._holder}]}
        mine = {"$set": {"holder": self._holder, "until": now + LENGTH}}
        try:
            held = await self._leases.find_one_and_update(free, mine, upsert=True, return_document=ReturnDocument.AFTER)
        except DuplicateKeyError:  # the upsert met a lease that is held
            return False
        return bool(held and held["holder"] == self._holder)

    async def let_go(self) -> None:
        """Give it back at once, so that the next holder need not wait."""
        await self._leases.delete_one({"_id": self._name, "holder": self._holder})
