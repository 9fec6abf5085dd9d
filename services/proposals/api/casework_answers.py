"""What the routes of the people who judge proposals answer, field by field."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from services.proposals.api.answers import ProposalOf, PublicProposal, TakenIn, Texts
from shared.http import Answer, Sha256


class Assigned(Answer):
    proposal_id: str
    assigned_to: str


class AssignmentAnswer(Answer):
    """`to`: a role or a person's subject."""

    to: str
    by: str
    on: date
    due: date | None


class AssignedProposal(PublicProposal):
    assignment: AssignmentAnswer | None


class AssignedProposals(Answer):
    items: list[AssignedProposal]
    next: str | None


class FiledReview(Answer):
    """`public` once its review round has ended."""

    stage: str
    verdict: str
    reason: Texts
    by: str
    at: datetime
    public: bool


class FiledMerge(Answer):
    merge_id: str
    merged: list[TakenIn]
    on: date
    undone_on: date | None


class ProposalFile(ProposalOf[FiledReview]):
    """The public page, and what only the staff knows: hidden verdicts, every sheet, who typed and checked it."""

    held_for: Annotated[list[str], Field(description="Why it waits for a look.")]
    recorded_by: str | None
    checked_by: str | None
    batch_id: str | None
    scan_sha256: Sha256 | None
    assignment: AssignmentAnswer | None
    merges: list[FiledMerge]
