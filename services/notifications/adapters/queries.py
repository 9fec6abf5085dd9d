"""What the lists show, read without a transaction."""

from typing import Any

from services.notifications.adapters.mongo_contacts import CONTACTS
from services.notifications.adapters.mongo_deliveries import DELIVERIES, DISPATCHES
from services.notifications.adapters.mongo_public import FEED, NOTICES
from services.notifications.application.ports import DispatchUnknown, NoticeUnknown
from shared.mongo import Database, Document, Page, page


class Queries:
    """Reads of one service's database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def contacts(self, municipality: str, kind: str | None, cursor: str | None, limit: int) -> Page:
        where = {"municipality": municipality, **({"kind": kind} if kind else {})}
        return await page(self._db[CONTACTS], where, "contact_id", cursor, limit)

    async def deliveries(self, municipality: str, equal: dict[str, str], cursor: str | None, limit: int) -> Page:
        where = {"municipality": municipality, **equal}
        return await page(self._db[DELIVERIES], where, "_id", cursor, limit)

    async def dispatches(self, municipality: str, cursor: str | None, limit: int) -> Page:
        return await page(self._db[DISPATCHES], {"municipality": municipality}, "_id", cursor, limit)

    async def dispatch(self, municipality: str, dispatch_id: str) -> Document:
        """Raises DispatchUnknown."""
        where = {"municipality": municipality, "_id": f"{municipality}/{dispatch_id}"}
        if row := await self._db[DISPATCHES].find_one(where):
            return row
        raise DispatchUnknown(dispatch_id)

    async def feed(self, municipality: str, topic: str | None, cursor: str | None, limit: int) -> Page:
        where = {"municipality": municipality, **({"topic": topic} if topic else {})}
        return await page(self._db[FEED], where, "event_id", cursor, limit, descending=True)

    async def notices(self, municipality: str, cursor: str | None, limit: int) -> Page:
        return await page(self._db[NOTICES], {"municipality": municipality}, "id", cursor, limit)

    async def notice_digest(self, municipality: str, notice_id: str) -> str:
        """Raises NoticeUnknown, also while it is not printed yet."""
        where = {"municipality": municipality, "_id": f"{municipality}/{notice_id}"}
        row = await self._db[NOTICES].find_one(where)
        if row is None or row["sha256"] is None:
            raise NoticeUnknown(notice_id)
        return str(row["sha256"])

    async def count(self, municipality: str, **equal: Any) -> int:
        """How many deliveries of one municipality are like this."""
        return await self._db[DELIVERIES].count_documents({"municipality": municipality, **equal})
