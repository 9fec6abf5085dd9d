"""Commands that judge proposals and write their preliminary sheets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.proposals.application import printing
from services.proposals.application.network import today
from services.proposals.application.ports import Print, Stores
from services.proposals.domain.money import told_in
from services.proposals.domain.proposal import Assignment
from services.proposals.domain.review import Review, Stage, Verdict
from services.proposals.domain.sheet import SheetContent
from services.proposals.domain.text import Text


@dataclass(frozen=True, slots=True)
class ReviewProposal:
    municipality: str
    proposal_id: str
    stage: Stage
    verdict: Verdict
    reason: Text


@dataclass(frozen=True, slots=True)
class WriteSheet:
    """`total`, when given, must be the sum of the lines."""

    municipality: str
    proposal_id: str
    content: SheetContent
    total: int | None


async def review_proposal(command: ReviewProposal, actor: str, stores: Stores) -> dict[str, Any]:
    """Public at once, unless a review round of this stage is under way: then hidden until it ends."""
    proposal = await stores.proposals.get(command.municipality, command.proposal_id)
    edition = await stores.editions.get(command.municipality, proposal.edition)
    public = not edition.in_round(command.stage)
    proposal.review(Review(command.stage, command.verdict, command.reason, actor, stores.civil, public))
    await stores.proposals.save(proposal)
    stores.audit(command.municipality, actor, "review-proposal", command.proposal_id)
    return {"proposal_id": proposal.id, "status": proposal.status.value, "public": public}


async def assign_reviewer(
    municipality: str, proposal_id: str, to: str, due: date | None, actor: str, stores: Stores
) -> dict[str, Any]:
    """A later assignment replaces an earlier one."""
    proposal = await stores.proposals.get(municipality, proposal_id)
    proposal.require_own_way()
    proposal.assignment = Assignment(to, actor, await today(municipality, stores), due)
    await stores.proposals.save(proposal)
    stores.audit(municipality, actor, "assign-reviewer", proposal_id)
    return {"proposal_id": proposal_id, "assigned_to": to}


async def start_round(municipality: str, edition_id: str, stage: Stage, actor: str, stores: Stores) -> dict[str, Any]:
    edition = await stores.editions.get(municipality, edition_id)
    edition.start_round(stage, stores.civil)
    await stores.editions.save(edition)
    stores.audit(municipality, actor, "start-review-round", f"{edition_id}.{stage}")
    return {"edition": edition_id, "stage": stage.value, "open": True}


async def end_round(municipality: str, edition_id: str, stage: Stage, actor: str, stores: Stores) -> dict[str, Any]:
    """All verdicts of the round become public in one transaction."""
    edition = await stores.editions.get(municipality, edition_id)
    edition.end_round(stage, stores.civil)
    judged = 0
    for proposal in await stores.proposals.where(municipality, edition=edition_id, hidden_verdict=stage.value):
        proposal.reveal(stage)
        await stores.proposals.save(proposal)
        judged += 1
    await stores.editions.save(edition)
    stores.audit(municipality, actor, "end-review-round", f"{edition_id}.{stage}")
    return {"edition": edition_id, "stage": stage.value, "open": False, "revealed": judged}


async def appeal_verdict(
    municipality: str, proposal_id: str, reason: str, actor: str, stores: Stores
) -> dict[str, Any]:
    """Recorded by `actor` for whoever appeals."""
    proposal = await stores.proposals.get(municipality, proposal_id)
    proposal.appeal(await today(municipality, stores), reason)
    await stores.proposals.save(proposal)
    stores.audit(municipality, actor, "appeal-verdict", proposal_id)
    return {"proposal_id": proposal_id, "status": proposal.status.value}


async def write_sheet(command: WriteSheet, actor: str, stores: Stores) -> dict[str, Any]:
    place = await stores.municipalities.get(command.municipality, command.municipality)
    with told_in(place.currency):
        command.content.require_total(command.total)
    proposal = await stores.proposals.get(command.municipality, command.proposal_id)
    sheet = proposal.add_sheet(command.content, actor, stores.civil)
    await stores.proposals.save(proposal)
    stores.audit(command.municipality, actor, "write-sheet", f"{proposal.id}.{sheet.version}")
    return {"proposal_id": proposal.id, "sheet_version": sheet.version, "total": command.content.total}


async def publish_sheet(
    municipality: str, proposal_id: str, version: int, actor: str, stores: Stores
) -> dict[str, Any]:
    place = await stores.municipalities.get(municipality, municipality)
    proposal = await stores.proposals.get(municipality, proposal_id)
    data = printing.sheet(place, proposal, proposal.sheet(version), stores.civil)
    name = f"sheet-{proposal.tracking_code}-{version}.pdf"
    document = await stores.press.attach(Print("sheet", data, municipality, name, place.language))
    proposal.publish_sheet(version, stores.civil, document)
    await stores.proposals.save(proposal)
    stores.audit(municipality, actor, "publish-sheet", f"{proposal_id}.{version}")
    sha256 = proposal.sheet(version).document_sha256
    return {"proposal_id": proposal_id, "sheet_version": version, "document_sha256": sha256}
