"""What is due, whatever the municipality: timers look at all of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import OperationFailure

from services.notifications.adapters.mongo_deliveries import DELIVERIES, DISPATCHES, HAPPENINGS
from services.notifications.adapters.mongo_public import NOTICES
from services.notifications.domain.delivery import LEASE
from services.notifications.domain.happening import SPREADING
from shared.mongo import Database, Document

AT_ONCE = 200
PATIENCE = timedelta(seconds=25)  # telling waits for another service when a document cannot be fetched
GRACE = timedelta(seconds=5)  # what a commit enqueued has this long before a sweep enqueues it again


class Timers:
    """Every document that waits for its moment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def due_deliveries(self, civil: datetime, system: datetime) -> list[dict[str, Any]]:
        """Pending ones; each is put off by the grace, so that the next sweep does not enqueue it again."""
        where = {"state": "pending", "retry_at": {"$lte": system - GRACE}, "not_before": {"$lte": civil}}
        fields = {"municipality": 1, "id": 1, "event_id": 1, "traceparent": 1}
        rows = await self._db[DELIVERIES].find(where, fields).sort("retry_at", 1).limit(AT_ONCE).to_list(AT_ONCE)
        return rows if rows and await self._put_off(DELIVERIES, rows, "pending", system) else []

    async def lost_claims(self, system: datetime) -> list[dict[str, Any]]:
        where = {"state": "claimed", "claimed_at": {"$lte": system - LEASE}}
        return await self._db[DELIVERIES].find(where, {"municipality": 1, "id": 1}).limit(AT_ONCE).to_list(AT_ONCE)

    async def unfinished_happenings(self, system: datetime) -> list[dict[str, Any]]:
        where = {"state": SPREADING, "retry_at": {"$lte": system - GRACE}}
        fields = {"municipality": 1, "event_id": 1, "traceparent": 1}
        rows = await self._db[HAPPENINGS].find(where, fields).sort("retry_at", 1).limit(AT_ONCE).to_list(AT_ONCE)
        return rows if rows and await self._put_off(HAPPENINGS, rows, SPREADING, system + PATIENCE) else []

    async def open_dispatches(self) -> list[dict[str, Any]]:
        where = {"completed_at": None}
        return await self._db[DISPATCHES].find(where, {"municipality": 1, "id": 1}).limit(AT_ONCE).to_list(AT_ONCE)

    async def unprinted_notices(self) -> list[dict[str, Any]]:
        return await self._db[NOTICES].find({"sha256": None}, {"municipality": 1, "id": 1}).limit(20).to_list(20)

    async def _put_off(self, name: str, rows: Sequence[Document], state: str, until: datetime) -> bool:
        """False when a task works on one of them just now: the next sweep looks again.

        In a transaction, which gives way at once: beside one, the embedded server keeps the whole
        collection locked while it waits for the task's transaction, which waits for the collection.
        """
        held = {"_id": {"$in": [row["_id"] for row in rows]}, "state": state}
        change = {"$set": {"retry_at": until}, "$inc": {"version": 1}}
        try:
            async with await self._db.client.start_session() as session, session.start_transaction():
                await self._db[name].update_many(held, change, session=session)
        except OperationFailure as conflict:
            if not conflict.has_error_label("TransientTransactionError"):
                raise
            return False
        return True
