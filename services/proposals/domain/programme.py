"""What a programme is, from the draft people remark on to the closing of its last project."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.proposals.domain.claims import Ceiling
from services.proposals.domain.selection import EnvelopeOverspent
from services.proposals.domain.text import Text
from services.proposals.domain.words import STATES, STEPS
from shared.aggregate import Recording
from shared.contracts.event import Decision, Document, Event, Text3
from shared.contracts.proposals import (
    DecisionRequested,
    DecisionSubject,
    ProgrammeAmended,
    ProgrammeApproved,
    ProgrammeDraftPublished,
    Project,
)

SUBJECT_KIND = "programme"


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    AMENDED = "amended"
    APPROVED = "approved"
    DELIVERY = "delivery"
    CLOSED = "closed"


class StepOutOfOrder(ValueError):
    """draft > published > amended > approved > delivery > closed: no step is skipped or taken back."""

    fields = ("step", "state")

    def __init__(self, step: str, state: State) -> None:
        super().__init__(f"{step} while {state}")
        self.step, self.state = step, state
        self.spoken = {"step": STEPS[step], "state": STATES[state]}


class ProjectNotInProgramme(ValueError):
    """An amendment or a remark names a project of this programme."""

    fields = ("project_id",)

    def __init__(self, project_id: str) -> None:
        super().__init__(project_id)
        self.project_id = project_id


class AmendmentEmpty(ValueError):
    """An amendment changes something, or says why nothing changes."""


@dataclass(frozen=True, slots=True)
class Item:
    """A project as it stands in this version."""

    id: str
    title: str
    cost: int
    zone: str | None
    kind: str | None
    sheet_version: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What was done about one project, and which remarks asked for it."""

    project_id: str
    remark_ids: tuple[str, ...]
    reason: Text
    old_cost: int
    new_cost: int
    note: str | None = None
    sheet_version: int | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    number: int
    at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CouncilDecision:
    request_id: str
    number: str
    decided_on: date
    outcome: Decision
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


