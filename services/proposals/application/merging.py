"""Commands that make several proposals one, and undo it."""

from collections.abc import Sequence
from typing import Any

from services.proposals.application.network import today
from services.proposals.application.ports import Stores
from services.proposals.domain.merging import merge, unmerge
from shared.ids import new_id


async def merge_proposals(
    municipality: str, into_id: str, merged: Sequence[str], actor: str, stores: Stores
) -> dict[str, Any]:
    into = await stores.proposals.get(municipality, into_id)
    others = await stores.proposals.some(municipality, merged)
    record = merge(into, others, new_id(), actor, await today(municipality, stores))
    for proposal in (into, *others):
        await stores.proposals.save(proposal)
    await stores.merges.save(record)
    stores.audit(municipality, actor, "merge-proposals", record.id)
    return {"merge_id": record.id, "proposal_id": into.id, "backers": into.backers}


async def undo_merge(municipality: str, merge_id: str, actor: str, stores: Stores) -> None:
    record = await stores.merges.get(municipality, merge_id)
    into = await stores.proposals.get(municipality, record.into)
    others = await stores.proposals.some(municipality, record.ids)
    unmerge(record, into, others, await today(municipality, stores))
    for proposal in (into, *others):
        await stores.proposals.save(proposal)
    await stores.merges.save(record)
    stores.audit(municipality, actor, "undo-merge", merge_id)
