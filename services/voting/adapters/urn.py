"""The ballots as they lie in the store: bytes under a credential, nothing else; read after closing, then sorted."""

import asyncio
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pymongo import ReplaceOne, WriteConcern
from pymongo.read_preferences import ReadPreference

from services.voting.adapters.mongo import INSERT_LIMIT, Reader, key
from services.voting.adapters.openings import BALLOTS, forget_openings, openings
from services.voting.adapters.wire import decode
from services.voting.application import ports
from services.voting.domain.ballot import Choice, SignedBallot, marked
from services.voting.domain.election import Election
from services.voting.domain.late import PaperBallot, PaperEntriesDiffer
from services.voting.domain.sealed import SealedVote, read_sealed
from shared.mongo import Database

SORTED = "ballots_sorted"
CHUNK = 1_000


def of_election(election_id: str) -> dict[str, Any]:
    """All ids of one election; `0` is the sign after `/`."""
    return {"_id": {"$gte": f"{election_id}/", "$lt": f"{election_id}0"}}


@dataclass(frozen=True)
class MongoUrn:
    db: Database

    async def ballots(self, election_id: str) -> list[SignedBallot]:
        """Read in a thread: thousands of them must not keep this process from its next ballot."""
        wires = [wire for name in (BALLOTS, SORTED) for wire in await self._wires(name, election_id)]
        return await asyncio.to_thread(lambda: [decode(wire) for wire in dict.fromkeys(wires)])

    async def turnout(self) -> Mapping[tuple[str, str], int]:
        """Ballots by election and contest of everything not declared yet: one reading of the ids, however many are open."""
        counted = Counter[tuple[str, str]]()
        async for row in self.db[BALLOTS].find({"_id": {"$gt": ""}}, {"_id": 1}, batch_size=10 * CHUNK):
            election, contest, _ = row["_id"].split("/")
            counted[election, contest] += 1
        return counted

    async def fence_ended(self, election_id: str, now: datetime) -> bool:
        gate = await self.db["gates"].find_one({"_id": election_id})
        if gate is None or gate["state"] == "open":
            return False
        return all(until + INSERT_LIMIT <= now for until in gate["leases"].values())

    async def late(self, municipality: str, election_id: str) -> dict[str, tuple[SignedBallot, ...]]:
        where = {"municipality": municipality, "election": election_id}
        rows = await self.db["late"].find(where).to_list(None)
        return {row["tablet"]: tuple(decode(bytes(wire)) for wire in row["ballots"]) for row in rows}

    async def paper(self, municipality: str, election_id: str) -> tuple[list[PaperBallot], int]:
        where = {"municipality": municipality, "election": election_id}
        rows = await self.db["paper"].find(where).to_list(None)
        both = [_paper(row) for row in rows if row["both"]]
        return both, len(rows) - len(both)

    async def openings(self, municipality: str, election_id: str) -> list[tuple[SealedVote, bytes]]:
        return await openings(self.db, municipality, election_id)

    async def forget_openings(self, municipality: str, election_id: str) -> None:
        await forget_openings(self.db, municipality, election_id)

    async def sort(self, election_id: str) -> int:
        """May be cut off anywhere and run again: a ballot is always in one of the two places."""
        wires = sorted(await self._wires(BALLOTS, election_id), key=lambda wire: sha256(wire).digest())
        target = self.db[SORTED].with_options(write_concern=WriteConcern("majority", j=True))
        for start in range(0, len(wires), CHUNK):
            rows = map(ballot_row, map(decode, wires[start : start + CHUNK]))
            await target.bulk_write([ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows])
        await self.db[BALLOTS].delete_many(of_election(election_id))
        return len(wires)

    async def _wires(self, collection: str, election_id: str) -> list[bytes]:
        rows = self.db.get_collection(collection, read_preference=ReadPreference.PRIMARY)
        found = await rows.find(of_election(election_id), batch_size=CHUNK).to_list(None)
        return [bytes(row["wire"]) for row in found]


def ballot_row(signed: SignedBallot) -> dict[str, Any]:
    body = signed.ballot
    return {"_id": f"{body.election}/{body.contest}/{body.cred}", "wire": signed.wire}


class MongoLateBallots(Reader):
    """Batches of tablets and paper, within a command."""

    async def keep_batch(
        self, election: Election, tablet: str, ballots: Sequence[SignedBallot], openings: Mapping[str, bytes]
    ) -> None:
        own = key(election.municipality, election.id, tablet)
        wires = [signed.wire for signed in sorted(ballots, key=lambda signed: signed.digest)]
        known = await self.db["late"].find_one({"_id": own}, session=self.session)
        if known is not None and [bytes(wire) for wire in known["ballots"]] != wires:
            raise ports.SecondBatch
        names = {"municipality": election.municipality, "election": election.id, "tablet": tablet}
        await self._put("late", {"_id": own, **names, "ballots": wires, **({"openings": openings} if openings else {})})

    async def paper_seed(self, election: Election, paper: PaperBallot) -> bytes | None:
        own = key(election.municipality, election.id, paper.contest, paper.cred)
        known = await self.db["paper"].find_one({"_id": own}, session=self.session)
        return bytes(known["seed"]) if known is not None else None

    async def enter_paper(
        self, election: Election, paper: PaperBallot, officer: str, kept: Mapping[str, bytes] | None = None
    ) -> bool:
        """Until the second entry a keyed mark tells the officers apart; then it is removed. Until then the first may be put right."""
        own = key(election.municipality, election.id, paper.contest, paper.cred)
        said = marked(paper.marks)
        mark = sha256(f"{own}/{officer}".encode()).hexdigest()
        known = await self.db["paper"].find_one({"_id": own}, session=self.session)
        corrects = known is not None and _same_officer(known, mark) and not _says(known, said)
        if known is not None and not corrects:
            _check_second(known, said, mark)
        names = {"municipality": election.municipality, "election": election.id, "contest": paper.contest}
        both = known is not None and not corrects
        entry = {"cred": paper.cred, **said, "both": both, "mark": None if both else mark}
        await self._put("paper", {"_id": own, **names, **entry, **(kept or {})})
        return both

    async def take_back(self, election: Election, contest: str, cred: str) -> None:
        own = key(election.municipality, election.id, contest, cred)
        gone = await self.db["paper"].delete_one({"_id": own, "both": False}, session=self.session)
        if not gone.deleted_count:
            raise ports.PaperEntryUnknown


def _says(known: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return all(known.get(name) == value for name, value in said.items())


def _check_second(known: Mapping[str, Any], said: Mapping[str, Any], mark: str) -> None:
    if not _says(known, said):
        raise PaperEntriesDiffer
    if _same_officer(known, mark):
        raise ports.OfficerEntersOnce


def _same_officer(known: Mapping[str, Any], mark: str) -> bool:
    return hmac.compare_digest((known["mark"] or "").encode(), mark.encode())


def _paper(row: Mapping[str, Any]) -> PaperBallot:
    sealed = read_sealed(row["sealed"]) if "sealed" in row else None
    return PaperBallot(row["contest"], row["cred"], _choices(row.get("choices", [])), sealed)


def _choices(stored: list[Any]) -> tuple[Choice, ...]:
    return tuple(one if isinstance(one, str) else (one[0], one[1]) for one in stored)
