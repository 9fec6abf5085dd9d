"""What is looked for across municipalities: timers, and the network's screen."""

from datetime import datetime
from typing import Any

import msgspec

from services.scheduling.domain.cockpit import Standing
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database
from shared.municipalities import MunicipalityView

AT_ONCE = 5000  # lines folded in one turn; a network has fewer
MOST_LATE = 9999


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
    known = await tx.db["cockpit"].find_one({"_id": town.slug}, {"edition": 1}, session=tx.session)
    if known is None or known["edition"] <= standing.edition:
        row = cockpit_row(town, standing)
        await tx.db["cockpit"].replace_one({"_id": town.slug}, row, upsert=True, session=tx.session)


def cockpit_row(town: MunicipalityView, standing: Standing) -> dict[str, Any]:
    """The line is put into JSON when it changes, so that reading 1,500 of them is reading alone."""
    shown = {
        "region": town.region,
        "municipality": town.slug,
        "name": town.name,
        "country": town.country,
        "needs_me": standing.needs_me,
        **msgspec.to_builtins(standing),
    }
    rank = f"{not standing.needs_me:d}.{MOST_LATE - len(standing.late):04}.{town.slug}"
    line = msgspec.json.encode(shown).decode()
    row = {"_id": town.slug, "region": town.region, "edition": standing.edition, "rank": rank, "line": line}
    return {**row, "folded": False}


async def fold_cockpit(db: Database) -> int:
    """Put changed lines into the one document of their region, so that a screen is a few reads; gives how many.

    Not in the command's transaction: two towns of one region would wait for each other.
    """
    changed = await db["cockpit"].find({"folded": False}).to_list(AT_ONCE)
    for region in {row["region"] for row in changed}:
        lines = {f"lines.{row['_id']}": [row["rank"], row["line"]] for row in changed if row["region"] == region}
        await db["screens"].update_one({"_id": region}, {"$set": lines}, upsert=True)
    for row in changed:  # a line that changed meanwhile stays to be folded
        await db["cockpit"].update_one({"_id": row["_id"], "line": row["line"]}, {"$set": {"folded": True}})
    return len(changed)


async def cockpit(db: Database, region: str | None) -> bytes:
    """Every municipality of the network, or of one region, those that need somebody first, as one JSON document.

    Lines that are not folded yet are read beside the folded ones, so what a command changed is seen at once.
    """
    waiting = {"folded": False} if region is None else {"folded": False, "region": region}
    fresh = await db["cockpit"].find(waiting, {"rank": 1, "line": 1}).to_list(None)
    screens = db["screens"].find({} if region is None else {"_id": region})
    lines = {slug: tuple(line) for screen in await screens.to_list(None) for slug, line in screen["lines"].items()}
    lines |= {row["_id"]: (row["rank"], row["line"]) for row in fresh}
    return f'{{"items":[{",".join(line for _, line in sorted(lines.values()))}]}}'.encode()
