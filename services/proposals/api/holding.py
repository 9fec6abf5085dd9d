"""Routes of the queue of proposals held back for a look."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.proposals.adapters.mongo import PROPOSAL
from services.proposals.api.access import Cell, Reader, Service
from services.proposals.api.answers import ProposalId, PublicProposal
from services.proposals.api.shapes import proposal
from services.proposals.application import holding
from services.proposals.application.ports import Stores
from services.proposals.domain.proposal import Status
from shared.http import Answer, Body, Municipality, Once, Paging

router = APIRouter(prefix="/{municipality}/proposals", tags=["held proposals"])


class RejectionBody(Body):
    reason: Annotated[
        str, Field(min_length=3, max_length=1000, description="Read by the author, who has the tracking code.")
    ]


class HeldProposal(PublicProposal):
    held_for: Annotated[list[str], Field(description="Why it waits for a look.")]


class HeldProposals(Answer):
    items: list[HeldProposal]
    next: str | None


@router.get("/held")
async def list_held(municipality: Municipality, service: Service, paging: Paging, _: Reader) -> HeldProposals:
    """Proposals held back for a look, each with why (`held_for`)."""
    found, following = await service.queries.page(
        PROPOSAL, municipality, paging.cursor, paging.limit, status=Status.HELD.value
    )
    items = [HeldProposal(**proposal(each), held_for=list(each.held_for)) for each in found]
    return HeldProposals(items=items, next=following)


@router.post("/{proposal_id}/release", status_code=201)
async def release_proposal(
    municipality: Municipality, proposal_id: str, service: Service, who: Cell, key: Once
) -> ProposalId:
    """Somebody looked: it is public from now on."""

    async def release(stores: Stores) -> dict[str, str]:
        await holding.release_held(municipality, proposal_id, who.actor, stores)
        return {"proposal_id": proposal_id}

    return ProposalId(**await service.once(key, release))


@router.post("/{proposal_id}/rejection", status_code=201)
async def reject_proposal(
    municipality: Municipality, proposal_id: str, body: RejectionBody, service: Service, who: Cell, key: Once
) -> ProposalId:
    """Abuse: found from now on by its code only, with the reason."""

    async def reject(stores: Stores) -> dict[str, str]:
        await holding.reject_held(municipality, proposal_id, body.reason, who.actor, stores)
        return {"proposal_id": proposal_id}

    return ProposalId(**await service.once(key, reject))
