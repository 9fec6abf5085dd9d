"""The one place MongoDB is opened, and the few rules every collection follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pymongo import ASCENDING
from pymongo.errors import ConnectionFailure, PyMongoError, WTimeoutError

Document = dict[str, Any]
Client = AsyncIOMotorClient[Document]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]
Session = AsyncIOMotorClientSession

AWAY: tuple[type[PyMongoError], ...] = (ConnectionFailure, WTimeoutError)
"""Errors that mean the database is away, not that the request was wrong."""


class StorageUnavailable(Exception):
    """The database did not answer in time; nothing was half-written and the same request may be sent again."""


class StaleVersion(Exception):
    """Somebody else changed the document since it was read."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index a service wants; `municipality` comes first unless the collection belongs to the machinery."""

    collection: str
    keys: Sequence[tuple[str, int]]
    unique: bool = False
    expire_after: int | None = None
    partial: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and where the next begins."""

    items: list[Document] = field(default_factory=list)
    next: str | None = None


def connect(url: str, app: str, listeners: Sequence[Any] = ()) -> Client:
    """Open a client: majority-acknowledged and journalled writes, aware datetimes, 5 s to find a server."""
    return AsyncIOMotorClient(
        url,
        appname=app,
        tz_aware=True,
        w="majority",
        journal=True,
        serverSelectionTimeoutMS=5000,
        connectTimeoutMS=3000,
        event_listeners=list(listeners),
    )


async def ensure_indexes(database: Database, indexes: Sequence[Index]) -> None:
    """Create what is missing; harmless when repeated."""
    existing = set(await database.list_collection_names())
    for name in sorted({index.collection for index in indexes} - existing):
        await database.create_collection(name)
    for index in indexes:
        await database[index.collection].create_index(list(index.keys), **_options(index))


def _options(index: Index) -> dict[str, Any]:
    options: dict[str, Any] = {"unique": True} if index.unique else {}
    if index.expire_after is not None:
        options["expireAfterSeconds"] = index.expire_after
    if index.partial is not None:
        options["partialFilterExpression"] = dict(index.partial)
    return options


async def save_versioned(collection: Collection, document: Document, loaded: int, session: Session | None) -> int:
    """Write a whole aggregate if nobody changed it since version `loaded` (0: it must be new); gives the new version.

    Raises `StaleVersion`; the unit of work then runs the command again on the fresh document.
    """
    fresh = {**document, "version": loaded + 1}
    if loaded == 0:
        await collection.insert_one(fresh, session=session)
        return 1
    where = {"_id": document["_id"], "version": loaded}
    result = await collection.replace_one(where, fresh, session=session)
    if result.matched_count == 0:
        raise StaleVersion(document["_id"])
    return loaded + 1


async def page(
    collection: Collection,
    filter_: Mapping[str, Any],
    sort_field: str,
    cursor: str | None,
    limit: int,
    session: Session | None = None,
    descending: bool = False,
) -> Page:
    """One page by key, not by offset. `filter_` must begin with equality on `municipality`; `sort_field` must be unique text."""
    where = dict(filter_)
    if cursor:
        where[sort_field] = {"$lt" if descending else "$gt": cursor}
    direction = -ASCENDING if descending else ASCENDING
    found = collection.find(where, session=session).sort(sort_field, direction).limit(limit + 1)
    items = await found.to_list(limit + 1)
    following = str(items[limit - 1][sort_field]) if len(items) > limit else None
    return Page(items[:limit], following)
