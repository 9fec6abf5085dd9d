"""Elections, slips, nominations and mandates in MongoDB; found by municipality first. No ballot is kept here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from services.voting.application import ports
from services.voting.application.ports import Nomination
from services.voting.domain.canonical import canonical
from services.voting.domain.election import Election
from services.voting.domain.manifest import Census, Manifest, Registrar
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Index, Session, save_versioned

NATIVE = (datetime, bytes)
LEASE = timedelta(seconds=2)
INSERT_LIMIT = timedelta(seconds=1)  # maxTimeMS of the box's inserts

INDEXES = (
    Index("elections", [("municipality", 1), ("meeting_id", 1), ("id", 1)]),
    Index("elections", [("municipality", 1), ("id", 1)]),
    Index("elections", [("state", 1), ("closes_at", 1)]),
    Index("pools", [("municipality", 1), ("election", 1)]),
    Index("registrars", [("municipality", 1), ("election", 1)]),
    Index("gates", [("state", 1)]),
    Index("nominations", [("municipality", 1), ("meeting_id", 1)]),
    Index("late", [("municipality", 1), ("election", 1)]),
    Index("paper", [("municipality", 1), ("election", 1)]),
    Index("mandates", [("municipality", 1), ("election", 1), ("contest", 1)]),
    Index("mandates", [("municipality", 1), ("id", 1)]),
    Index("rolls", [("municipality", 1), ("id", 1)]),
    Index("cosignatures", [("of_municipality", 1), ("election_id", 1)]),
)


def key(municipality: str, *own: str) -> str:
    return "/".join((municipality, *own))


def plain(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(value, builtin_types=NATIVE)
    return found


@dataclass(frozen=True)
class Reader:
    """Reads with or without a transaction; writing needs one."""

    db: Database
    session: Session | None = None
    tx: Transaction | None = None

    @classmethod
    def within(cls, tx: Transaction) -> Any:
        return cls(tx.db, tx.session, tx)

    async def _put(self, collection: str, row: Mapping[str, Any]) -> None:
        where = {"_id": row["_id"]}
        await self.db[collection].replace_one(where, row, upsert=True, session=self.session)


class MongoElections(Reader):
    async def get(self, municipality: str, election_id: str) -> Election:
        where = {"municipality": municipality, "_id": key(municipality, election_id)}
        row = await self.db["elections"].find_one(where, session=self.session)
        if row is None:
            raise ports.ElectionUnknown(election_id)
        return self.loaded(row)

    async def of_meeting(self, municipality: str, meeting_id: str) -> list[Election]:
        where = {"municipality": municipality, "meeting_id": meeting_id}
        rows = await self.db["elections"].find(where, session=self.session).to_list(None)
        return [self.loaded(row) for row in rows]

    async def save(self, election: Election) -> None:
        assert self.tx is not None
        row = {"_id": key(election.municipality, election.id), **plain(election)}
        election.version = await save_versioned(self.db["elections"], row, election.version, self.session)
        for event in election.drain():
            self.tx.announce(event, election.version)

    def loaded(self, row: Mapping[str, Any]) -> Election:
        return msgspec.convert(row, Election, builtin_types=NATIVE)


class MongoPools(Reader):
    async def censuses(self, election: Election) -> list[Census]:
        rows = {row["contest"]: row for row in await self._of(election, "pools")}
        registrars = {row["contest"]: row for row in await self._of(election, "registrars")}
        return [
            Census(
                name,
                frozenset(rows[name]["creds"] if name in rows else ()),
                frozenset(rows[name]["voids"] if name in rows else ()),
                election.present.get(name),
                Registrar(registrars[name]["spki"], registrars[name]["issued"] or 0) if name in registrars else None,
            )
            for name in sorted((rows.keys() | registrars.keys()) & {contest.id for contest in election.contests})
        ]

    async def register(self, election: Election, keys: Mapping[str, str]) -> None:
        for contest, spki in keys.items():
            await self._put("registrars", self._named(election, contest) | {"spki": spki, "issued": None})

    async def registered(self, election: Election, issued: Mapping[str, int]) -> None:
        for row in await self._of(election, "registrars"):
            await self._put("registrars", row | {"issued": issued.get(row["contest"], 0)})

    async def registering(self, election: Election) -> bool:
        return any(row["issued"] is None for row in await self._of(election, "registrars"))

    async def _of(self, election: Election, collection: str) -> list[dict[str, Any]]:
        where = {"municipality": election.municipality, "election": election.id}
        return await self.db[collection].find(where, session=self.session).to_list(None)

    async def add(
        self, election: Election, contest: str, creds: Sequence[str], bundles: Mapping[str, Sequence[str]]
    ) -> int:
        row = await self._row(election, contest)
        row["bundles"] = row.get("bundles", {}) | {mark: sorted(held) for mark, held in bundles.items()}
        # Sorted: the order in which slips were made tells nothing about who drew them.
        row["creds"] = sorted({*row["creds"], *creds})
        await self._put("pools", row)
        return len(row["creds"])

    async def void(self, election: Election, contest: str, creds: Sequence[str]) -> int:
        row = await self._row(election, contest)
        if not {*creds} <= {*row["creds"]}:
            raise ports.SlipUnknown
        row["voids"] = sorted({*row["voids"], *creds})
        await self._put("pools", row)
        return len(row["voids"])

    async def bundle(self, election: Election, contest: str, mark: str) -> list[str]:
        held = (await self._row(election, contest)).get("bundles", {}).get(mark)
        if held is None:
            raise ports.SlipUnknown
        return list(held)

    async def unbundle(self, election: Election) -> None:
        for row in await self._of(election, "pools"):
            await self._put("pools", row | {"bundles": {}})

    async def _row(self, election: Election, contest: str) -> dict[str, Any]:
        own = self._named(election, contest)
        found = await self.db["pools"].find_one({"_id": own["_id"]}, session=self.session)
        return found or {**own, "creds": [], "voids": []}

    @staticmethod
    def _named(election: Election, contest: str) -> dict[str, Any]:
        names = {"municipality": election.municipality, "election": election.id, "contest": contest}
        return {"_id": key(*names.values()), **names}


class MongoGates(Reader):
    async def prepare(self, election: Election) -> None:
        row = {"_id": election.id, "municipality": election.municipality, "state": "draft", "leases": {}}
        await self._put("gates", row)

    async def open(self, election: Election) -> None:
        row = {"_id": election.id, "municipality": election.municipality, "state": "open", "leases": {}}
        await self._put("gates", row)

    async def close(self, election: Election) -> None:
        await self._set(election, {"state": "closing"})

    async def shut(self, election: Election) -> None:
        await self._set(election, {"state": "closed", "leases": {}})

    async def count_done(self, election: Election) -> None:
        await self._set(election, {"state": "declared"})

    async def sorted(self, election_id: str) -> None:
        await self.db["gates"].update_one({"_id": election_id}, {"$set": {"state": "sorted"}})

    async def _set(self, election: Election, change: Mapping[str, Any]) -> None:
        await self.db["gates"].update_one({"_id": election.id}, {"$set": change}, session=self.session)


class MongoForums(Reader):
    async def check_in_closed(self, municipality: str, meeting_id: str, present: Mapping[str, int]) -> None:
        own = key(municipality, meeting_id)
        await self._put("check_ins", {"_id": own, "municipality": municipality, "present": dict(present)})

    async def present(self, municipality: str, meeting_id: str) -> Mapping[str, int] | None:
        row = await self.db["check_ins"].find_one({"_id": key(municipality, meeting_id)}, session=self.session)
        return row["present"] if row else None

    async def nominate(self, municipality: str, nomination: Nomination) -> None:
        own = key(municipality, nomination.candidate_id)
        await self._put("nominations", {"_id": own, "municipality": municipality, **plain(nomination)})

    async def nomination(self, municipality: str, candidate_id: str) -> Nomination:
        row = await self.db["nominations"].find_one({"_id": key(municipality, candidate_id)}, session=self.session)
        if row is None:
            raise ports.CandidateUnknown(candidate_id)
        return msgspec.convert(row, Nomination)

    async def nominations(self, municipality: str, meeting_id: str) -> list[Nomination]:
        where = {"municipality": municipality, "meeting_id": meeting_id}
        rows = await self.db["nominations"].find(where, session=self.session).sort("_id", 1).to_list(None)
        return [msgspec.convert(row, Nomination) for row in rows]


class MongoManifests(Reader):
    async def keep(self, manifest: Manifest) -> None:
        content = canonical(manifest.document())
        row = {"_id": key(manifest.municipality, manifest.election), "digest": manifest.digest, "content": content}
        await self._put("manifests", {**row, "municipality": manifest.municipality})

    async def content(self, municipality: str, election_id: str) -> tuple[str, bytes]:
        row = await self.db["manifests"].find_one({"_id": key(municipality, election_id)})
        if row is None:
            raise ports.ElectionUnknown(election_id)
        return row["digest"], bytes(row["content"])


class MongoWitnesses(Reader):
    async def keep(self, cosignature: Mapping[str, Any]) -> None:
        said = cosignature
        own = key(said["of_municipality"], said["election_id"], str(said["head"]), said["municipality"])
        await self._put("cosignatures", {"_id": own, **said})

    async def of_election(self, municipality: str, election_id: str) -> list[dict[str, Any]]:
        """Who signed which head of an election of this municipality."""
        own = key(municipality, election_id)
        where = {"_id": {"$gte": f"{own}/", "$lt": f"{own}0"}}  # `0` is the sign after `/`
        return await self.db["cosignatures"].find(where).sort("_id", 1).to_list(None)

    async def candidates(self) -> list[str]:
        rows = (
            await self.db["ref_municipalities"]
            .find({"_id": {"$gt": ""}}, {"_id": 1}, session=self.session)
            .to_list(None)
        )
        return [row["_id"] for row in rows]
