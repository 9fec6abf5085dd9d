"""What is answered about decisions, consultation windows, publications, and what a forum hands in."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from services.scheduling.domain.consultation import WindowState
from shared.contracts.proposals import DecisionSubject
from shared.http.schemas import Answer

Said = dict[str, str]


class VotesOut(Answer):
    in_favour: int = Field(alias="for")
    against: int
    abstain: int


class DecisionOut(Answer):
    """A request to the council; its answer is empty while it waits."""

    request_id: str
    edition: str
    state: str
    subject: DecisionSubject
    title: Said
    requested_at: datetime
    number: str | None
    decided_on: date | None
    outcome: str | None
    votes: VotesOut | None
    meeting_id: str | None


class ConsultationOut(Answer):
    consultation_id: str
    edition: str
    title: Said
    kind: str
    state: WindowState
    opens_at: datetime
    closes_at: datetime


class WebCopyOut(Answer):
    url: str
    sha256: str
    published_at: datetime


class PostingOut(Answer):
    sha256: str
    posted_at: datetime


class DispatchOut(Answer):
    dispatch_id: str
    completed_at: datetime
    recipients: int
    sent: int
    failed: int
    table: dict[str, Any]


class PublicationOut(Answer):
    """The three parts of a proof, and which are still missing; `document` as the other service described it."""

    publication_id: str
    edition: str
    kind: str
    document: dict[str, Any] | None
    web_copy: WebCopyOut | None
    posting: PostingOut | None
    dispatch: DispatchOut | None
    missing: list[str]
    state: str
    published_at: datetime | None
    proven_at: datetime | None
    first_lawful_session: date | None
    version: int


class RegisteredOut(Answer):
    """Ids in the order of the rows; the same person twice is one."""

    attendees: list[str]
    registered: int


class NominatedOut(Answer):
    candidate_id: str


class ReportedOut(Answer):
    report_id: str
    proposals: int
