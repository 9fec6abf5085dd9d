"""What the voting service announces; no ballot, credential or receipt ever travels."""

from datetime import date, datetime

from pydantic import Field

from shared.contracts.event import Event, Part, Sha256, Slug, Text3


class ContestSummary(Part):
    """One contest of an election as the public may know it."""

    contest: Slug = Field(description="Contest id within the election.")
    label: Text3 = Field(description="Label.")
    neighbourhood: Slug | None = Field(default=None, description="Neighbourhood of a delegates' contest.")
    seats: int = Field(ge=0, description="Seats; 0 for a vote over projects.")
    method: str = Field(description="`single`, `limited`, `block`, `approval`, `stv`, `knapsack` or `points`.")


class ElectionPrepared(Event):
    """An election was drafted, or its draft was changed: the last one holds."""

    TYPE = "pb.voting.election-prepared.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="`delegates` or `prioritisation`.")
    meeting_id: str | None = Field(default=None, description="Forum it is held in.")
    agenda_n: int | None = Field(default=None, description="Item of the running order that opens and closes it.")
    contests: list[ContestSummary] = Field(description="Contests.")


class ElectionOpened(Event):
    """Voting opened; the manifest is frozen."""

    TYPE = "pb.voting.election-opened.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="`delegates` or `prioritisation`.")
    opened_at: datetime = Field(description="UTC, civil clock.")
    closes_at: datetime | None = Field(default=None, description="UTC, when a closing instant is set.")
    manifest_digest: str = Field(description="Eight characters that are read out.")


class ContestTurnout(Part):
    """Ballots received in one contest."""

    contest: Slug = Field(description="Contest.")
    ballots: int | None = Field(default=None, description="Null while under 10.")
    eligible: int = Field(ge=0, description="People who may vote.")


class TurnoutReported(Event):
    """Turnout on a ten-second grid while voting is open; never a partial result."""

    TYPE = "pb.voting.turnout-reported.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    at: datetime = Field(description="UTC, on the grid.")
    contests: list[ContestTurnout] = Field(description="By contest.")


class ElectionClosed(Event):
    """Voting closed; no ballot is admitted any more."""

    TYPE = "pb.voting.election-closed.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    meeting_id: str | None = Field(default=None, description="Forum it was held in.")
    closed_at: datetime = Field(description="UTC, civil clock.")


class BoardHeadPublished(Event):
    """A signed head of the bulletin board became public."""

    TYPE = "pb.voting.board-head-published.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    head: int = Field(ge=1, description="1 before the dice, 2 with the result.")
    tree_size: int = Field(ge=0, description="Leaves of the tree.")
    root: Sha256 = Field(description="Merkle root (RFC 9162).")
    signature: str = Field(description="Ed25519 over the head, base64url.")
    public_key: str = Field(description="Ed25519 public key, base64url.")


class BoardCosigned(Event):
    """Another municipality co-signed a head it had seen."""

    TYPE = "pb.voting.board-cosigned.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id of the election whose head was seen.")
    of_municipality: Slug = Field(description="Municipality of that election.")
    head: int = Field(ge=1, description="Which head.")
    root: Sha256 = Field(description="Root that was seen.")
    signature: str = Field(description="Ed25519 by the witness, base64url.")
    public_key: str = Field(description="Key of the witness, base64url.")


class Winner(Part):
    """Somebody elected."""

    candidate_id: str = Field(description="Candidate.")
    name: str = Field(description="Name.")
    seat: int = Field(ge=1, description="Rank among those elected, or among the alternates.")
    votes: int | None = Field(default=None, description="Votes, when the method counts them.")


class ContestResult(Part):
    """The declared result of one contest."""

    contest: Slug = Field(description="Contest.")
    label: Text3 = Field(description="Label.")
    neighbourhood: Slug | None = Field(default=None, description="Neighbourhood.")
    present: int | None = Field(default=None, ge=0, description="People present.")
    ballots: int = Field(ge=0, description="Ballots on the board.")
    elected: list[Winner] = Field(default_factory=list, description="Elected, in order.")
    alternates: list[Winner] = Field(default_factory=list, description="Alternates, in order.")


class ResultDeclared(Event):
    """The result of an election was declared."""

    TYPE = "pb.voting.result-declared.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="`delegates` or `prioritisation`.")
    meeting_id: str | None = Field(default=None, description="Forum it was held in.")
    declared_at: datetime = Field(description="UTC, civil clock.")
    board_sha256: Sha256 = Field(description="Digest of board.json.")
    board_href: str = Field(description="Where board.json is.")
    head: str = Field(description="Head 2 as printed in the official record.")
    contests: list[ContestResult] = Field(description="By contest.")


class MandateAssigned(Event):
    """A delegate holds a mandate."""

    TYPE = "pb.voting.mandate-assigned.v1"
    SUBJECT = "mandate_id"
    mandate_id: str = Field(description="Id.")
    election_id: str = Field(description="Election.")
    edition: str = Field(description="Edition id.")
    neighbourhood: Slug | None = Field(default=None, description="Neighbourhood.")
    name: str = Field(description="Name.")
    alternate: bool = Field(description="True for an alternate.")
    rank: int = Field(ge=1, description="Order on its list.")
    starts_on: date = Field(description="Civil date.")
    ends_on: date | None = Field(default=None, description="Civil date.")


class MandateEnded(Event):
    """A mandate ended."""

    TYPE = "pb.voting.mandate-ended.v1"
    SUBJECT = "mandate_id"
    mandate_id: str = Field(description="Id.")
    ended_on: date = Field(description="Civil date.")
    reason: str = Field(description="`term`, `resignation`, `absence`, `replaced` or `annulled`.")


class ElectionAnnulled(Event):
    """A recorded decision annulled an election; its board stays public, its mandates have ended."""

    TYPE = "pb.voting.election-annulled.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="`delegates` or `prioritisation`.")
    meeting_id: str | None = Field(default=None, description="Forum it was held in.")
    annulled_at: datetime = Field(description="UTC, civil clock.")
    decision_number: str = Field(description="Number of the decision.")
    decided_on: date = Field(description="Civil date of the decision.")
    reasons: Text3 = Field(description="Why.")
    rerun_election_id: str | None = Field(default=None, description="Draft of the election that repeats it.")


class ProjectSupport(Part):
    """Support of one project."""

    project_id: str = Field(description="Project.")
    votes: int = Field(ge=0, description="Ballots (or points) for it.")


class PrioritisationDeclared(Event):
    """A vote over projects was declared; ballots are on the published board, not in the event."""

    TYPE = "pb.voting.prioritisation-declared.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    shortlist_id: str = Field(description="Shortlist that was voted on.")
    ballots: int = Field(ge=0, description="Ballots counted.")
    support: list[ProjectSupport] = Field(description="By project.")
    board_href: str = Field(description="Where board.json is.")
    board_sha256: Sha256 = Field(description="Digest of board.json.")
