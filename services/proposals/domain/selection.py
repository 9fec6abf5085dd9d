"""What a selection is: candidates, support, the rule the council chose, and how every step is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from services.proposals.domain.money import AmountsRefused


class SelectionMethod(StrEnum):
    GREEDY = "greedy"
    GREEDY_SKIP = "greedy_skip"
    EQUAL_SHARES = "equal_shares"
    COUNCIL = "council"


class Utility(StrEnum):
    """What a voter gets from a funded project she supports: its cost, or one."""

    COST = "cost"
    CARDINALITY = "cardinality"


class Completion(StrEnum):
    """What follows when equal shares leaves money over."""

    NONE = "none"
    ADD_ONE = "add_1"
    GREEDY = "greedy"
    ADD_ONE_GREEDY = "add_1_greedy"


class Stop(StrEnum):
    """When add-1 ends: at the first outcome that leaves no affordable project, or only when the next would overspend."""

    EXHAUSTIVE = "exhaustive"
    OVERSPEND = "overspend"


class TieBreak(StrEnum):
    MORE_SUPPORT = "more_support"
    LOWER_COST = "lower_cost"
    HIGHER_COST = "higher_cost"
    BALLOT_ORDER = "ballot_order"


class ProjectUnknown(ValueError):
    """A ballot, a decision or an incompatibility names a project that is not on the shortlist."""

    fields = ("project_id",)

    def __init__(self, project_id: str) -> None:
        super().__init__(project_id)
        self.project_id = project_id


class ReasonMissing(ValueError):
    """A council that decides itself gives a reason for every project it takes."""

    fields = ("project_id",)

    def __init__(self, project_id: str) -> None:
        super().__init__(project_id)
        self.project_id = project_id


class EnvelopeOverspent(AmountsRefused):
    """What is chosen costs more than the envelope holds."""

    fields = amounts = ("envelope", "cost")

    def __init__(self, envelope: int, cost: int) -> None:
        super().__init__(f"{cost} of {envelope}")
        self.envelope, self.cost = envelope, cost


class BallotsNeeded(ValueError):
    """Equal shares reads ballots; sums alone are not enough."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Everything that decides the outcome, fixed before the first ballot.

    `whole_shares`: add-1 begins with shares rounded down to a whole increment. `comparison`: equal shares gives way to greedy when
    more voters have more of their projects funded by it. `cost_backing`: 3 asks a project that costs 30% of the envelope for the
    support of 10% of the voters; 0 asks nothing. A project nobody supports is never funded, whatever the minimum.
    """

    method: SelectionMethod
    utility: Utility = Utility.COST
    completion: Completion = Completion.ADD_ONE_GREEDY
    stop: Stop = Stop.EXHAUSTIVE
    increment: int = 1
    whole_shares: bool = False
    comparison: bool = False
    minimum_support: int = 0
    cost_backing: int = 0
    incompatible: tuple[tuple[str, ...], ...] = ()
    tie_break: tuple[TieBreak, ...] = (TieBreak.MORE_SUPPORT, TieBreak.LOWER_COST, TieBreak.BALLOT_ORDER)


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    cost: int


# A voter's points for each project she supports; one point each for approval, single choice and knapsack.
Ballot = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """`key` names the sentence (see explanation.py), `facts` the numbers in it."""

    key: str
    project_id: str | None = None
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    selected: tuple[str, ...]
    spent: int
    trace: tuple[TraceStep, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """The question put to a rule; candidates are in ballot order."""

    candidates: tuple[Candidate, ...]
    envelope: int
    support: Mapping[str, int]
    voters: int = 0

    def __post_init__(self) -> None:
        require_known(self.support, self.candidates)

    @property
    def costs(self) -> dict[str, int]:
        return {candidate.id: candidate.cost for candidate in self.candidates}

    def votes(self, project_id: str) -> int:
        return self.support.get(project_id, 0)

    def needed(self, rule: Rule, cost: int) -> int:
        """The support without which a project of this cost is not funded."""
        backing = -(-cost * self.voters // (rule.cost_backing * self.envelope)) if self._backed(rule) else 0
        return max(rule.minimum_support, backing, 1)

    def _backed(self, rule: Rule) -> bool:
        return rule.cost_backing > 0 and self.envelope > 0


def count_support(candidates: Sequence[Candidate], ballots: Sequence[Ballot]) -> dict[str, int]:
    """Points of each project over all ballots."""
    support = {candidate.id: 0 for candidate in candidates}
    for ballot in ballots:
        require_known(ballot, candidates, support)
        for project_id, points in ballot.items():
            support[project_id] += points
    return support


def require_known(
    named: Mapping[str, int], candidates: Sequence[Candidate], known: Mapping[str, int] | None = None
) -> None:
    ids = known if known is not None else {candidate.id: 0 for candidate in candidates}
    if unknown := sorted(set(named) - set(ids)):
        raise ProjectUnknown(unknown[0])


class Standing:
    """The order in which equally good projects are taken: the declared criteria one by one, ballot order last."""

    fields = ("problem", "rule")

    def __init__(self, problem: Problem, rule: Rule) -> None:
        self._problem = problem
        self._rule = rule
        self._costs = problem.costs
        self._places = {candidate.id: place for place, candidate in enumerate(problem.candidates)}

    def key(self, project_id: str) -> tuple[int, ...]:
        return (*(self._criterion(each, project_id) for each in self._rule.tie_break), self._places[project_id])

    def decided_by(self, first: str, second: str) -> TieBreak:
        """Which declared criterion parted two projects that were level."""
        for criterion in self._rule.tie_break:
            if self._criterion(criterion, first) != self._criterion(criterion, second):
                return criterion
        return TieBreak.BALLOT_ORDER

    def _criterion(self, criterion: TieBreak, project_id: str) -> int:
        return {
            TieBreak.MORE_SUPPORT: -self._problem.votes(project_id),
            TieBreak.LOWER_COST: self._costs[project_id],
            TieBreak.HIGHER_COST: -self._costs[project_id],
            TieBreak.BALLOT_ORDER: self._places[project_id],
        }[criterion]


class Purse:
    """What has been taken so far, and whether one more may be."""

    def __init__(self, problem: Problem, rule: Rule) -> None:
        self.costs = problem.costs
        self.envelope = problem.envelope
        self.selected: list[str] = []
        self.spent = 0
        self._groups = [frozenset(group) for group in rule.incompatible]

    @property
    def left(self) -> int:
        return self.envelope - self.spent

    def take(self, project_id: str) -> None:
        self.selected.append(project_id)
        self.spent += self.costs[project_id]

    def rival(self, project_id: str) -> str | None:
        """A project already taken that cannot stand beside this one."""
        groups = [group for group in self._groups if project_id in group]
        if not groups:
            return None
        return next((taken for taken in self.selected if any(taken in group for group in groups)), None)

    def fits(self, project_id: str) -> bool:
        return self.costs[project_id] <= self.left
