"""What a proposal is, from the day it is received until the programme decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.proposals.domain.review import (
    AlreadyReviewed,
    FormalReviewFirst,
    NothingToAppeal,
    Review,
    Stage,
)
from services.proposals.domain.sheet import Sheet, SheetContent, SheetUnknown
from services.proposals.domain.standing import NotHeld, ProposalMerged, ProposalNotEligible, TooLateToCorrect
from shared.aggregate import Recording
from shared.contracts.event import Document, Event, Text3
from shared.contracts.proposals import (
    ProposalCorrected,
    ProposalReviewed,
    ProposalSubmitted,
    ProposalWithdrawn,
    SheetPublished,
)


class Channel(StrEnum):
    ONLINE_FORM = "online_form"
    SUGGESTION_BOX = "suggestion_box"
    NOTEBOOK = "notebook"
    SOCIAL_SURVEY = "social_survey"
    COMPLAINT = "complaint"
    ZONE_SESSION = "zone_session"
    WORKING_GROUP = "working_group"
    ASSOCIATION_CALL = "association_call"
    CARRIED_OVER = "carried_over"


class AuthorKind(StrEnum):
    CITIZEN = "citizen"
    WORKING_GROUP = "working_group"
    ASSOCIATION = "association"
    ANONYMOUS = "anonymous"


class Status(StrEnum):
    HELD = "held"
    REJECTED = "rejected"
    SUBMITTED = "submitted"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    FEASIBLE = "feasible"
    CONDITIONAL = "conditional"
    INFEASIBLE = "infeasible"
    MERGED = "merged"
    SHORTLISTED = "shortlisted"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    FUNDED = "funded"
    CARRIED_OVER = "carried_over"
    WITHDRAWN = "withdrawn"


# Found by its tracking code at most.
NOT_LISTED = frozenset({Status.HELD, Status.REJECTED, Status.WITHDRAWN})
REFUSED = frozenset({Status.INADMISSIBLE, Status.INFEASIBLE})
ELIGIBLE = frozenset({Status.FEASIBLE, Status.CONDITIONAL, Status.SHORTLISTED})


@dataclass(frozen=True, slots=True)
class Source:
    """How it came: kept for every paper, so that anybody can go back to the page."""

    channel: Channel
    received_on: date
    recorded_on: date
    recorded_by: str | None = None
    place: str | None = None
    batch_id: str | None = None
    row: int | None = None
    scan_sha256: str | None = None
    checked_by: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """`label` is public (a group, an association); a person's name and address are kept elsewhere."""

    kind: AuthorKind = AuthorKind.ANONYMOUS
    label: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is to judge it, a role or a person, and until when."""

    to: str
    by: str
    on: date
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the public status line."""

    status: Status
    on: date
    note: str | None = None


