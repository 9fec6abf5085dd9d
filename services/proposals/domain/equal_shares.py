"""The method of equal shares in exact arithmetic: everybody gets the same part of the money and pays for what she supports."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import gcd, lcm
from operator import mul

from services.proposals.domain.greedy import walk
from services.proposals.domain.selection import (
    Ballot,
    Completion,
    Outcome,
    Problem,
    Purse,
    Rule,
    Standing,
    Stop,
    TraceStep,
    Utility,
)

# Real votes end within some hundreds of additions of one unit of the currency.
RUNS_MAX = 3000


class IncrementTooSmall(ValueError):
    """Add-1 would take thousands of additions: what it adds is far below what a project costs a voter."""

    field = "rule.increment"


@dataclass(frozen=True, slots=True)
class Supporters:
    """Who pays for a project, by weight (one for all on approval ballots), and what a unit of weight is worth."""

    groups: tuple[tuple[int, tuple[int, ...]], ...]
    utility: int

    @property
    def heaviest(self) -> int:
        return max(weight for weight, _ in self.groups)


@dataclass(frozen=True, slots=True)
class Purchase:
    project_id: str
    rate: Fraction
    level: tuple[str, ...]
    most_paid: Fraction


def equal_shares(problem: Problem, rule: Rule, ballots: Sequence[Ballot]) -> Outcome:
    """Funded projects in the order they were bought, then those of the completion."""
    electorate = Electorate(problem, rule, ballots)
    money, purchases = _completed(electorate, problem, rule)
    trace = _told(problem, rule, len(ballots), money, purchases, electorate.standing)
    purse = Purse(problem, rule)
    for purchase in purchases:
        purse.take(purchase.project_id)
    if rule.completion in (Completion.GREEDY, Completion.ADD_ONE_GREEDY):
        trace.append(TraceStep("completed-greedily", facts={"left": purse.left}))
        walk(problem, rule, purse, trace, skip=True)
    trace.append(TraceStep("left", facts={"amount": purse.left}))
    return Outcome(tuple(purse.selected), purse.spent, tuple(trace))


class Electorate:
    """The ballots turned round: for each project its payers."""

    def __init__(self, problem: Problem, rule: Rule, ballots: Sequence[Ballot]) -> None:
        self.problem, self.rule, self.size = problem, rule, len(ballots)
        self.standing = Standing(problem, rule)
        payers: dict[str, list[tuple[int, int]]] = {candidate.id: [] for candidate in problem.candidates}
        for voter, ballot in enumerate(ballots):
            for project_id, points in ballot.items():
                if points > 0:
                    payers[project_id].append((voter, points))
        self.supporters = {
            project_id: _supporters(listed, self._unit(project_id))
            for project_id, listed in payers.items()
            if listed and problem.votes(project_id) >= rule.minimum_support
        }

    def _unit(self, project_id: str) -> int:
        return max(1, self.problem.costs[project_id]) if self.rule.utility is Utility.COST else 1

    def buy(self, money: int) -> list[Purchase]:
        """One run with `money` divided equally. Budgets are whole numbers over one common, growing denominator."""
        if not self.size:
            return []
        return Run(self, money).purchases()


class Run:
    """One distribution of the money; rates only rise as budgets shrink, so a stale rate is a lower bound.

    Voters with the same budget left are one class: payments and rates are computed once a class, not once a voter.
    """

    def __init__(self, electorate: Electorate, money: int) -> None:
        self._electorate = electorate
        self._scale = electorate.size // gcd(money, electorate.size)
        self._budgets = [money * self._scale // electorate.size]
        self._class = [0] * electorate.size
        self._purse = Purse(electorate.problem, electorate.rule)
        self._bounds = [(Fraction(0), place, each) for place, each in enumerate(electorate.supporters)]

    def purchases(self) -> list[Purchase]:
        bought: list[Purchase] = []
        while purchase := self._best():
            self._pay(purchase)
            bought.append(purchase)
        return bought

    def _best(self) -> Purchase | None:
        """Cheapest bound first; a project whose bound is above the best rate found need not be looked at."""
        looked: list[tuple[Fraction, int, str]] = []
        best: Fraction | None = None
        while self._bounds and (best is None or self._bounds[0][0] <= best):
            _, place, project_id = heappop(self._bounds)
            rate = None if self._purse.rival(project_id) else self._rate(project_id)
            if rate is not None:  # money never comes back: who cannot be paid for now never will
                looked.append((rate, place, project_id))
                best = rate if best is None else min(best, rate)
        return None if best is None else self._chosen(best, looked)

    def _chosen(self, rate: Fraction, looked: list[tuple[Fraction, int, str]]) -> Purchase:
        level = [project_id for each, _, project_id in looked if each == rate]
        ordered = sorted(level, key=self._electorate.standing.key)
        for each in looked:
            if each[2] != ordered[0]:
                heappush(self._bounds, each)
        supporters = self._electorate.supporters[ordered[0]]
        most = rate * supporters.utility * supporters.heaviest
        return Purchase(ordered[0], rate, tuple(ordered), most)

    def _rate(self, project_id: str) -> Fraction | None:
        """What one unit of utility costs when the supporters pay together; None when they cannot."""
        supporters = self._electorate.supporters[project_id]
        cost = self._electorate.problem.costs[project_id] * self._scale
        counted = [(weight, self._counted(voters)) for weight, voters in supporters.groups]
        if sum(map(self._funds, (counts for _, counts in counted))) < cost:
            return None
        common = lcm(*(weight for weight, _ in counted))
        budgets = self._budgets
        payers = [(budgets[each] * (common // w), w, n) for w, counts in counted for each, n in counts.items()]
        return _level_payment(payers, common, cost) / (supporters.utility * self._scale)

    def _counted(self, voters: Sequence[int]) -> Counter[int]:
        """How many of these voters there are of each class."""
        return Counter(map(self._class.__getitem__, voters))

    def _funds(self, counts: Counter[int]) -> int:
        return sum(map(mul, map(self._budgets.__getitem__, counts), counts.values()))

    def _pay(self, purchase: Purchase) -> None:
        supporters = self._electorate.supporters[purchase.project_id]
        share = purchase.rate * supporters.utility * self._scale
        self._refine(share.denominator)
        for weight, voters in supporters.groups:
            into = self._classes_after(share.numerator * weight, self._counted(voters))
            for voter in voters:
                self._class[voter] = into[self._class[voter]]
        self._purse.take(purchase.project_id)

    def _classes_after(self, payment: int, paying: Iterable[int]) -> dict[int, int]:
        """Where each class goes by paying; who has the same left is the same class, above all who has nothing left."""
        known = {budget: each for each, budget in enumerate(self._budgets)}
        into: dict[int, int] = {}
        for each in paying:
            left = max(0, self._budgets[each] - payment)
            into[each] = known.setdefault(left, len(self._budgets))
            if into[each] == len(self._budgets):
                self._budgets.append(left)
        return into

    def _refine(self, denominator: int) -> None:
        """Make the unit so small that a payment of this denominator is a whole number of it."""
        if denominator != 1:
            self._scale *= denominator
            self._budgets = [budget * denominator for budget in self._budgets]


def _supporters(listed: Sequence[tuple[int, int]], unit: int) -> Supporters:
    common = gcd(*(points for _, points in listed))
    groups: dict[int, list[int]] = {}
    for voter, points in listed:
        groups.setdefault(points // common, []).append(voter)
    return Supporters(tuple((weight, tuple(voters)) for weight, voters in groups.items()), unit * common)


def _level_payment(payers: list[tuple[int, int, int]], common: int, cost: int) -> Fraction:
    """The payment a unit of weight at which the cost is met; who has less than her part pays all she has.

    A payer is (budget a unit of weight times `common`, weight, how many): whole numbers that sort by who runs out first.
    """
    payers.sort()
    left, weight_left = cost * common, sum(weight * size for _, weight, size in payers)
    for budget, weight, size in payers:
        if budget * weight_left >= left:
            break
        left -= budget * weight * size
        weight_left -= weight * size
    return Fraction(left, weight_left * common)


def _completed(electorate: Electorate, problem: Problem, rule: Rule) -> tuple[int, list[Purchase]]:
    money, purchases = problem.envelope, electorate.buy(problem.envelope)
    if rule.completion not in (Completion.ADD_ONE, Completion.ADD_ONE_GREEDY) or not electorate.size:
        return money, purchases
    for _ in range(RUNS_MAX):
        if _finished(electorate, problem, rule, purchases):
            return money, purchases
        more = money + rule.increment * electorate.size
        following = electorate.buy(more)
        if _cost(problem, following) > problem.envelope:
            return money, purchases
        money, purchases = more, following
    raise IncrementTooSmall


def _finished(electorate: Electorate, problem: Problem, rule: Rule, purchases: Sequence[Purchase]) -> bool:
    """Exhaustive: nothing supported fits any more. Everything bought: more money changes nothing."""
    bought = {purchase.project_id for purchase in purchases}
    open_to_buy = [each for each in electorate.supporters if each not in bought and not _barred(rule, bought, each)]
    left = problem.envelope - _cost(problem, purchases)
    costs = problem.costs
    affordable = any(costs[each] <= left for each in open_to_buy)
    return not open_to_buy or (rule.stop is Stop.EXHAUSTIVE and not affordable)


def _barred(rule: Rule, bought: set[str], project_id: str) -> bool:
    return any(project_id in group and bought & set(group) for group in rule.incompatible)


def _cost(problem: Problem, purchases: Sequence[Purchase]) -> int:
    costs = problem.costs
    return sum(costs[purchase.project_id] for purchase in purchases)


def _told(
    problem: Problem, rule: Rule, voters: int, money: int, purchases: Sequence[Purchase], standing: Standing
) -> list[TraceStep]:
    trace = [TraceStep("envelope", facts={"amount": problem.envelope})]
    if voters:
        trace.append(TraceStep("share", facts={"voters": voters, "share": str(Fraction(money, voters))}))
    if money > problem.envelope:
        added = (money - problem.envelope) // voters
        trace.append(TraceStep("added", facts={"added": added, "stop": rule.stop}))
    left = problem.envelope
    costs = problem.costs
    for purchase in purchases:
        left -= costs[purchase.project_id]
        trace.append(_bought(problem, purchase, left, standing))
    return trace


def _bought(problem: Problem, purchase: Purchase, left: int, standing: Standing) -> TraceStep:
    facts: dict[str, int | str] = {
        "votes": problem.votes(purchase.project_id),
        "cost": problem.costs[purchase.project_id],
        "most_paid": str(purchase.most_paid),
        "left": left,
    }
    if len(purchase.level) > 1:
        facts |= {"before": purchase.level[1], "tie_break": standing.decided_by(*purchase.level[:2])}
    return TraceStep("bought", purchase.project_id, facts)
