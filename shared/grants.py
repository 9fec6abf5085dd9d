"""Who may act in which role and where: the issuer says who, these grants say what."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.clock import Clock
from shared.contracts.event import Event
from shared.contracts.proposals import GrantGiven, GrantRevoked, MunicipalityRegistered, ZonesDefined
from shared.messaging.consumer import Delivery, Handler
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database
from shared.municipalities import MUNICIPALITIES, keep_newest, project_municipality, project_zones

GRANTS = "grants"
REMEMBERED = 1.0  # seconds a revoked grant may still be obeyed
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one scope: `network`, `region:<slug>` or `municipality:<slug>`."""

    issuer: str
    subject: str
    role: str
    scope: str
    expires_at: datetime | None = None

    def covers(self, municipality: str, region: str | None) -> bool:
        own = {"network", f"municipality:{municipality}"}
        return self.scope in own or (region is not None and self.scope == f"region:{region}")


class FirstGrant(Protocol):
    """A grant of the settings; it exists before anybody can give one."""

    issuer: str
    subject: str
    role: str
    scope: str


async def project_grant(tx: Transaction, event: GrantGiven, sequence: int) -> None:
    """Keep a grant; a revocation that came before it stays."""
    await keep_newest(tx, GRANTS, event, sequence)


async def project_revocation(tx: Transaction, event: GrantRevoked, sequence: int) -> None:
    """End a grant, known or not: the row stays as a tombstone so that a late GrantGiven does not revive it."""
    await keep_newest(tx, GRANTS, event, sequence)


async def project(tx: Transaction, event: Event, sequence: int) -> None:
    """What the owner calls beside `tx.announce(event, sequence)`, so that its own copy is never behind."""
    match event:
        case GrantGiven():
            await project_grant(tx, event, sequence)
        case GrantRevoked():
            await project_revocation(tx, event, sequence)
        case MunicipalityRegistered():
            await project_municipality(tx, event, sequence)
        case ZonesDefined():
            await project_zones(tx, event, sequence)


def reference_handlers() -> dict[type[Event], Handler]:
    """What every service but the owner merges into its HANDLERS."""
    return dict.fromkeys((GrantGiven, GrantRevoked, MunicipalityRegistered, ZonesDefined), _projected)


async def _projected(event: Event, delivery: Delivery) -> None:
    await project(delivery.tx, event, delivery.envelope.sequence)


class GrantBook:
    """The grants of this service's database and those of its settings."""

    def __init__(self, db: Database, first: Iterable[FirstGrant], clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._first = tuple(Grant(g.issuer, g.subject, g.role, g.scope) for g in first)
        self._seen: dict[tuple[str, str], tuple[float, tuple[Grant, ...]]] = {}
        self._regions: dict[str, tuple[float, str | None]] = {}

    async def of(self, issuer: str, subject: str) -> tuple[Grant, ...]:
        """What somebody may do now; at most a second old. A grant's end is told by the system clock."""
        key = (issuer, subject)
        when, found = self._seen.get(key, (0.0, ()))
        if time.monotonic() - when > REMEMBERED:
            found = await self._read(issuer, subject)
            _remember(self._seen, key, found)
        now = self._clock.system()
        return tuple(g for g in found if g.expires_at is None or g.expires_at > now)

    async def region_of(self, municipality: str) -> str | None:
        when, region = self._regions.get(municipality, (0.0, None))
        if time.monotonic() - when > REMEMBERED:
            row = await self._db[MUNICIPALITIES].find_one({"_id": municipality}, {"region.slug": 1})
            region = row["region"]["slug"] if row else None
            _remember(self._regions, municipality, region)
        return region

    async def _read(self, issuer: str, subject: str) -> tuple[Grant, ...]:
        rows = await self._db[GRANTS].find({"issuer": issuer, "subject_id": subject}).to_list(None)
        first = tuple(g for g in self._first if (g.issuer, g.subject) == (issuer, subject))
        return first + tuple(map(_grant, rows))


def _remember(cache: dict[Any, tuple[float, Any]], key: Any, value: Any) -> None:
    if len(cache) >= MOST_REMEMBERED:
        cache.clear()
    cache[key] = (time.monotonic(), value)


def _grant(row: Mapping[str, Any]) -> Grant:
    return Grant(row["issuer"], row["subject_id"], row["role"], row["scope"], row.get("expires_at"))
