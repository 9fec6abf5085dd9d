"""What the public routes of a proposal answer, field by field."""

from datetime import date, datetime

from shared.http import Answer

Texts = dict[str, str]


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


class PublicLine(Answer):
    """`quantity` is exact; amounts are in the currency's smallest unit."""

    label: Texts
    quantity: str
    unit: str
    unit_cost: int
    total: int


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
    total: int
    schedule: PublicSchedule
    published_at: datetime | None
    document_sha256: str | None


class PublicSheets(Answer):
    items: list[PublicSheet]
    next: str | None


class PublicProposal(Answer):
    """The public page of a proposal: nothing hidden, nothing personal."""

    proposal_id: str
    tracking_code: str
    edition: str
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
    reviews: list[PublicReview]
    cost: int | None
    sheet: PublicSheet | None
    sheets: list[PublicSheet]
    merged_into: str | None
    origin: str | None


class PublicProposals(Answer):
    items: list[PublicProposal]
    next: str | None


class TakenIn(Answer):
    proposal_id: str
    title: str


class ProposalPage(PublicProposal):
    """With those that became part of it by merges that still hold."""

    merged: list[TakenIn]
