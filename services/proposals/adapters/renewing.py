"""Fields that only queries read, made anew for rows that were kept before there were such fields."""

from services.proposals.adapters.codec import decode
from services.proposals.adapters.mongo import PROPOSALS, searchable
from services.proposals.adapters.network import municipalities
from services.proposals.domain.proposal import Proposal
from shared.mongo import Database

BATCH = 500


async def renew_searches(db: Database) -> int:
    """Row by row, for others may be writing beside; a row somebody saved meanwhile has them already."""
    return sum([await _renew(db, place.municipality) for place in await municipalities(db)])


async def _renew(db: Database, municipality: str) -> int:
    renewed = 0
    where = {"municipality": municipality, "words": {"$exists": False}}
    while rows := await db[PROPOSALS].find(where).to_list(BATCH):
        for row in rows:
            fresh = {"$set": dict(searchable(decode(Proposal, row)))}
            await db[PROPOSALS].update_one({"municipality": municipality, "_id": row["_id"]}, fresh)
        renewed += len(rows)
    return renewed
