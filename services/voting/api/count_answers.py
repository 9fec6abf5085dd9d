"""What is answered after closing: how the count stands, and the result once it is declared."""

from services.voting.domain.contest import Method
from services.voting.domain.election import State
from shared.http.schemas import Answer

Votes = int | str  # whole, with five decimals, or a fraction


class TallyOut(Answer):
    candidate: str
    votes: Votes
    name: dict[str, str]


class ReachedOut(Answer):
    """A quorum."""

    needed: int
    reached: int
    met: bool


class StageOut(Answer):
    """One stage of transferable votes, with the votes at its end."""

    action: str
    candidate: str | None
    votes: dict[str, Votes]
    elected: list[str]


class DeclaredOut(Answer):
    """The declared result of a contest; `drawn` are the ties the dice settled."""

    contest: str
    method: Method
    ballots: int
    blank: int
    valid: int
    quorum: ReachedOut | None
    tally: list[TallyOut]
    elected: list[str]
    alternates: list[str]
    vacant: int
    vacant_because: str | None
    shortfall: dict[str, int]
    drawn: list[list[str]]
    stages: list[StageOut]
    label: dict[str, str]
    neighbourhood: str | None


class CountingOut(Answer):
    """Where the count stands: the declared results, or what is still missing for them."""

    state: State
    waiting_for: list[str]
    results: list[DeclaredOut] | None
    head: str


class StatedOut(Answer):
    tablet: str
    count: int


class LateOut(CountingOut, StatedOut):
    """A tablet's ballots were taken."""


class EnteredOut(Answer):
    both_entered: bool


class PaperOut(CountingOut, EnteredOut):
    """One of two entries was taken."""


class RolledOut(Answer):
    dice: dict[str, str]


class DiceOut(CountingOut, RolledOut):
    """Dice were taken."""
