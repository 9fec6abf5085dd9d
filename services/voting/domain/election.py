"""An election from draft to declared result: what may happen when, and what is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.voting.domain import announcements
from services.voting.domain.annulment import Annulment, Complaint, ElectionAnnulledBefore, Incident
from services.voting.domain.contest import Contest
from services.voting.domain.draw import Draw
from services.voting.domain.late import SecondStatement, Statement, StatementForged
from services.voting.domain.manifest import Census, Disclosure, Manifest, Tablet, check_apart
from shared.aggregate import Aggregate


class NotADraft(ValueError):
    """Rules, slips and candidates change only until voting opens."""


class ElectionNotOpen(ValueError):
    """Voting has not opened."""


class NotYetClosed(ValueError):
    """Head 1 is not published yet."""


class AlreadyDeclared(ValueError):
    """Nothing is added after the result was declared."""


class CheckInStillOpen(ValueError):
    """Voting in a forum opens only when check-in has ended, so that the electorate is known."""


class NobodyStands(ValueError):
    """A contest has no candidate, or no slip."""

    fields = ("contest",)

    def __init__(self, contest: str) -> None:
        super().__init__(contest)
        self.contest = contest


class ContestUnknown(ValueError):
    """The election has no contest of that name."""


class ContestRepeated(ValueError):
    """Two contests have the same name."""


class TabletRepeated(ValueError):
    """Two tablets have the same name: what one stated would be held against the other's key."""


class QuorumOfNobodyCounted(ValueError):
    """A quorum of the people present needs a forum that counts them."""


class ClosingInstantPassed(ValueError):
    """A vote that has a closing instant opens before it."""


class DiceAlreadyRolled(ValueError):
    """Dice are rolled once a contest, in front of everyone."""


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    DECLARED = "declared"
    ANNULLED = "annulled"


