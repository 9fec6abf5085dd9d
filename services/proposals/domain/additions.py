"""Add-1: everybody's share grows by one increment at a time while what is bought stays within the envelope."""

from collections.abc import Sequence

from services.proposals.domain.enclosures import Undecided
from services.proposals.domain.purchases import Electorate
from services.proposals.domain.selection import Problem, Rule, Stop

# Most votes end within a hundred divisions; only where two projects stay level all the way is every addition a division.
DIVISIONS_MAX = 3000
PATIENCE_MAX = 16


class IncrementTooSmall(ValueError):
    """Add-1 would take thousands of divisions: what it adds is far below what a project costs a voter."""

    field = "rule.increment"


class Pace:
    """How many additions are tried at once: more while that decides, one by one for a while after it did not."""

    def __init__(self) -> None:
        self.width, self._patience, self._wait = 1, 1, 0

    def decided(self) -> None:
        if self._wait:
            self._wait -= 1
            return
        self._patience = self._patience if self.width == 1 else 1
        self.width *= 2

    def undecided(self) -> None:
        self.width = max(1, self.width // 4)
        if self.width == 1:
            self._wait = self._patience
            self._patience = min(self._patience * 2, PATIENCE_MAX)


def grown(electorate: Electorate, rule: Rule) -> tuple[int, int]:
    """The money first divided, and the money divided in the end. Raises `IncrementTooSmall`."""
    start = first_division(electorate, rule)
    money, bought, pace = start, electorate.bought(start), Pace()
    if finished(electorate, rule, bought):
        return start, start
    step = rule.increment * electorate.size
    for _ in range(DIVISIONS_MAX):
        reached, following = _following(electorate, money, step, pace)
        if cost_of(electorate.problem, following) > electorate.problem.envelope:
            return start, money
        if finished(electorate, rule, following):
            return start, money + step
        money, bought = reached, following
    raise IncrementTooSmall


def first_division(electorate: Electorate, rule: Rule) -> int:
    """All of the envelope, or what gives every voter a whole number of increments."""
    if not rule.whole_shares:
        return electorate.problem.envelope
    step = rule.increment * electorate.size
    return electorate.problem.envelope // step * step


def finished(electorate: Electorate, rule: Rule, purchases: Sequence[str]) -> bool:
    """Exhaustive: nothing supported fits any more. Everything bought: more money changes nothing."""
    bought = set(purchases)
    open_to_buy = [each for each in electorate.supporters if each not in bought and not _barred(rule, bought, each)]
    costs = electorate.problem.costs
    left = electorate.problem.envelope - cost_of(electorate.problem, purchases)
    affordable = any(costs[each] <= left for each in open_to_buy)
    return not open_to_buy or (rule.stop is Stop.EXHAUSTIVE and not affordable)


def cost_of(problem: Problem, purchases: Sequence[str]) -> int:
    costs = problem.costs
    return sum(map(costs.__getitem__, purchases))


def _following(electorate: Electorate, money: int, step: int, pace: Pace) -> tuple[int, tuple[str, ...]]:
    """What the next addition buys, and the last of the additions after it that surely buy the very same."""
    while pace.width > 1:
        try:
            reached = money + pace.width * step
            bought = electorate.bounds.bought(money + step, reached)
            pace.decided()
        except Undecided:
            pace.undecided()
        else:
            return reached, bought
    pace.decided()
    return money + step, electorate.bought(money + step)


def _barred(rule: Rule, bought: set[str], project_id: str) -> bool:
    return any(project_id in group and bought & set(group) for group in rule.incompatible)
