"""Happenings, deliveries, dispatches in MongoDB."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from pymongo import UpdateOne

from services.notifications.application.ports import DispatchUnknown
from services.notifications.domain.channels import Channel
from services.notifications.domain.delivery import Delivery, DeliveryState
from services.notifications.domain.dispatch import Dispatch
from services.notifications.domain.happening import Happening
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document, StaleVersion, save_versioned

HAPPENINGS, DELIVERIES, DISPATCHES = "happenings", "deliveries", "dispatches"


class HappeningUnknown(Exception):
    """No event of this id was heard here."""


class MongoHappenings:
    """One document an event that concerns somebody."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._happenings = tx, tx.db[HAPPENINGS]

    async def get(self, municipality: str, event_id: str) -> Happening:
        where = {"municipality": municipality, "_id": f"{municipality}/{event_id}"}
        row = await self._happenings.find_one(where, session=self._tx.session)
        if row is None:
            raise HappeningUnknown(event_id)
        row["rules"] = tuple(row["rules"])
        return Happening(**_only(Happening, row))

    def begin(self, happening: Happening) -> None:
        """Queued with those of the batch; one already begun stays as it is."""
        row = _happening_row(happening) | {"version": happening.version + 1}
        identity = {"municipality": row.pop("municipality"), "_id": row.pop("_id")}
        self._tx.later(HAPPENINGS, UpdateOne(identity, {"$setOnInsert": row}, upsert=True))

    async def save(self, happening: Happening) -> None:
        await save_versioned(self._happenings, _happening_row(happening), happening.version, self._tx.session)


class MongoDeliveries:
    """One document an event and contact; topic, event type and edition are there for lists and counts."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._deliveries = tx, tx.db[DELIVERIES]

    async def missing(self, municipality: str, ids: Sequence[str]) -> set[str]:
        wanted = [f"{municipality}/{one}" for one in ids]
        where = {"municipality": municipality, "_id": {"$in": wanted}}
        known = await self._deliveries.find(where, {"id": 1}, session=self._tx.session).to_list(None)
        return set(ids) - {row["id"] for row in known}

    async def add(self, deliveries: Sequence[Delivery], event_type: str, topic: str, edition: str) -> None:
        about = {"event_type": event_type, "topic": topic, "edition": edition, "version": 1}
        if rows := [_row(delivery) | about for delivery in deliveries]:
            await self._deliveries.insert_many(rows, session=self._tx.session)

    async def several(self, municipality: str, ids: Sequence[str]) -> list[Delivery]:
        wanted = [f"{municipality}/{one}" for one in ids]
        return await self._found({"municipality": municipality, "_id": {"$in": wanted}})

    async def save(self, delivery: Delivery) -> int:
        where = {"_id": f"{delivery.municipality}/{delivery.id}"}
        change = {"$set": _row(delivery), "$inc": {"version": 1}}
        held = {"municipality": delivery.municipality, **where, "version": delivery.version}
        result = await self._deliveries.update_one(held, change, session=self._tx.session)
        if result.matched_count == 0:
            raise StaleVersion(delivery.id)
        return delivery.version + 1

    async def of_dispatch(self, municipality: str, dispatch_id: str) -> list[Delivery]:
        return await self._found({"municipality": municipality, "dispatch_id": dispatch_id})

    async def of_bundle(self, municipality: str, bundle: str) -> list[Delivery]:
        state = DeliveryState.BUNDLED.value
        return await self._found({"municipality": municipality, "bundle": bundle, "state": state})

    async def _found(self, where: dict[str, Any]) -> list[Delivery]:
        rows = self._deliveries.find({"municipality": where["municipality"], **where}, session=self._tx.session)
        return [read_delivery(row) for row in await rows.sort("_id", 1).to_list(None)]


class MongoDispatches:
    """One document a dispatch."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._dispatches = tx, tx.db[DISPATCHES]

    async def get(self, municipality: str, dispatch_id: str) -> Dispatch:
        where = {"municipality": municipality, "_id": f"{municipality}/{dispatch_id}"}
        row = await self._dispatches.find_one(where, session=self._tx.session)
        if row is None:
            raise DispatchUnknown(dispatch_id)
        return Dispatch(**_only(Dispatch, row))

    async def save(self, dispatch: Dispatch) -> int:
        row = asdict(dispatch) | {"_id": f"{dispatch.municipality}/{dispatch.id}"}
        return await save_versioned(self._dispatches, row, dispatch.version, self._tx.session)


def read_delivery(row: Document) -> Delivery:
    row["channel"], row["state"] = Channel(row["channel"]), DeliveryState(row["state"])
    row["titles"] = tuple(row["titles"])
    return Delivery(**_only(Delivery, row))


def _happening_row(happening: Happening) -> Document:
    return {name: getattr(happening, name) for name in _names(Happening)} | {
        "_id": f"{happening.municipality}/{happening.event_id}",
        "facts": dict(happening.facts),
        "rules": list(happening.rules),
    }


def _row(delivery: Delivery) -> Document:
    kept = {name: getattr(delivery, name) for name in _names(Delivery) if name != "version"}
    written = {"channel": delivery.channel.value, "state": delivery.state.value, "titles": list(delivery.titles)}
    return kept | written | {"_id": f"{delivery.municipality}/{delivery.id}"}


def _names(kind: type[Any]) -> list[str]:
    return [field.name for field in fields(kind)]


def _only(kind: type[Any], row: Document) -> dict[str, Any]:
    return {name: row[name] for name in _names(kind) if name in row}
