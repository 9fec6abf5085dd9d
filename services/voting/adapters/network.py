"""What the timers look for in all municipalities at once."""

from datetime import datetime

from shared.mongo import Database

BATCH = 200


async def closing(db: Database) -> list[tuple[str, str]]:
    """Elections whose gate is closed and whose first head is still to come."""
    rows = await db["gates"].find({"state": "closing"}).to_list(BATCH)
    return [(row["municipality"], row["_id"]) for row in rows]


async def open_now(db: Database) -> list[tuple[str, str]]:
    rows = await db["elections"].find({"state": "open"}, {"municipality": 1, "id": 1}).to_list(None)
    return [(row["municipality"], row["id"]) for row in rows]


async def overdue(db: Database, now: datetime) -> list[tuple[str, str]]:
    """Open elections whose closing instant has come."""
    where = {"state": "open", "closes_at": {"$lte": now, "$ne": None}}
    return [(row["municipality"], row["id"]) for row in await db["elections"].find(where).to_list(BATCH)]


async def unsorted(db: Database) -> list[tuple[str, str]]:
    """Declared elections whose ballots still lie in the order they came."""
    rows = await db["gates"].find({"state": "declared"}).to_list(BATCH)
    return [(row["municipality"], row["_id"]) for row in rows]


async def counting(db: Database) -> list[tuple[str, str]]:
    """Closed elections that are not declared."""
    rows = await db["gates"].find({"state": "closed"}).to_list(BATCH)
    return [(row["municipality"], row["_id"]) for row in rows]
