"""What the proposals service announces."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from shared.contracts.event import Document, Event, Money, Sha256, Slug, Text3
from shared.contracts.proposal_parts import (
    DecisionSubject,
    KindAmount,
    Neighbourhood,
    Project,
    Region,
    Zone,
    ZoneAmount,
)

# Parts that others name, beside the events below.
__all__ = ["DecisionSubject", "KindAmount", "Neighbourhood", "Project", "Region", "Zone", "ZoneAmount"]


class MunicipalityRegistered(Event):
    """A municipality joined the network, or its description changed; carries its full state."""

    TYPE = "pb.proposals.municipality-registered.v1"
    SUBJECT = "municipality"
    name: Text3 = Field(description="Name to show.")
    country: str = Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")
    timezone: str = Field(description="IANA zone, for instance `Africa/Tunis`.")
    currency: str = Field(pattern="^[A-Z]{3}$", description="ISO 4217.")
    region: Region = Field(description="Its region.")
    languages: list[str] = Field(description="Languages offered, the default first.")


class ZonesDefined(Event):
    """The zones and neighbourhoods of a municipality; full state, replaces what was known."""

    TYPE = "pb.proposals.zones-defined.v1"
    SUBJECT = "municipality"
    zones: list[Zone] = Field(description="All zones.")
    neighbourhoods: list[Neighbourhood] = Field(description="All neighbourhoods.")


class GrantGiven(Event):
    """Somebody may act in a role; full state of one grant."""

    TYPE = "pb.proposals.grant-given.v1"
    SUBJECT = "grant_id"
    grant_id: str = Field(description="Id of the grant.")
    issuer: str = Field(description="OpenID Connect issuer.")
    subject_id: str = Field(description="Subject at that issuer.")
    role: str = Field(description="Role, for instance `cell`.")
    scope: str = Field(description="`network`, `region:<slug>` or `municipality:<slug>`.")
    expires_at: datetime | None = Field(default=None, description="UTC; null for no end.")


class GrantRevoked(Event):
    """A grant ended before its time."""

    TYPE = "pb.proposals.grant-revoked.v1"
    SUBJECT = "grant_id"
    grant_id: str = Field(description="Id of the grant.")


class EditionOpened(Event):
    """A municipality opened an edition."""

    TYPE = "pb.proposals.edition-opened.v1"
    SUBJECT = "edition"
    edition: str = Field(description="Edition id, the programme year as text.")
    year: int = Field(description="Programme year.")
    template: str = Field(description="Country template the calendar is made from.")
    title: Text3 = Field(description="Title to show.")


class EnvelopesSet(Event):
    """The envelopes of an edition; full state. Parts add up to the total."""

    TYPE = "pb.proposals.envelopes-set.v1"
    SUBJECT = "edition"
    edition: str = Field(description="Edition id.")
    currency: str = Field(description="ISO 4217.")
    total: Money
    by_kind: list[KindAmount] = Field(description="Parts by intervention kind.")
    by_zone: list[ZoneAmount] = Field(description="Parts by zone of the kind that is shared by zone.")


class DiagnosisReady(Event):
    """The technical and financial diagnosis is ready to be published; the document is the dossier for associations."""

    TYPE = "pb.proposals.diagnosis-ready.v1"
    SUBJECT = "diagnosis_id"
    diagnosis_id: str = Field(description="Id of this version of the diagnosis.")
    edition: str = Field(description="Edition id.")
    document: Document = Field(description="The dossier (PDF).")


class ProposalSubmitted(Event):
    """A proposal was received on some channel."""

    TYPE = "pb.proposals.submitted.v1"
    SUBJECT = "proposal_id"
    proposal_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    title: str = Field(description="Title as given.")
    channel: str = Field(description="Channel it came by.")
    zone: Slug = Field(description="Zone.")
    neighbourhood: Slug | None = Field(default=None, description="Neighbourhood, when known.")
    author_kind: str = Field(description="`citizen`, `working_group`, `association` or `anonymous`.")
    contact_id: str | None = Field(default=None, description="Contact to keep informed; lives in notifications.")
    received_on: date = Field(description="Civil date it was received.")
    tracking_code: str = Field(description="Code anyone may follow it by.")


class ProposalCorrected(Event):
    """A second person compared a typed page with the paper and corrected what had been misread; full state of what it says."""

    TYPE = "pb.proposals.corrected.v1"
    SUBJECT = "proposal_id"
    proposal_id: str = Field(description="Id of the proposal.")
    edition: str = Field(description="Edition it was received for.")
    title: str = Field(description="Title as the paper says it.")
    zone: Slug = Field(description="Zone.")
    neighbourhood: Slug | None = Field(default=None, description="Neighbourhood, when known.")
    corrected_on: date = Field(description="Local date of the correction.")


class ProposalWithdrawn(Event):
    """A proposal that should not have been taken in (an undone import or page) is there no more."""

    TYPE = "pb.proposals.withdrawn.v1"
    SUBJECT = "proposal_id"
    proposal_id: str = Field(description="Id of the proposal.")
    edition: str = Field(description="Edition it was received for.")
    withdrawn_on: date = Field(description="Local date of the withdrawal.")


class ProposalsMerged(Event):
    """Proposals saying the same were merged into one; backers move with them."""

    TYPE = "pb.proposals.merged.v1"
    SUBJECT = "proposal_id"
    proposal_id: str = Field(description="The one that stays.")
    merged: list[str] = Field(description="Those that went into it.")
    undone: bool = Field(default=False, description="True when the merge was undone.")


class ProposalReviewed(Event):
    """A review verdict became public."""

    TYPE = "pb.proposals.reviewed.v1"
    SUBJECT = "proposal_id"
    proposal_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    title: str = Field(description="Title.")
    stage: str = Field(description="`formal` or `substantive`.")
    verdict: str = Field(description="`admissible`, `inadmissible`, `feasible`, `infeasible` or `conditional`.")
    reason: Text3 = Field(description="Public reason.")


class SheetPublished(Event):
    """A version of a preliminary sheet became public."""

    TYPE = "pb.proposals.sheet-published.v1"
    SUBJECT = "proposal_id"
    proposal_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    title: str = Field(description="Title.")
    sheet_version: int = Field(ge=1, description="Version of the sheet.")
    total_cost: Money = Field(ge=0)
    document: Document | None = Field(default=None, description="The sheet (PDF).")


class ShortlistFrozen(Event):
    """The projects, budget and rule of a prioritisation vote; nothing in it changes any more."""

    TYPE = "pb.proposals.shortlist-frozen.v1"
    SUBJECT = "shortlist_id"
    shortlist_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    projects: list[Project] = Field(min_length=1, description="In ballot order.")
    budget: Money = Field(ge=0)
    currency: str = Field(description="ISO 4217.")
    vote_method: str = Field(description="`approval`, `single`, `knapsack` or `points`.")
    max_choices: int = Field(ge=1, description="Most projects (or points) a ballot may carry.")
    selection_rule: str = Field(description="`greedy`, `greedy_skip`, `equal_shares` or `council`.")


class ProgrammeDraftPublished(Event):
    """The draft programme was published; remarks are open."""

    TYPE = "pb.proposals.programme-draft-published.v1"
    SUBJECT = "programme_id"
    programme_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    programme_version: int = Field(ge=1, description="Version.")
    digest: Sha256 = Field(description="Digest of the programme's canonical content.")
    projects: list[Project] = Field(description="Projects of the draft.")
    total: Money = Field(ge=0)
    document: Document | None = Field(default=None, description="The draft (PDF).")


class DecisionRequested(Event):
    """A document waits for the council."""

    TYPE = "pb.proposals.decision-requested.v1"
    SUBJECT = "request_id"
    request_id: str = Field(description="Id of the request.")
    edition: str = Field(description="Edition id.")
    subject_of_decision: DecisionSubject = Field(description="What is to be decided.")
    title: Text3 = Field(description="What the agenda shows.")


class RemarkReceived(Event):
    """Somebody remarked on the draft programme."""

    TYPE = "pb.proposals.remark-received.v1"
    SUBJECT = "programme_id"
    programme_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    remark_id: str = Field(description="Id of the remark.")
    project_id: str | None = Field(default=None, description="Project it is about.")
    contact_id: str | None = Field(default=None, description="Contact to answer to.")


class ProgrammeAmended(Event):
    """The programme changed after remarks; a new version with a new digest."""

    TYPE = "pb.proposals.programme-amended.v1"
    SUBJECT = "programme_id"
    programme_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    programme_version: int = Field(ge=1, description="Version.")
    digest: Sha256 = Field(description="Digest of the programme's canonical content.")
    projects: list[Project] = Field(description="Projects of this version.")
    total: Money = Field(ge=0)
    remarks_answered: int = Field(ge=0, description="Remarks this version answers.")
    document: Document | None = Field(default=None, description="This version (PDF).")


class ProgrammeApproved(Event):
    """The council approved the programme; what is funded and what is carried over."""

    TYPE = "pb.proposals.programme-approved.v1"
    SUBJECT = "programme_id"
    programme_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    programme_version: int = Field(ge=1, description="Version that was approved.")
    digest: Sha256 = Field(description="Digest that was approved.")
    decision_number: str = Field(description="Number of the council's decision.")
    decided_on: date = Field(description="Civil date of the decision.")
    funded: list[Project] = Field(description="Funded projects.")
    carried_over: list[Project] = Field(description="Projects kept for the next edition.")
    total: Money = Field(ge=0)


class ProjectProgressed(Event):
    """Delivery of a project moved."""

    TYPE = "pb.proposals.project-progressed.v1"
    SUBJECT = "project_id"
    project_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    title: str = Field(description="Title.")
    percent: int = Field(ge=0, le=100, description="Share of the works done.")
    committed: int | None = Field(default=None, ge=0, description="In the smallest unit of the currency.")
    spent: int | None = Field(default=None, ge=0, description="In the smallest unit of the currency.")


class ProjectDelivered(Event):
    """A project was handed over to its users."""

    TYPE = "pb.proposals.project-delivered.v1"
    SUBJECT = "project_id"
    project_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    title: str = Field(description="Title.")
    delivered_on: date = Field(description="Civil date.")


class RequestKind(StrEnum):
    """What a resident asked for."""

    COMPLAINT = "complaint"
    PETITION = "petition"
    INFORMATION = "information"


class RequestAnswered(Event):
    """A complaint, petition or information request was answered."""

    TYPE = "pb.proposals.request-answered.v1"
    SUBJECT = "request_id"
    request_id: str = Field(description="Id.")
    kind: RequestKind = Field(description="What was asked for.")
    received_on: date = Field(description="Civil date it came in.")
    answered_on: date = Field(description="Civil date of the answer.")
    contact_id: str | None = Field(default=None, description="Contact the answer goes to.")