@dataclass(kw_only=True)
class Proposal(Recording):
    municipality: str
    id: str
    edition: str
    tracking_code: str
    title: str
    body: str
    zone: str
    neighbourhood: str | None
    kind: str | None
    source: Source
    author: Author
    authors: tuple[Author, ...] = ()
    backers: int = 1
    photos: tuple[str, ...] = ()
    held_for: tuple[str, ...] = ()
    status: Status = Status.SUBMITTED
    history: tuple[Step, ...] = ()
    reviews: tuple[Review, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    assignment: Assignment | None = None
    merged_into: str | None = None
    origin: str | None = None
    version: int = 0

    def submit(self) -> None:
        self.authors = (self.author,)
        self.history = (Step(self.status, self.source.recorded_on),)
        if self.status is not Status.HELD:
            self._announce_submission()

    def release(self, on: date) -> None:
        if self.status is not Status.HELD:
            raise NotHeld
        self.become(Status.SUBMITTED, on)
        self._announce_submission()

    def correct(self, title: str, body: str, zone: str, neighbourhood: str | None, on: date) -> None:
        """What was misread from the page, as long as nobody has judged it."""
        if self.status is not Status.SUBMITTED:
            raise TooLateToCorrect(self.id)
        self.title, self.body, self.zone, self.neighbourhood = title, body, zone, neighbourhood
        self.history = (*self.history, Step(self.status, on, "typing corrected"))
        self._tell(ProposalCorrected, title=title, zone=zone, neighbourhood=neighbourhood, corrected_on=on)

    def reject(self, on: date, reason: str) -> None:
        """Abuse, said why to whoever follows it by its code; nothing of it becomes public, nothing is thrown away."""
        if self.status is not Status.HELD:
            raise NotHeld
        self.become(Status.REJECTED, on, reason)

    def withdraw(self, on: date, note: str) -> None:
        """It was taken in by mistake: what others know of it is taken back too."""
        if self.status is not Status.WITHDRAWN:
            self.become(Status.WITHDRAWN, on, note)
            self._tell(ProposalWithdrawn, withdrawn_on=on)

    def _tell(self, kind: type[Event], **facts: Any) -> None:
        self.record(kind(municipality=self.municipality, proposal_id=self.id, edition=self.edition, **facts))

    def become(self, status: Status, on: date, note: str | None = None) -> None:
        """Same status again changes nothing."""
        if status is not self.status:
            self.status = status
            self.history = (*self.history, Step(status, on, note))

    def require_own_way(self) -> None:
        if self.status is Status.MERGED:
            raise ProposalMerged(self.id)

    def review(self, review: Review) -> None:
        """A verdict given inside an open round replaces the reviewer's earlier one and stays hidden."""
        self.require_own_way()
        self._require_order(review)
        kept = [each for each in self.reviews if each.public or each.stage is not review.stage]
        self.reviews = (*kept, review)
        if review.public:
            self._take_effect(review)

    def reveal(self, stage: Stage) -> None:
        """The round has ended: hidden verdicts of the stage become public and count; not of what went into another, or was taken back."""
        if self.status in (Status.MERGED, Status.WITHDRAWN):
            return
        hidden = [each for each in self.reviews if each.stage is stage and not each.public]
        self.reviews = tuple(each.revealed() if each in hidden else each for each in self.reviews)
        for each in hidden:
            self._take_effect(each.revealed())

    def appeal(self, on: date, reason: str) -> None:
        """Back to the review that refused it; the refusal stays in the history."""
        if self.status not in REFUSED:
            raise NothingToAppeal
        back = Status.SUBMITTED if self.status is Status.INADMISSIBLE else Status.ADMISSIBLE
        self.become(back, on, reason)

    def add_sheet(self, content: SheetContent, by: str, at: datetime) -> Sheet:
        self.require_own_way()
        sheet = Sheet(len(self.sheets) + 1, content, by, at)
        self.sheets = (*self.sheets, sheet)
        return sheet

    def sheet(self, version: int) -> Sheet:
        if not 1 <= version <= len(self.sheets):
            raise SheetUnknown(version)
        return self.sheets[version - 1]

    def publish_sheet(self, version: int, at: datetime, document: Document | None) -> None:
        """Publishing a published version again changes nothing and announces nothing."""
        sheet = self.sheet(version)
        if sheet.published_at is not None:
            return
        published = sheet.published(at, document.sha256 if document else None)
        self.sheets = (*self.sheets[: version - 1], published, *self.sheets[version:])
        self.record(
            SheetPublished(
                municipality=self.municipality,
                proposal_id=self.id,
                edition=self.edition,
                title=self.title,
                sheet_version=version,
                total_cost=sheet.content.total,
                document=document,
            )
        )

    @property
    def public_sheet(self) -> Sheet | None:
        return next((sheet for sheet in reversed(self.sheets) if sheet.published_at), None)

    def require_eligible(self) -> Sheet:
        sheet = self.public_sheet
        if self.status not in ELIGIBLE or sheet is None:
            raise ProposalNotEligible(self.id, self.title, self.status)
        return sheet

    def _require_order(self, review: Review) -> None:
        if review.stage is Stage.FORMAL and self.status is not Status.SUBMITTED:
            raise AlreadyReviewed(Stage.FORMAL)
        if review.stage is Stage.SUBSTANTIVE and self.status in (Status.SUBMITTED, Status.INADMISSIBLE):
            raise FormalReviewFirst
        if review.stage is Stage.SUBSTANTIVE and self.status is not Status.ADMISSIBLE:
            raise AlreadyReviewed(Stage.SUBSTANTIVE)

    def _take_effect(self, review: Review) -> None:
        self.become(Status(review.verdict.value), review.at.date())
        self.record(
            ProposalReviewed(
                municipality=self.municipality,
                proposal_id=self.id,
                edition=self.edition,
                title=self.title,
                stage=review.stage,
                verdict=review.verdict,
                reason=Text3(**review.reason.as_dict()),
            )
        )

    def _announce_submission(self) -> None:
        self.record(
            ProposalSubmitted(
                municipality=self.municipality,
                proposal_id=self.id,
                edition=self.edition,
                title=self.title,
                channel=self.source.channel,
                zone=self.zone,
                neighbourhood=self.neighbourhood,
                author_kind=self.author.kind,
                contact_id=self.author.contact_id,
                received_on=self.source.received_on,
                tracking_code=self.tracking_code,
            )
        )


def all_authors(proposals: Sequence[Proposal]) -> tuple[Author, ...]:
    return tuple(author for proposal in proposals for author in proposal.authors)
