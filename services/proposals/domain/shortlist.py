"""What a shortlist is: the projects, money and rule of one vote, frozen; and what the vote decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from services.proposals.domain.claims import Claim
from services.proposals.domain.proposal import Proposal, Status
from services.proposals.domain.rules import select
from services.proposals.domain.selection import Ballot, Candidate, Outcome, Rule, SelectionMethod
from services.proposals.domain.standing import ProposalNotEligible, ProposalOfAnotherEdition
from shared.aggregate import Recording
from shared.contracts.proposals import Project, ShortlistFrozen


class VoteMethod(StrEnum):
    APPROVAL = "approval"
    SINGLE = "single"
    KNAPSACK = "knapsack"
    POINTS = "points"


class ShortlistEmpty(ValueError):
    """A vote needs at least one project."""


class ShortlistEntryRepeated(ValueError):
    """A project stands once on a shortlist."""


class ProjectOutsideEnvelope(ValueError):
    """Money of one kind of intervention or of one zone pays for projects of that kind or zone."""

    fields = ("project_id", "title")

    def __init__(self, project_id: str, title: str) -> None:
        super().__init__(project_id)
        self.project_id, self.title = project_id, title


class VoteNotDeclared(ValueError):
    """A selection that follows a vote waits for its declared result."""


class VoteNotReadYet(ValueError):
    """The vote is declared, its published ballots are still being fetched and checked."""


class AnotherVoteDeclared(ValueError):
    """One vote decides a shortlist."""


class AlreadySelected(ValueError):
    """The rule was applied; its outcome does not change."""


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    title: str
    cost: int
    zone: str
    kind: str | None
    sheet_version: int


@dataclass(frozen=True, slots=True)
class EnvelopeOf:
    """The money voted on: all of it, or one kind's, or one zone's."""

    amount: int
    currency: str
    kind: str | None = None
    zone: str | None = None

    def pays_for(self, entry: Entry) -> bool:
        """A project nobody gave a kind may be of any."""
        return self.zone in (None, entry.zone) and (entry.kind is None or self.kind in (None, entry.kind))


@dataclass(frozen=True, slots=True)
class Vote:
    """The declared vote; `read` once the published board was fetched and its hash checked."""

    election_id: str
    ballots: int
    support: Mapping[str, int]
    board_href: str
    board_sha256: str
    read: bool = False


@dataclass(kw_only=True)
class Shortlist(Recording):
    municipality: str
    id: str
    edition: str
    entries: tuple[Entry, ...]
    envelope: EnvelopeOf
    rule: Rule
    vote_method: VoteMethod
    max_choices: int
    frozen_at: datetime
    vote: Vote | None = None
    outcome: Outcome | None = None
    selected_at: datetime | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(entry.id, entry.cost) for entry in self.entries)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(entry.id for entry in self.entries)

    @property
    def claim(self) -> Claim:
        """The money it holds: all that is voted on until it is decided, then what the projects cost."""
        amount = self.envelope.amount if self.outcome is None else self.outcome.spent
        return Claim(amount, self.envelope.kind, self.envelope.zone)

    def freeze(self) -> None:
        if not self.entries:
            raise ShortlistEmpty
        if len(self.ids) != len(self.entries):
            raise ShortlistEntryRepeated
        if outside := [entry for entry in self.entries if not self.envelope.pays_for(entry)]:
            raise ProjectOutsideEnvelope(outside[0].id, outside[0].title)
        self.record(
            ShortlistFrozen(
                municipality=self.municipality,
                shortlist_id=self.id,
                edition=self.edition,
                projects=[as_project(entry) for entry in self.entries],
                budget=self.envelope.amount,
                currency=self.envelope.currency,
                vote_method=self.vote_method,
                max_choices=self.max_choices,
                selection_rule=self.rule.method,
            )
        )

    def declare(self, vote: Vote) -> None:
        """The same vote again changes nothing."""
        if self.vote is not None and self.vote.election_id != vote.election_id:
            raise AnotherVoteDeclared
        self.vote = self.vote or vote

    def annul(self, election_id: str) -> None:
        """The vote does not count: its repetition decides. What was already selected by it is for the council to settle."""
        if self.outcome is None and self.vote is not None and self.vote.election_id == election_id:
            self.vote = None

    def ballots_read(self) -> None:
        if self.vote is not None:
            self.vote = replace(self.vote, read=True)

    def choose(self, ballots: Sequence[Ballot] | None, reasons: Mapping[str, str], at: datetime) -> Outcome:
        """Apply the rule that was announced with the shortlist."""
        if self.outcome is not None:
            raise AlreadySelected
        support = self._support()
        voters = self.vote.ballots if self.vote else 0
        self.outcome = select(self.rule, self.candidates, self.envelope.amount, support, ballots, reasons, voters)
        self.selected_at, self.reasons = at, dict(reasons)
        return self.outcome

    def _support(self) -> Mapping[str, int]:
        if self.rule.method is SelectionMethod.COUNCIL:
            return self.vote.support if self.vote else {}
        if self.vote is None:
            raise VoteNotDeclared
        if self.rule.method is SelectionMethod.EQUAL_SHARES and not self.vote.read:
            raise VoteNotReadYet
        return self.vote.support


def entry_of(proposal: Proposal, edition: str) -> Entry:
    """Raises `ProposalOfAnotherEdition`, `ProposalNotEligible`."""
    if proposal.edition != edition:
        raise ProposalOfAnotherEdition(proposal.id, proposal.title, proposal.edition)
    sheet = proposal.require_eligible()
    return Entry(proposal.id, proposal.title, sheet.content.total, proposal.zone, proposal.kind, sheet.version)


def as_project(entry: Entry) -> Project:
    return Project(id=entry.id, title=entry.title, cost=entry.cost, zone=entry.zone, kind=entry.kind)


def beside(shortlist: Shortlist, others: Sequence[Shortlist]) -> list[Shortlist]:
    """Those whose money stays promised: not those that wait for a vote with a project this one takes up, for it replaces them.

    Raises `ProposalNotEligible` for a project that people have voted on elsewhere.
    """
    shared = [each for each in others if each.ids & shortlist.ids]
    voted = frozenset().union(*(each.ids for each in shared if each.vote or each.outcome))
    if again := [entry for entry in shortlist.entries if entry.id in voted]:
        raise ProposalNotEligible(again[0].id, again[0].title, Status.SHORTLISTED)
    return [each for each in others if not each.ids & shortlist.ids]


def mark(proposals: Sequence[Proposal], outcome: Outcome, on: date) -> None:
    """Raises `ProposalNotEligible` for one that another shortlist has decided on already."""
    for proposal in proposals:
        if proposal.status is not Status.SHORTLISTED:
            raise ProposalNotEligible(proposal.id, proposal.title, proposal.status)
        chosen = proposal.id in outcome.selected
        proposal.become(Status.SELECTED if chosen else Status.NOT_SELECTED, on)
