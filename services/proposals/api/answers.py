"""What the public routes of a proposal answer, field by field."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from shared.http import Answer

Texts = Annotated[
    dict[str, str],
    Field(description="By language, those that are there.", examples=[{"ar": "وسط المدينة", "fr": "Centre-ville"}]),
]
Minor = Annotated[int, Field(description="In the currency's smallest unit: 1000 is one dinar, 100 one dirham.")]


class PublicAuthor(Answer):
    """Only what was meant to be public."""

    kind: str
    label: str | None


class PublicPhoto(Answer):
    sha256: str
    href: str


class PublicStep(Answer):
    """A status it reached; `reason` is that of the public verdict that brought it there."""

    status: str
    on: date | None
    note: str | None
    reason: Texts | None


class PublicReview(Answer):
    stage: str
    verdict: str
    reason: Texts
    at: datetime


Review = TypeVar("Review", bound=Answer)


class PublicLine(Answer):
    """`quantity` is exact; amounts are in the currency's smallest unit."""

    label: Texts
    quantity: str
    unit: str
    unit_cost: Minor
    total: Minor


class PublicFeasibility(Answer):
    verdict: str
    conditions: Texts | None


class PublicSchedule(Answer):
    start: date | None
    end: date | None


class PublicSheet(Answer):
    """One version of a preliminary sheet; versions never change."""

    version: int
    sheet_version: int
    feasibility: PublicFeasibility
    components: list[PublicLine]
    total: Minor
    schedule: PublicSchedule
    published_at: datetime | None
    document_sha256: str | None


class PublicSheets(Answer):
    items: list[PublicSheet]
    next: str | None


class ProposalOf(Answer, Generic[Review]):
    """A proposal, with as much of its reviews as the reader may see."""

    proposal_id: str
    tracking_code: Annotated[str, Field(description="Follows it without an account.", examples=["K7F3QXHN"])]
    edition: Annotated[str, Field(examples=["2022"])]
    title: str
    body: str
    zone: str
    neighbourhood: str | None
    kind: str | None
    channel: str
    place: str | None
    received_on: date | None
    recorded_on: date | None
    status: str
    author_kind: str
    author: PublicAuthor
    authors: list[PublicAuthor]
    backers: int
    photos: list[PublicPhoto]
    history: list[PublicStep]
    reviews: list[Review]
    cost: Minor | None
    sheet: PublicSheet | None
    sheets: list[PublicSheet]
    merged_into: str | None
    origin: str | None


class PublicProposal(ProposalOf[PublicReview]):
    """The public page of a proposal: nothing hidden, nothing personal."""


class PublicProposals(Answer):
    items: list[PublicProposal]
    next: str | None


class ProposalId(Answer):
    proposal_id: str


class TakenIn(Answer):
    proposal_id: str
    title: str


class ProposalPage(PublicProposal):
    """With those that became part of it by merges that still hold."""

    merged: list[TakenIn]
