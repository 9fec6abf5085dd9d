"""What every service knows about municipalities, zones and neighbourhoods, kept from proposals' events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.contracts.event import Event
from shared.contracts.proposals import MunicipalityRegistered, ZonesDefined
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Session

MUNICIPALITIES = "ref_municipalities"
ZONES = "ref_zones"


class MunicipalityUnknown(Exception):
    """No municipality of that name is registered."""

    fields = ("municipality",)

    def __init__(self, municipality: str) -> None:
        super().__init__(municipality)
        self.municipality = municipality


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """A municipality as other services know it."""

    slug: str
    name: Mapping[str, str]
    country: str
    timezone: str
    currency: str
    region: str
    region_name: Mapping[str, str]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A planning zone."""

    slug: str
    name: Mapping[str, str]
    population: int | None


@dataclass(frozen=True, slots=True)
class NeighbourhoodView:
    """An electoral neighbourhood; it lies in exactly one zone."""

    slug: str
    name: Mapping[str, str]
    zone: str


@dataclass(frozen=True, slots=True)
class ZonesView:
    """The zones and neighbourhoods of one municipality."""

    zones: tuple[ZoneView, ...] = ()
    neighbourhoods: tuple[NeighbourhoodView, ...] = ()

    def neighbourhood(self, slug: str) -> NeighbourhoodView | None:
        return next((n for n in self.neighbourhoods if n.slug == slug), None)

    def zone(self, slug: str) -> ZoneView | None:
        return next((z for z in self.zones if z.slug == slug), None)


async def project_municipality(tx: Transaction, event: MunicipalityRegistered, sequence: int) -> None:
    """Full state: an older event never replaces a newer one."""
    await keep_newest(tx, MUNICIPALITIES, event, sequence)


async def project_zones(tx: Transaction, event: ZonesDefined, sequence: int) -> None:
    """Full state: an older event never replaces a newer one."""
    await keep_newest(tx, ZONES, event, sequence)


async def keep_newest(tx: Transaction, collection: str, event: Event, sequence: int) -> None:
    """Replace what is kept under the event's subject unless it is as new."""
    known = await tx.db[collection].find_one({"_id": event.subject}, {"sequence": 1}, session=tx.session)
    if known is None or known["sequence"] < sequence:
        row = event.model_dump(exclude_none=True) | {"sequence": sequence}
        await tx.db[collection].replace_one({"_id": event.subject}, row, upsert=True, session=tx.session)


async def municipality(source: Transaction | Database, slug: str) -> MunicipalityView:
    """One municipality; raises `MunicipalityUnknown`."""
    row = await _one(source, MUNICIPALITIES, slug)
    if row is None:
        raise MunicipalityUnknown(slug)
    return _municipality(row)


async def municipalities(source: Transaction | Database) -> list[MunicipalityView]:
    """All registered municipalities, by slug."""
    db, session = _where(source)
    rows = await db[MUNICIPALITIES].find({}, session=session).sort("_id", 1).to_list(None)
    return [_municipality(row) for row in rows]


async def zones(source: Transaction | Database, slug: str) -> ZonesView:
    """The zones of a municipality; empty until they are defined."""
    row = await _one(source, ZONES, slug)
    if row is None:
        return ZonesView()
    return ZonesView(
        tuple(ZoneView(z["slug"], z["name"], z.get("population")) for z in row["zones"]),
        tuple(NeighbourhoodView(n["slug"], n["name"], n["zone"]) for n in row["neighbourhoods"]),
    )


async def _one(source: Transaction | Database, collection: str, slug: str) -> dict[str, Any] | None:
    db, session = _where(source)
    return await db[collection].find_one({"_id": slug}, session=session)


def _where(source: Transaction | Database) -> tuple[Database, Session | None]:
    return (source.db, source.session) if isinstance(source, Transaction) else (source, None)


def _municipality(row: Mapping[str, Any]) -> MunicipalityView:
    region = row["region"]
    return MunicipalityView(
        slug=row["municipality"],
        name=row["name"],
        country=row["country"],
        timezone=row["timezone"],
        currency=row["currency"],
        region=region["slug"],
        region_name=region["name"],
        languages=tuple(row["languages"]),
    )
