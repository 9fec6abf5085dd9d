"""Who buys what when the money is divided equally: exact, with whole numbers over one common denominator."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from math import gcd, lcm
from operator import mul

from services.proposals.domain.enclosures import Bounds, Undecided
from services.proposals.domain.selection import Ballot, Problem, Purse, Rule, Standing, Utility


@dataclass(frozen=True, slots=True)
class Supporters:
    """Who pays for a project, by weight (one for all on approval ballots), and what a unit of weight is worth."""

    groups: tuple[tuple[int, tuple[int, ...]], ...]
    utility: int

    @property
    def count(self) -> int:
        return sum(len(voters) for _, voters in self.groups)

    @property
    def heaviest(self) -> int:
        return max(weight for weight, _ in self.groups)


@dataclass(frozen=True, slots=True)
class Purchase:
    project_id: str
    rate: Fraction
    level: tuple[str, ...]
    most_paid: Fraction
    supporters: int


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
            if listed and problem.votes(project_id) >= problem.needed(rule, problem.costs[project_id])
        }

    def _unit(self, project_id: str) -> int:
        return max(1, self.problem.costs[project_id]) if self.rule.utility is Utility.COST else 1

    def buy(self, money: int) -> list[Purchase]:
        """One run with `money` divided equally. Budgets are whole numbers over one common, growing denominator."""
        if not self.size:
            return []
        return Run(self, money).purchases()

    def settled(self, money: int) -> tuple[list[Purchase], dict[str, tuple[int, Fraction]]]:
        """The same, and of every other project how many supporters it has and what they then have left together."""
        if not self.size:
            return [], {}
        run = Run(self, money)
        purchases = run.purchases()
        bought = {purchase.project_id for purchase in purchases}
        left = {each: found for each, found in self.supporters.items() if each not in bought}
        return purchases, {each: (found.count, run.behind(each)) for each, found in left.items()}

    def bought(self, money: int) -> tuple[str, ...]:
        """The projects `buy` buys: by sure bounds where these decide, else exactly."""
        try:
            return self.bounds.bought(money, money)
        except Undecided:
            return tuple(purchase.project_id for purchase in self.buy(money))

    @cached_property
    def bounds(self) -> Bounds:
        groups = {each: (found.groups, found.utility) for each, found in self.supporters.items()}
        return Bounds(self.problem, self.rule, self.standing, self.size, groups)


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

    def behind(self, project_id: str) -> Fraction:
        """What the supporters of a project have left together."""
        groups = self._electorate.supporters[project_id].groups
        return Fraction(sum(self._funds(self._counted(voters)) for _, voters in groups), self._scale)

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
        return Purchase(ordered[0], rate, tuple(ordered), most, supporters.count)

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
