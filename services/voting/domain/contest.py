"""One question on a ballot: who stands, how one may choose, and how many are elected."""

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from services.voting.domain.ballot import Choice
from services.voting.domain.sealed import MOST_OPTIONS, Question

NO_LIMIT: Final = 1_000  # choices; the manifest says the number of candidates where that is less


class Method(StrEnum):
    SINGLE = "single"
    LIMITED = "limited"
    BLOCK = "block"
    APPROVAL = "approval"
    STV = "stv"
    KNAPSACK = "knapsack"
    POINTS = "points"


SEALABLE: Final = (
    Method.SINGLE,
    Method.LIMITED,
    Method.BLOCK,
    Method.APPROVAL,
)  # those whose rule is a number of choices


class Rounding(StrEnum):
    """How STV rounds a transferred vote: as the Scottish statute does, or not at all."""

    TRUNCATE5 = "truncate5"
    EXACT = "exact"


class Shortfall(StrEnum):
    """What happens to a seat kept for a group that has too few candidates."""

    REPORT = "report"
    VACANT = "vacant"


class UnknownCandidate(ValueError):
    """A choice names nobody who stands in this contest."""


class TooManyChoices(ValueError):
    """More choices, points or cost than the rule of the contest allows."""


class ChoicesOutOfForm(ValueError):
    """A choice is repeated, or choices without an order are not sorted: a free order could carry a mark."""


class SealedNotPossible(ValueError):
    """Sealed ballots know single, limited, block and approval voting, with at most twenty options."""

    fields = ("contest", "most")

    def __init__(self, contest: str) -> None:
        super().__init__(contest)
        self.contest, self.most = contest, MOST_OPTIONS


class ContestNotSound(ValueError):
    """The rules of the contest contradict each other."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person or a project; `cost` in minor units, for projects only."""

    id: str
    name: dict[str, str]
    group: str | None = None
    cost: int | None = None

    def document(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "group": self.group, "cost": self.cost}


@dataclass(frozen=True, slots=True)
class GroupQuota:
    """The fewest seats each group is to have."""

    minimum: dict[str, int]
    shortfall: Shortfall = Shortfall.REPORT

    def document(self) -> dict[str, Any]:
        return {"minimum": self.minimum, "shortfall": self.shortfall.value}


@dataclass(frozen=True, slots=True)
class Quorum:
    """`of` present: ballots cast per thousand people present; `of` ballots: valid ballots per thousand cast."""

    of: str
    thousandths: int

    def document(self) -> dict[str, Any]:
        return {"of": self.of, "thousandths": self.thousandths}


@dataclass(frozen=True, slots=True)
class Contest:
    id: str
    label: dict[str, str]
    seats: int
    alternates: int
    method: Method
    max_choices: int
    candidates: tuple[Candidate, ...] = ()
    neighbourhood: str | None = None
    rounding: Rounding = Rounding.TRUNCATE5
    quota: GroupQuota | None = None
    quorum: Quorum | None = None
    budget: int | None = None

    def check_rules(self, *, sealed: bool = False) -> None:
        """Raises ContestNotSound, SealedNotPossible; run when the contest is set, before anybody votes."""
        single = self.method is Method.SINGLE and self.max_choices != 1
        limited = self.method is Method.LIMITED and not 1 <= self.max_choices < self.seats
        block = self.method is Method.BLOCK and self.max_choices != self.seats
        knapsack = self.method is Method.KNAPSACK and self.budget is None
        promised = sum(self.quota.minimum.values()) if self.quota else 0
        twice = len({candidate.id for candidate in self.candidates}) < len(self.candidates)
        if (
            twice
            or single
            or limited
            or block
            or knapsack
            or promised > self.seats
            or self.max_choices < 1
            or self.seats < 0
        ):
            raise ContestNotSound(self.id)
        if sealed and (self.method not in SEALABLE or len(self.candidates) > MOST_OPTIONS):
            raise SealedNotPossible(self.id)

    def drawn(self, seed: str) -> "Contest":
        """The order on the ballot, drawn by lot; "as many as one likes" becomes everybody who stands."""
        order = sorted(self.candidates, key=lambda one: sha256(f"{seed}/{one.id}".encode()).digest())
        most = self.max_choices
        if self.method in (Method.APPROVAL, Method.STV):
            most = min(most, len(order))
        return replace(self, candidates=tuple(order), max_choices=most)

    @property
    def question(self) -> Question:
        """What a sealed ballot is asked; candidates stand in the order of the manifest."""
        return Question(tuple(candidate.id for candidate in self.candidates), self.max_choices)

    def check_choices(self, choices: tuple[Choice, ...]) -> None:
        """No choice at all is a blank ballot, and valid."""
        names = [choice if isinstance(choice, str) else choice[0] for choice in choices]
        self._check_form(choices, names)
        if not {*names} <= {candidate.id for candidate in self.candidates}:
            raise UnknownCandidate
        if self._spent(choices, names) > self._allowed():
            raise TooManyChoices

    def document(self) -> dict[str, Any]:
        return {
            "contest": self.id,
            "label": self.label,
            "neighbourhood": self.neighbourhood,
            "seats": self.seats,
            "alternates": self.alternates,
            "method": self.method.value,
            "max_choices": self.max_choices,
            "candidates": [candidate.document() for candidate in self.candidates],
            "rounding": self.rounding.value if self.method is Method.STV else None,
            "quota": self.quota.document() if self.quota else None,
            "quorum": self.quorum.document() if self.quorum else None,
            "budget": self.budget,
        }

    def _check_form(self, choices: tuple[Choice, ...], names: list[str]) -> None:
        weighted = self.method is Method.POINTS
        if any(isinstance(choice, str) == weighted for choice in choices) or len({*names}) < len(names):
            raise ChoicesOutOfForm
        if self.method is not Method.STV and names != sorted(names):
            raise ChoicesOutOfForm
        if any(choice[1] < 1 for choice in choices if not isinstance(choice, str)):
            raise ChoicesOutOfForm

    def _spent(self, choices: tuple[Choice, ...], names: list[str]) -> int:
        if self.method is Method.POINTS:
            return sum(choice[1] for choice in choices if not isinstance(choice, str))
        if self.method is Method.KNAPSACK:
            costs = {candidate.id: candidate.cost or 0 for candidate in self.candidates}
            return sum(costs[name] for name in names)
        return len(names)

    def _allowed(self) -> int:
        return self.budget or 0 if self.method is Method.KNAPSACK else self.max_choices


def default_choices(method: Method, seats: int) -> int:
    """A limited vote leaves one seat open; otherwise what the method itself means. Points: ten to give."""
    match method:
        case Method.SINGLE:
            return 1
        case Method.LIMITED:
            return max(1, seats - 1)
        case Method.BLOCK:
            return seats
        case Method.POINTS:
            return 10
        case _:
            return NO_LIMIT
