"""The registrar's rows in MongoDB: people, counters behind a fence, and sealed keys."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.scheduling.adapters.mongo import MongoStore, key
from services.scheduling.application.registrar import ElectionUnknown, RegistrantUnknown, RegistrarUnknown
from services.scheduling.domain.attendance import folded
from services.scheduling.domain.registrar import Registrant, Registrar, RegistrationNotOpen
from shared.blind_rsa import PrivateKey, blind_sign
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Index
from shared.sealed import SealedSecret

SHARDS: Final = 16  # people registering in the same second seldom meet on one counter; closing meets them all

REGISTRAR_INDEXES = (
    Index("registrars", [("municipality", 1), ("id", 1)]),
    Index("registrars", [("due_at", 1)]),
    Index("registrants", [("municipality", 1), ("registrar_id", 1), ("id", 1)]),
    Index("registrants", [("municipality", 1), ("registrar_id", 1), ("code_digest", 1)], unique=True),
    Index("registrants", [("municipality", 1), ("registrar_id", 1), ("name_key", 1)]),
    Index("registrar_counters", [("municipality", 1), ("registrar", 1)]),
    Index("elections", [("municipality", 1), ("election_id", 1)]),
)


class MongoRegistrars(MongoStore[Registrar]):
    collection, kind, unknown = "registrars", Registrar, RegistrarUnknown


class MongoRegistrants(MongoStore[Registrant]):
    collection, kind, unknown = "registrants", Registrant, RegistrantUnknown

    async def by_code(self, municipality: str, registrar: str, code_digest: str) -> Registrant | None:
        where = {"municipality": municipality, "registrar_id": registrar, "code_digest": code_digest}
        row = await self.db["registrants"].find_one(where, session=self.session)
        return None if row is None else self.loaded(row)

    async def of_name(self, municipality: str, registrar: str, name: str) -> list[Registrant]:
        where = {"municipality": municipality, "registrar_id": registrar, "name_key": folded(name)}
        found = await self.db["registrants"].find(where, session=self.session).to_list(20)
        return [self.loaded(row) for row in found]


@dataclass(frozen=True)
class MongoTallies:
    """Counting writes a counter and closing writes every counter: of two transactions that meet, one runs again."""

    tx: Transaction

    async def open(self, registrar: Registrar) -> None:
        rows = [
            {
                "_id": counter(registrar, contest.contest, shard),
                "municipality": registrar.municipality,
                "registrar": registrar.id,
                "contest": contest.contest,
                "registered": 0,
                "issued": 0,
                "open": True,
            }
            for contest in registrar.contests
            for shard in range(SHARDS)
        ]
        await self.tx.db["registrar_counters"].insert_many(rows, session=self.tx.session)

    async def add(self, registrar: Registrar, contest: str, person: str, registered: int, issued: int) -> None:
        own = counter(registrar, contest, int(person, 16) % SHARDS)
        where = {"municipality": registrar.municipality, "_id": own, "open": True}
        change = {"$inc": {"registered": registered, "issued": issued}}
        done = await self.tx.db["registrar_counters"].update_one(where, change, session=self.tx.session)
        if done.matched_count == 0:
            raise RegistrationNotOpen(registrar.opens_at, registrar.closes_at)

    async def close(self, registrar: Registrar) -> Mapping[str, tuple[int, int]]:
        where = {"municipality": registrar.municipality, "registrar": registrar.id}
        counters = self.tx.db["registrar_counters"]
        await counters.update_many(where, {"$set": {"open": False}}, session=self.tx.session)
        return summed(registrar, await counters.find(where, session=self.tx.session).to_list(None))


def counter(registrar: Registrar, contest: str, shard: int) -> str:
    return key(registrar.municipality, f"{registrar.id}/{contest}/{shard}")


def summed(registrar: Registrar, rows: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    registered: Counter[str] = Counter()
    issued: Counter[str] = Counter()
    for row in rows:
        registered[row["contest"]] += row["registered"]
        issued[row["contest"]] += row["issued"]
    return {c.contest: (registered[c.contest], issued[c.contest]) for c in registrar.contests}


async def tally(db: Database, registrar: Registrar) -> dict[str, tuple[int, int]]:
    """Registered and issued so far, by contest."""
    where = {"municipality": registrar.municipality, "registrar": registrar.id}
    return summed(registrar, await db["registrar_counters"].find(where).to_list(None))


async def election_of(db: Database, municipality: str, election: str) -> Mapping[str, Any]:
    """An election as the voting service prepared it. Raises `ElectionUnknown`."""
    where = {"municipality": municipality, "_id": key(municipality, election)}
    if (row := await db["elections"].find_one(where)) is None:
        raise ElectionUnknown(election)
    return row


@dataclass(frozen=True)
class SealedSigner:
    """Private keys, sealed by the service's secret under their own name; without the secret's file they are noise."""

    tx: Transaction
    secret: SealedSecret

    async def keep(self, registrar: Registrar, keys: Mapping[str, bytes]) -> None:
        rows = [self._row(registrar, contest, content) for contest, content in keys.items()]
        await self.tx.db["registrar_keys"].insert_many(rows, session=self.tx.session)

    def _row(self, registrar: Registrar, contest: str, content: bytes) -> dict[str, Any]:
        own = key(registrar.municipality, f"{registrar.id}/{contest}")
        sealed = self.secret.seal(content, own)
        return {"_id": own, "municipality": registrar.municipality, "registrar": registrar.id, "sealed": sealed}

    async def sign(self, registrar: Registrar, contest: str, blinded: bytes) -> bytes:
        own = key(registrar.municipality, f"{registrar.id}/{contest}")
        where = {"municipality": registrar.municipality, "_id": own}
        row = await self.tx.db["registrar_keys"].find_one(where, session=self.tx.session)
        if row is None:
            raise RegistrationNotOpen(registrar.opens_at, registrar.closes_at)
        return blind_sign(PrivateKey.from_pkcs8(self.secret.unseal(row["sealed"], own)), blinded)

    async def destroy(self, registrar: Registrar) -> None:
        where = {"municipality": registrar.municipality, "registrar": registrar.id}
        await self.tx.db["registrar_keys"].delete_many(where, session=self.tx.session)
