"""What a service has already handled, remembered in the transaction that handled it."""

from collections.abc import Sequence
from datetime import timedelta

from shared.messaging.cloudevents import Envelope
from shared.messaging.unit_of_work import Transaction

REMEMBERED = timedelta(days=30)  # longer than any topic keeps an event


async def unseen(tx: Transaction, envelopes: Sequence[Envelope]) -> set[str]:
    """The ids among these that were never handled here; remembers them with the transaction."""
    ids = {envelope.id for envelope in envelopes}
    known = tx.db["_inbox"].find({"_id": {"$in": sorted(ids)}}, {"_id": 1}, session=tx.session)
    fresh = ids - {row["_id"] async for row in known}
    if fresh:
        expires = tx.system + REMEMBERED
        await tx.db["_inbox"].insert_many(
            [{"_id": one, "expires_at": expires} for one in sorted(fresh)], session=tx.session
        )
    return fresh
