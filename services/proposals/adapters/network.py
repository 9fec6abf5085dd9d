"""Reads of network scope: the only queries here that name no municipality."""

from datetime import datetime

from services.proposals.adapters.codec import decode
from services.proposals.adapters.mongo import MUNICIPALITY
from services.proposals.adapters.notes import as_reading
from services.proposals.application.ports import BoardReading
from services.proposals.domain.municipality import Municipality
from shared.mongo import Database


async def municipalities(db: Database) -> list[Municipality]:
    found = db[MUNICIPALITY.collection].find({}).sort("_id", 1)
    return [decode(Municipality, document) for document in await found.to_list(None)]


async def forget_contacts(db: Database, kept_before: datetime, most: int = 500) -> int:
    """Names and addresses kept longer than they may be; one by one, for others may be writing beside."""
    where = {"kept_at": {"$lt": kept_before}}
    old = await db["contacts"].find(where, {"_id": 1}).to_list(most)
    return sum([(await db["contacts"].delete_one({"_id": row["_id"], **where})).deleted_count for row in old])


async def due_boards(db: Database, now: datetime, most: int = 20) -> list[BoardReading]:
    """Boards whose task was lost or whose owner did not answer."""
    where = {"state": "pending", "due_at": {"$lte": now}}
    return [as_reading(row) for row in await db["board_readings"].find(where).sort("due_at", 1).to_list(most)]
