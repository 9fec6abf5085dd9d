"""What the routes of the programme answer, field by field."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from services.proposals.api.answers import Minor, Texts
from shared.http import Answer


class RemarkId(Answer):
    remark_id: str


class DraftAnswer(Answer):
    programme_id: str
    digest: Annotated[str, Field(description="SHA-256 of the content.")]
    total: Minor


class AmendedAnswer(Answer):
    programme_id: str
    version: int
    digest: str


class RequestedAnswer(Answer):
    request_id: str
    digest: str


class ItemAnswer(Answer):
    """One project of the programme, at the cost of the sheet version named."""

    project_id: str
    title: str
    cost: Minor
    zone: str | None
    kind: str | None
    sheet_version: int
    note: str | None


class ChangeAnswer(Answer):
    """What a remark led to: another cost, another note, or both, and the sheet that shows it."""

    project_id: str
    remark_ids: list[str]
    reason: Texts
    old_cost: Minor
    new_cost: Minor
    note: str | None
    sheet_version: int | None


class AmendmentAnswer(Answer):
    number: int
    at: datetime
    changes: list[ChangeAnswer]


class VotesAnswer(Answer):
    """Councillors; null where the minutes give no count."""

    in_favour: Annotated[int | None, Field(alias="for")]
    against: int | None
    abstain: int | None


class DecisionAnswer(Answer):
    number: str
    decided_on: date
    outcome: str
    votes: VotesAnswer


class ProgrammeAnswer(Answer):
    programme_id: str
    edition: str
    status: Annotated[str, Field(examples=["published"])]
    version: int
    digest: Annotated[str, Field(description="SHA-256 of the content: what the council decides on.")]
    currency: str
    envelope: Minor
    total: Minor
    remarks_open: bool
    published_at: datetime | None
    projects: list[ItemAnswer]
    carry_over: Annotated[list[ItemAnswer], Field(description="Voted on and not funded: kept for the next edition.")]
    amendments: list[AmendmentAnswer]
    request_id: str | None
    decision: DecisionAnswer | None
    documents: Annotated[dict[str, str], Field(description="SHA-256 of the PDF by version.")]


class RemarkAnswered(Answer):
    """You said, we did: `change` is null where nothing followed."""

    remark_id: str
    project_id: str | None
    text: str
    received_at: datetime
    amendment: Annotated[int | None, Field(description="The number of the amendment it led to.")]
    change: ChangeAnswer | None


class RemarksAnswered(Answer):
    edition: str
    version: int
    received: int
    led_to_change: int
    items: list[RemarkAnswered]
    next: str | None


class CarryOver(Answer):
    items: list[ItemAnswer]
    next: str | None


class Carried(Answer):
    proposal_id: str
    origin: Annotated[str, Field(description="The earlier edition's proposal.")]
    tracking_code: str


class CarriedOver(Answer):
    edition: str
    carried_over: list[Carried]
