"""Timers: what is due, looked for across all municipalities."""

from datetime import datetime

from shared.mongo import Database


async def due_consultations(db: Database, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Municipality and id of the windows whose next instant has come, the earliest first."""
    found = await db["consultations"].find({"due_at": {"$lte": now}}).sort("due_at", 1).to_list(limit)
    return [(row["municipality"], row["id"]) for row in found]


async def pending_copies(db: Database, now: datetime, limit: int) -> list[str]:
    """Documents of other services that we still have no copy of."""
    where = {"state": "pending", "due_at": {"$lte": now}}
    return [row["_id"] for row in await db["copies"].find(where, {"_id": 1}).to_list(limit)]