@dataclass(kw_only=True)
class Programme(Recording):
    """`envelope` is what was voted on altogether; `ceilings` are the edition's envelopes it came out of."""

    municipality: str
    edition: str
    id: str
    currency: str
    envelope: int
    items: tuple[Item, ...]
    carry_over: tuple[Item, ...]
    ceilings: tuple[Ceiling, ...] = ()
    state: State = State.DRAFT
    revision: int = 1
    amendments: tuple[Amendment, ...] = ()
    request_id: str | None = None
    requested_digest: str | None = None
    decision: CouncilDecision | None = None
    documents: Mapping[str, str] | None = None
    published_at: datetime | None = None
    version: int = 0

    @property
    def total(self) -> int:
        return sum(item.cost for item in self.items)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical content: what the council sees is what it approves."""
        content = {
            "edition": self.edition,
            "revision": self.revision,
            "envelope": self.envelope,
            "projects": [[i.id, i.title, i.cost, i.zone, i.kind, i.sheet_version, i.note] for i in self.items],
        }
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def remarks_open(self) -> bool:
        return self.state in (State.PUBLISHED, State.AMENDED) and self.request_id is None

    def publish(self, at: datetime, document: Document | None) -> None:
        self._require("publish", State.DRAFT)
        self._require_affordable(self.items)
        self.state, self.published_at = State.PUBLISHED, at
        self._keep(document)
        self.record(
            ProgrammeDraftPublished(
                municipality=self.municipality,
                programme_id=self.id,
                edition=self.edition,
                programme_version=self.revision,
                digest=self.digest,
                projects=self._projects(self.items),
                total=self.total,
                document=document,
            )
        )

    def require_remarkable(self, project_id: str | None) -> None:
        if not self.remarks_open:
            raise StepOutOfOrder("remark", self.state)
        if project_id is not None:
            self.item(project_id)

    def amend(self, changes: Sequence[Change], at: datetime) -> None:
        """A new revision with a new digest; a decision asked for the old one no longer counts."""
        self._require("amend", State.PUBLISHED, State.AMENDED)
        if not changes:
            raise AmendmentEmpty
        items = self.items
        for change in changes:
            items = tuple(_applied(item, change) for item in items)
        self._require_affordable(items)
        self.items, self.state, self.revision = items, State.AMENDED, self.revision + 1
        self.amendments = (*self.amendments, Amendment(len(self.amendments) + 1, at, tuple(changes)))
        self.request_id = self.requested_digest = None

    def announce_amendment(self, document: Document | None) -> None:
        self._keep(document)
        answered = {remark for each in self.amendments[-1:] for change in each.changes for remark in change.remark_ids}
        self.record(
            ProgrammeAmended(
                municipality=self.municipality,
                programme_id=self.id,
                edition=self.edition,
                programme_version=self.revision,
                digest=self.digest,
                projects=self._projects(self.items),
                total=self.total,
                remarks_answered=len(answered),
                document=document,
            )
        )

    def request_decision(self, request_id: str, title: Text) -> str:
        """The digest submitted; asking again for the same digest is the same request."""
        self._require("request-decision", State.PUBLISHED, State.AMENDED)
        if self.request_id is not None and self.requested_digest == self.digest:
            return self.digest
        self.request_id, self.requested_digest = request_id, self.digest
        subject = DecisionSubject(kind=SUBJECT_KIND, id=self.id, version=self.revision, digest=self.digest)
        self.record(
            DecisionRequested(
                municipality=self.municipality,
                request_id=request_id,
                edition=self.edition,
                subject_of_decision=subject,
                title=Text3(**title.as_dict()),
            )
        )
        return self.digest

    def take_decision(self, decision: CouncilDecision, subject: DecisionSubject) -> bool:
        """Only an approval of exactly what was submitted approves; anything else reopens the remarks.

        False when the decision is about another version: it then changes nothing.
        """
        submitted = (SUBJECT_KIND, self.id, self.requested_digest)
        if self.requested_digest is None or (subject.kind, subject.id, subject.digest) != submitted:
            return False
        self.decision = decision
        self.request_id = self.requested_digest = None
        if decision.outcome is Decision.APPROVED:
            self.state = State.APPROVED
            self.record(self._approved(decision))
        return True

    def start_delivery(self) -> None:
        self._require("deliver", State.APPROVED, State.DELIVERY)
        self.state = State.DELIVERY

    def close(self) -> None:
        self._require("close", State.DELIVERY)
        self.state = State.CLOSED

    def item(self, project_id: str) -> Item:
        found = next((item for item in self.items if item.id == project_id), None)
        if found is None:
            raise ProjectNotInProgramme(project_id)
        return found

    def _approved(self, decision: CouncilDecision) -> Event:
        return ProgrammeApproved(
            municipality=self.municipality,
            programme_id=self.id,
            edition=self.edition,
            programme_version=self.revision,
            digest=self.digest,
            decision_number=decision.number,
            decided_on=decision.decided_on,
            funded=self._projects(self.items),
            carried_over=self._projects(self.carry_over),
            total=self.total,
        )

    def _projects(self, items: Sequence[Item]) -> list[Project]:
        return [Project(id=i.id, title=i.title, cost=i.cost, zone=i.zone, kind=i.kind) for i in items]

    def _keep(self, document: Document | None) -> None:
        if document is not None:
            self.documents = {**(self.documents or {}), str(self.revision): document.sha256}

    def _require(self, step: str, *states: State) -> None:
        if self.state not in states:
            raise StepOutOfOrder(step, self.state)

    def _require_affordable(self, items: Sequence[Item]) -> None:
        cost = sum(item.cost for item in items)
        if cost > self.envelope:
            raise EnvelopeOverspent(self.envelope, cost)
        for ceiling in self.ceilings:
            ceiling.require((item.id, item.cost) for item in items)


def _applied(item: Item, change: Change) -> Item:
    if item.id != change.project_id:
        return item
    version = change.sheet_version or item.sheet_version
    return replace(item, cost=change.new_cost, note=change.note or item.note, sheet_version=version)
