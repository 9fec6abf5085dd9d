"""The audit log: commands append rows, one leased chainer links them, anybody can check the links.

Rows are not chained in the command's transaction: one chain head inside transactions cost 269 > 20
commits a second. Rows hold ids and no personal text.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from shared.clock import Clock
from shared.messaging.lease import Lease
from shared.mongo import Database

START = "0" * 64
BATCH = 500
CHAINED = ("_id", "municipality", "actor", "command", "subject", "at", "n", "previous")


class AuditChainer:
    """Links the rows of one service, municipality by municipality."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._lease = Lease(db, "audit", clock)

    async def chain(self) -> int:
        """Link what is not linked yet, oldest first; gives how many rows. Harmless when repeated or cut short."""
        if not await self._lease.hold():
            return 0
        loose = self._db["_audit"].find({"chained": False}).sort("_id", 1).limit(BATCH)
        rows = await loose.to_list(BATCH)
        for row in rows:
            await self._link(row)
        return len(rows)

    async def _link(self, row: dict[str, Any]) -> None:
        """The head moves first and names the row, so that a chainer that died between the writes finishes this row first."""
        heads, town = self._db["_audit_heads"], {"_id": row["municipality"]}
        head = await heads.find_one(town) or {"n": 0, "hash": START, "row": None}
        if head["row"] is not None and head["row"]["_id"] != row["_id"]:
            await self._write(head["row"])
        linked = head["row"] if head["row"] and head["row"]["_id"] == row["_id"] else _linked(row, head)
        await heads.replace_one(town, {**town, "n": linked["n"], "hash": linked["hash"], "row": linked}, upsert=True)
        await self._write(linked)

    async def _write(self, linked: Mapping[str, Any]) -> None:
        await self._db["_audit"].update_one({"_id": linked["_id"]}, {"$set": {**_place(linked), "chained": True}})


def _linked(row: Mapping[str, Any], head: Mapping[str, Any]) -> dict[str, Any]:
    linked = {**row, "n": head["n"] + 1, "previous": head["hash"]}
    return {**linked, "hash": link_of(linked)}


def link_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical row with its place and the link before it, lower-case hex."""
    canonical = {name: _text(row[name]) for name in CHAINED}
    return hashlib.sha256(json.dumps(canonical, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken(rows: Iterable[Mapping[str, Any]]) -> int | None:
    """The number of the first row of a municipality's chain that was changed, removed or put in; None when it holds."""
    previous = START
    for n, row in enumerate(rows, 1):
        if row["n"] != n or row["previous"] != previous or row["hash"] != link_of(row):
            return n
        previous = row["hash"]
    return None


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("n", "previous", "hash")}


def _text(value: Any) -> str:
    return value.isoformat(timespec="milliseconds") if hasattr(value, "isoformat") else str(value)
