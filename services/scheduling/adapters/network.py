"""What is looked for across municipalities: timers, and the network's screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from services.scheduling.domain.cockpit import Standing
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database
from shared.municipalities import MunicipalityView


async def due_consultations(db: Database, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Municipality and id of the windows whose next instant has come, the earliest first."""
    found = await db["consultations"].find({"due_at": {"$lte": now}}).sort("due_at", 1).to_list(limit)
    return [(row["municipality"], row["id"]) for row in found]


async def due_registrations(db: Database, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Municipality and election of the registrations whose window has ended, the earliest first."""
    found = await db["registrars"].find({"due_at": {"$lte": now}}).sort("due_at", 1).to_list(limit)
    return [(row["municipality"], row["id"]) for row in found]


async def pending_copies(db: Database, now: datetime, limit: int) -> list[str]:
    """Documents of other services that we still have no copy of."""
    where = {"state": "pending", "due_at": {"$lte": now}}
    return [row["_id"] for row in await db["copies"].find(where, {"_id": 1}).to_list(limit)]


async def keep_standing(tx: Transaction, town: MunicipalityView, standing: Standing) -> None:
    """One small row a municipality, written with the calendar it sums up; the newest edition is the one shown."""
    row = {
        "_id": town.slug,
        "region": town.region,
        "municipality": town.slug,
        "name": town.name,
        "country": town.country,
        "needs_me": standing.needs_me,
        **msgspec.to_builtins(standing),
    }
    known = await tx.db["cockpit"].find_one({"_id": town.slug}, {"edition": 1}, session=tx.session)
    if known is None or known["edition"] <= standing.edition:
        await tx.db["cockpit"].replace_one({"_id": town.slug}, row, upsert=True, session=tx.session)


async def cockpit(db: Database, region: str | None) -> list[Mapping[str, Any]]:
    """Every municipality of the network, or of one region, those that need somebody first."""
    where = {} if region is None else {"region": region}
    found = await db["cockpit"].find(where, {"_id": 0}).to_list(None)
    return sorted(found, key=lambda row: (not row["needs_me"], -len(row["late"]), row["municipality"]))
