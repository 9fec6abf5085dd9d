"""What opens sealed ballots as it lies in the store: beside each ballot, sealed, until the result is declared."""

from typing import Any

from services.voting.adapters.wire import decode
from services.voting.domain.sealed import SealedVote, read_sealed
from shared.mongo import Database

BALLOTS = "ballots"


async def openings(db: Database, municipality: str, election_id: str) -> list[tuple[SealedVote, bytes]]:
    where = {"municipality": municipality, "election": election_id}
    cast = {"_id": {"$gte": f"{election_id}/", "$lt": f"{election_id}0"}}  # `0` is the sign after `/`
    online = [_opening(row) async for row in db[BALLOTS].find(cast) if "opening" in row]
    late = [one async for row in db["late"].find(where) for one in _of_batch(row)]
    entered = [row async for row in db["paper"].find(where) if "opening" in row]
    return [*online, *late, *((read_sealed(row["sealed"]), bytes(row["opening"])) for row in entered)]


async def forget_openings(db: Database, municipality: str, election_id: str) -> None:
    """Those of the box lie in its rows, which are rewritten without them."""
    where = {"municipality": municipality, "election": election_id}
    for name, fields in (("late", ("openings",)), ("paper", ("opening", "seed"))):
        await db[name].update_many(where, {"$unset": dict.fromkeys(fields, "")})


def _opening(row: dict[str, Any]) -> tuple[SealedVote, bytes]:
    sealed = decode(bytes(row["wire"])).ballot.sealed
    assert sealed is not None
    return sealed, bytes(row["opening"])


def _of_batch(row: dict[str, Any]) -> list[tuple[SealedVote, bytes]]:
    kept, found = row.get("openings", {}), []
    for signed in map(decode, map(bytes, row["ballots"])):
        if signed.ballot.sealed is not None and signed.digest in kept:
            found.append((signed.ballot.sealed, bytes(kept[signed.digest])))
    return found
