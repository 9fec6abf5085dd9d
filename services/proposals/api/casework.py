"""Routes of the people who judge proposals: who judges which, and the whole file of one."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.proposals.adapters.mongo import MERGE, PROPOSAL
from services.proposals.api import shapes
from services.proposals.api.access import Cell, Reader, Service
from services.proposals.api.answers import TakenIn
from services.proposals.api.casework_answers import (
    Assigned,
    AssignedProposal,
    AssignedProposals,
    AssignmentAnswer,
    FiledMerge,
    FiledReview,
    ProposalFile,
)
from services.proposals.application import reviewing
from services.proposals.domain.merging import Merge
from services.proposals.domain.proposal import Assignment, Proposal
from shared.http import Body, Municipality, Once, Paging

router = APIRouter(prefix="/{municipality}/proposals", tags=["casework"])


class AssignmentBody(Body):
    """A role (`technical_service`, `advisory_body`, ...) or a person's subject."""

    to: Annotated[str, Field(min_length=1, max_length=100)]
    due: date | None = None


@router.post("/{proposal_id}/assignment", status_code=201)
async def assign_reviewer(
    municipality: Municipality, proposal_id: str, body: AssignmentBody, service: Service, who: Cell, key: Once
) -> Assigned:
    """Says who is to judge it; a later one replaces it."""
    answer = await service.once(
        key,
        lambda stores: reviewing.assign_reviewer(municipality, proposal_id, body.to, body.due, who.actor, stores),
    )
    return Assigned(**answer)


@router.get("/assigned")
async def list_assigned(
    municipality: Municipality, service: Service, paging: Paging, _: Reader, to: Annotated[str, Field(max_length=100)]
) -> AssignedProposals:
    """What a role or a person is to judge, oldest first."""
    found, following = await service.queries.page(PROPOSAL, municipality, paging.cursor, paging.limit, assigned_to=to)
    items = [AssignedProposal(**shapes.proposal(each), assignment=_assignment(each.assignment)) for each in found]
    return AssignedProposals(items=items, next=following)


@router.get("/{proposal_id}/file")
async def show_file(municipality: Municipality, proposal_id: str, service: Service, _: Reader) -> ProposalFile:
    """Everything the staff knows of one proposal: verdicts still hidden, every sheet, who typed and checked it, its merges."""
    found = await service.queries.get(PROPOSAL, municipality, proposal_id)
    merges = await service.queries.all(MERGE, municipality, into=proposal_id)
    titles = {each.id: each.title for each in await _merged(merges, municipality, service)}
    public = shapes.proposal(found) | {
        "reviews": [_review(found, number) for number in range(len(found.reviews))],
        "sheets": [shapes.sheet(each) for each in found.sheets],
    }
    return ProposalFile(
        **public,
        held_for=list(found.held_for),
        recorded_by=found.source.recorded_by,
        checked_by=found.source.checked_by,
        batch_id=found.source.batch_id,
        scan_sha256=found.source.scan_sha256,
        assignment=_assignment(found.assignment),
        merges=[_merge(each, titles) for each in merges],
    )


async def _merged(merges: list[Merge], municipality: str, service: Service) -> list[Proposal]:
    ids = [merged for each in merges for merged in each.ids]
    return [await service.queries.get(PROPOSAL, municipality, each) for each in ids]


def _assignment(found: Assignment | None) -> AssignmentAnswer | None:
    if found is None:
        return None
    return AssignmentAnswer(to=found.to, by=found.by, on=found.on, due=found.due)


def _review(found: Proposal, number: int) -> FiledReview:
    review = found.reviews[number]
    return FiledReview(
        stage=review.stage.value,
        verdict=review.verdict.value,
        reason=review.reason.as_dict(),
        by=review.reviewer,
        at=review.at,
        public=review.public,
    )


def _merge(found: Merge, titles: dict[str, str]) -> FiledMerge:
    merged = [TakenIn(proposal_id=each, title=titles[each]) for each in found.ids]
    return FiledMerge(merge_id=found.id, merged=merged, on=found.on, undone_on=found.undone_on)
