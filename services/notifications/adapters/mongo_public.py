"""The feed, notices, communication plans in MongoDB."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.notifications.application.ports import NoticeUnknown, PlanUnknown
from services.notifications.domain.message import FeedItem
from services.notifications.domain.notice import Notice
from services.notifications.domain.plan import CommunicationPlan, PlanItem, PlanStatus
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document, save_versioned

FEED, NOTICES, PLANS = "feed", "notices", "plans"


class MongoFeed:
    """One document an event; ids sort by when the event happened."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._feed = tx, tx.db[FEED]

    async def put(self, item: FeedItem) -> None:
        identity = {"municipality": item.municipality, "_id": f"{item.municipality}/{item.event_id}"}
        await self._feed.update_one(
            identity, {"$setOnInsert": asdict(item) | identity}, upsert=True, session=self._tx.session
        )


class MongoNotices:
    """One document a notice."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._notices = tx, tx.db[NOTICES]

    async def get(self, municipality: str, notice_id: str) -> Notice:
        where = {"municipality": municipality, "_id": f"{municipality}/{notice_id}"}
        row = await self._notices.find_one(where, session=self._tx.session)
        if row is None:
            raise NoticeUnknown(notice_id)
        row.pop("_id")
        return Notice(**row)

    async def put(self, notice: Notice) -> None:
        identity = {"municipality": notice.municipality, "_id": f"{notice.municipality}/{notice.id}"}
        row = asdict(notice) | identity | {"version": 1}
        await self._notices.update_one(identity, {"$setOnInsert": row}, upsert=True, session=self._tx.session)

    async def save(self, notice: Notice) -> int:
        row = asdict(notice) | {"_id": f"{notice.municipality}/{notice.id}"}
        return await save_versioned(self._notices, row, notice.version, self._tx.session)


class MongoPlans:
    """One document an edition."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._plans = tx, tx.db[PLANS]

    async def get(self, municipality: str, edition: str) -> CommunicationPlan:
        where = {"municipality": municipality, "_id": f"{municipality}/{edition}"}
        row = await self._plans.find_one(where, session=self._tx.session)
        if row is None:
            raise PlanUnknown(edition)
        items = tuple(_item(item) for item in row["items"])
        return CommunicationPlan(row["municipality"], row["edition"], items, row["version"])

    async def save(self, plan: CommunicationPlan) -> int:
        row: Document = {
            "_id": f"{plan.municipality}/{plan.edition}",
            "municipality": plan.municipality,
            "edition": plan.edition,
            "items": [_written(item) for item in plan.items],
        }
        return await save_versioned(self._plans, row, plan.version, self._tx.session)


def _written(item: PlanItem) -> dict[str, Any]:
    days = {name: getattr(item, name).isoformat() for name in ("starts_on", "ends_on") if getattr(item, name)}
    return asdict(item) | {"starts_on": None, "ends_on": None} | days | {"status": item.status.value}


def _item(row: dict[str, Any]) -> PlanItem:
    days = {name: datetime.fromisoformat(row[name]).date() if row[name] else None for name in ("starts_on", "ends_on")}
    return PlanItem(**{**row, **days, "status": PlanStatus(row["status"])})
