"""Commands on what was held back for a look: released as it is, or rejected with a reason; nothing is thrown away."""

from services.proposals.application.intake import keep_photos
from services.proposals.application.network import today
from services.proposals.application.ports import Stores


async def release_held(municipality: str, proposal_id: str, actor: str, stores: Stores) -> None:
    """Somebody looked: it is a proposal like any other."""
    proposal = await stores.proposals.get(municipality, proposal_id)
    proposal.release(await today(municipality, stores))
    await keep_photos(proposal, stores)
    await stores.proposals.save(proposal)
    stores.audit(municipality, actor, "release-proposal", proposal_id)


async def reject_held(municipality: str, proposal_id: str, reason: str, actor: str, stores: Stores) -> None:
    """Its author reads the reason by the tracking code; nobody else sees it."""
    proposal = await stores.proposals.get(municipality, proposal_id)
    proposal.reject(await today(municipality, stores), reason)
    await stores.proposals.save(proposal)
    stores.audit(municipality, actor, "reject-proposal", proposal_id)