class Kind(StrEnum):
    DELEGATES = "delegates"
    PRIORITISATION = "prioritisation"


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """A head as the public knows it; `signature` and `key` in hexadecimal."""

    n: int
    root: str
    size: int
    value: str
    signature: str
    key: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A document of this election in the file store."""

    sha256: str
    href: str
    size: int


@dataclass(kw_only=True)
class Election(Aggregate):
    """One election; instants are civil, in UTC."""

    edition: str
    kind: Kind
    title: dict[str, str]
    contests: list[Contest]
    meeting_id: str | None = None
    agenda_n: int | None = None
    shortlist_id: str | None = None
    closes_at: datetime | None = None
    term_months: int | None = None
    tablets: list[Tablet] = field(default_factory=list)
    disclosure: Disclosure = Disclosure.OPEN
    state: State = State.DRAFT
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    declared_at: datetime | None = None
    manifest: str | None = None
    box_key: str = ""
    head_key: str = ""
    key_epoch: int = 0
    order_dice: str = ""
    order_seed: str = ""
    transport: str = ""
    present: dict[str, int] = field(default_factory=dict)
    heads: list[PublishedHead] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    dice: dict[str, str] = field(default_factory=dict)
    results: list[dict[str, Any]] = field(default_factory=list)
    board: KeptFile | None = None
    record_of_count: KeptFile | None = None
    incidents: list[Incident] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    annulment: Annulment | None = None
    rerun_of: str | None = None

    def prepare(self) -> None:
        """Raises ContestNotSound, ContestRepeated, TabletRepeated, QuorumOfNobodyCounted, SealedNotPossible."""
        if len({contest.id for contest in self.contests}) < len(self.contests):
            raise ContestRepeated
        if len({tablet.id for tablet in self.tablets}) < len(self.tablets):
            raise TabletRepeated
        for contest in self.contests:
            contest.check_rules(sealed=self.sealed)
            if contest.quorum is not None and contest.quorum.of == "present" and self.meeting_id is None:
                raise QuorumOfNobodyCounted(contest.id)
        self.record(announcements.prepared(self))

    @property
    def sealed(self) -> bool:
        return self.disclosure is Disclosure.SEALED

    def contest(self, name: str) -> Contest:
        found = next((contest for contest in self.contests if contest.id == name), None)
        if found is None:
            raise ContestUnknown(name)
        return found

    def require_draft(self) -> None:
        if self.state is not State.DRAFT:
            raise NotADraft

    def freeze(self, censuses: Sequence[Census], keys: Mapping[str, str], seed: str, transport: str = "") -> Manifest:
        """Fix everything before the first ballot; the order on the ballot is drawn from the dice rolled for it, or else from `seed`.

        Raises CensusDoesNotAdd, SlipInTwoPools, NobodyStands, SealedNotPossible.
        """
        self.require_draft()
        by_contest = {census.contest: census for census in censuses}
        for contest in self.contests:
            census = by_contest.get(contest.id)
            if census is None or not census.eligible or not contest.candidates:
                raise NobodyStands(contest.id)
            census.check()
            contest.check_rules(sealed=self.sealed)
        check_apart(censuses)
        self.order_seed = self.order_dice or seed
        self.contests = [contest.drawn(self.order_seed) for contest in self.contests]
        self.present = {census.contest: census.present for census in censuses if census.present is not None}
        self.box_key, self.head_key, self.transport = keys["box"], keys["head"], transport
        return self.manifest_with(censuses)

    def manifest_with(self, censuses: Sequence[Census]) -> Manifest:
        """The manifest as it was frozen, from the slips as they are kept."""
        by_contest = {census.contest: census for census in censuses}
        return Manifest(
            self.id,
            self.municipality,
            self.edition,
            self.kind.value,
            tuple(self.contests),
            tuple(by_contest[contest.id] for contest in self.contests),
            self.closes_at.isoformat() if self.closes_at else None,
            self.box_key,
            self.head_key,
            tuple(self.tablets),
            self.order_seed,
            self.disclosure,
            self.term_months,
            self.transport,
        )

    def open(self, manifest: Manifest, at: datetime) -> None:
        """Raises NotADraft, ClosingInstantPassed."""
        self.require_draft()
        if self.closes_at is not None and self.closes_at <= at:
            raise ClosingInstantPassed
        self.state, self.opened_at, self.manifest = State.OPEN, at, manifest.digest
        self.record(announcements.opened(self))

    def close(self, at: datetime) -> bool:
        """From now on no ballot is admitted; those in flight may still arrive. False when that happened before."""
        self.require_opened()
        if self.state is not State.OPEN:
            return False
        self.state, self.closed_at = State.CLOSING, at
        return True

    def publish_first_head(self, head: PublishedHead, board: KeptFile) -> None:
        """The fence has ended: nothing can be added to the box any more."""
        if self.state is not State.CLOSING:
            raise NotYetClosed
        self.state, self.heads, self.board = State.CLOSED, [head], board
        self.record(announcements.closed(self))
        self.record(announcements.head_published(self, head))

    def state_batch(self, statement: Statement) -> None:
        """Registered before the dice; the same statement again changes nothing. Raises SecondStatement, StatementForged."""
        self.require_counting()
        if self.dice:
            raise DiceAlreadyRolled
        if statement.election != self.id:
            raise StatementForged(statement.tablet)
        statement.check(next((tablet.key for tablet in self.tablets if tablet.id == statement.tablet), None))
        known = next((one for one in self.statements if one.tablet == statement.tablet), None)
        if known is not None and known != statement:
            raise SecondStatement(statement.tablet)
        if known is None:
            self.statements.append(statement)

    def roll(self, dice: Mapping[str, str]) -> None:
        """Raises DiceUnreadable, ContestUnknown, DiceAlreadyRolled; the same dice again change nothing."""
        self.require_counting()
        for name, rolled in dice.items():
            Draw(self.heads[0].root, rolled, self.contest(name).id)
            if self.dice.get(name, rolled) != rolled:
                raise DiceAlreadyRolled
        self.dice = {**self.dice, **dice}

    def require_opened(self) -> None:
        if self.state is State.DRAFT:
            raise ElectionNotOpen

    def end_by(self, annulment: Annulment) -> None:
        """Raises NotYetClosed, ElectionAnnulledBefore."""
        if self.state is State.ANNULLED:
            raise ElectionAnnulledBefore
        if self.state not in (State.CLOSED, State.DECLARED):
            raise NotYetClosed
        self.state, self.annulment = State.ANNULLED, annulment

    def require_undeclared(self) -> None:
        if self.state is State.ANNULLED:
            raise ElectionAnnulledBefore
        if self.state is State.DECLARED:
            raise AlreadyDeclared

    def require_counting(self) -> None:
        self.require_undeclared()
        if self.state is not State.CLOSED:
            raise NotYetClosed

    def waiting_for(self) -> list[str]:
        """What is still missing before the count: dice of a contest, the ballots a tablet stated."""
        dice = [f"dice:{contest.id}" for contest in self.contests if contest.id not in self.dice]
        stated = [one.tablet for one in self.statements if one.count and one.tablet not in self.batches]
        return dice + [f"tablet:{tablet}" for tablet in stated]

    def declare(
        self, results: list[dict[str, Any]], head: PublishedHead, board: KeptFile, record: KeptFile, at: datetime
    ) -> None:
        self.require_counting()
        self.state, self.declared_at, self.results = State.DECLARED, at, results
        self.board, self.record_of_count, self.heads = board, record, [*self.heads[:1], head]
        self.record(announcements.head_published(self, head))
        self.record(announcements.declared(self))
        if self.kind is Kind.PRIORITISATION and self.shortlist_id is not None:
            self.record(announcements.prioritised(self))
