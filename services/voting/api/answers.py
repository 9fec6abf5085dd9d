"""What the routes of an election answer, field by field."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from services.voting.api.count_answers import DeclaredOut
from services.voting.domain.annulment import ComplaintOutcome
from services.voting.domain.contest import Method, Rounding, Shortfall
from services.voting.domain.election import Kind, State
from services.voting.domain.manifest import Disclosure
from shared.http.schemas import Answer

Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Digest = Annotated[str, Field(description="SHA-256, hexadecimal.")]
Texts = dict[str, str]


class ContestLineOut(Answer):
    contest: str
    label: Texts
    neighbourhood: str | None
    seats: int


class ElectionLineOut(Answer):
    """One election of a list; instants are civil, in UTC."""

    election_id: str
    municipality: str
    edition: str
    kind: Kind
    title: Texts
    state: State
    meeting_id: str | None
    agenda_n: int | None
    shortlist_id: str | None
    disclosure: Disclosure
    experimental: bool
    closes_at: Instant | None
    opened_at: Instant | None
    closed_at: Instant | None
    declared_at: Instant | None
    contests: list[ContestLineOut]


class ElectionsOut(Answer):
    items: list[ElectionLineOut]
    next: str | None


class CandidateOut(Answer):
    """`order` is the place on the ballot, drawn at opening; `cost` of a project in minor units."""

    id: str
    name: Texts
    group: str | None
    cost: int | None
    order: int


class QuotaOut(Answer):
    minimum: dict[str, int]
    shortfall: Shortfall


class QuorumOut(Answer):
    of: str
    thousandths: int


class TurnoutOut(Answer):
    """`ballots` stay hidden under ten while voting is open."""

    given: int | None
    ballots: int | None


class ContestOut(ContestLineOut):
    """A contest with its whole rule; `present` are the people checked in, where they are counted."""

    alternates: int
    method: Method
    max_choices: int
    candidates: list[CandidateOut]
    rounding: Rounding | None
    quota: QuotaOut | None
    quorum: QuorumOut | None
    budget: int | None
    present: int | None
    turnout: TurnoutOut


class ManifestOut(Answer):
    digest: Digest
    spoken: str


class HeadOut(Answer):
    """A signed head; `value` is printed in the official record."""

    n: int
    root: Digest
    size: int
    hash: Digest
    value: Digest
    signature: str


class CosignatureOut(Answer):
    """A head another municipality saw: `signature` is Ed25519 over the canonical bytes of `said`; both in base64url."""

    witness: str
    said: dict[str, str | int]
    signature: str
    public_key: str


class CosignaturesOut(Answer):
    items: list[CosignatureOut]
    next: None


class TabletOut(Answer):
    """What a tablet stated it still holds, and how many of those have come."""

    tablet: str
    key: str
    stated: bool
    count: int | None
    late: int | None


class FileOut(Answer):
    sha256: Digest
    href: str


class ComplaintsOut(Answer):
    received: int
    answered: int


class AnnulmentOut(Answer):
    decision_number: str
    decided_on: Day
    reasons: Texts
    at: Instant
    rerun: str | None


class IncidentOut(Answer):
    at: Instant
    text: Texts


class ElectionOut(ElectionLineOut):
    """An election as everybody sees it: never a partial result."""

    contests: list[ContestOut]  # type: ignore[assignment]  # the same contests with more said of each
    version: int
    term_months: int | None
    spoken: str | None
    box_key: str
    head_key: str
    manifest: ManifestOut | None
    turnout_at: str | None
    heads: list[HeadOut]
    tablets: list[TabletOut]
    dice: dict[str, str]
    board: FileOut | None
    complaints: ComplaintsOut
    annulment: AnnulmentOut | None
    rerun_of: str | None
    incidents: list[IncidentOut]
    results: list[DeclaredOut] | None


class ResultsOut(Answer):
    election_id: str
    head: Digest
    contests: list[DeclaredOut]


class PlaceOut(Answer):
    """Where on the board a ballot stands."""

    found: bool
    contest: str
    place: int


class NominationOut(Answer):
    candidate_id: str
    neighbourhood: str
    name: str
    group: str | None
    accepted: bool


class NominationsOut(Answer):
    items: list[NominationOut]
    next: None


class AcceptedOut(Answer):
    candidate_id: str
    accepted: bool


class OpenedOut(Answer):
    """`spoken` are the eight signs that are read out."""

    state: State
    manifest: Digest
    spoken: str


class ClosingOut(Answer):
    state: State
    closed_at: Instant


class ComplaintOut(Answer):
    complaint: int
    at: Instant
    contest: str | None
    text: str
    outcome: ComplaintOutcome | None
    reasons: Texts | None
    answered_at: Instant | None


class ComplaintListOut(Answer):
    items: list[ComplaintOut]
    next: None


class NumberedOut(Answer):
    """The number that is given to whoever complained."""

    complaint: int


class AnnulledOut(Answer):
    """`rerun` is the draft that repeats the vote."""

    state: State
    rerun: str | None
