"""The method of equal shares in exact arithmetic: everybody gets the same part of the money and pays for what she supports."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

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


@dataclass(frozen=True, slots=True)
class Supporters:
    """Who pays for a project; `weights` is what each gets from it, all equal (None) for approval ballots."""

    voters: tuple[int, ...]
    weights: tuple[int, ...] | None
    utility: int


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
    """One distribution of the money; rates only rise as budgets shrink, so a stale rate is a lower bound."""

    def __init__(self, electorate: Electorate, money: int) -> None:
        self._electorate = electorate
        self._scale = electorate.size // gcd(money, electorate.size)
        self._budgets = [money * self._scale // electorate.size] * electorate.size
        self._purse = Purse(electorate.problem, electorate.rule)
        self._bounds = {project_id: Fraction(0) for project_id in electorate.supporters}

    def purchases(self) -> list[Purchase]:
        bought: list[Purchase] = []
        while purchase := self._best():
            self._pay(purchase)
            bought.append(purchase)
        return bought

    def _best(self) -> Purchase | None:
        best: Fraction | None = None
        level: list[str] = []
        for project_id in sorted(self._bounds, key=lambda each: self._bounds[each]):
            if best is not None and self._bounds[project_id] > best:
                break
            rate = self._price(project_id)
            if rate is None:
                continue
            if best is None or rate < best:
                best, level = rate, [project_id]
            elif rate == best:
                level.append(project_id)
        return self._chosen(best, level) if best is not None else None

    def _chosen(self, rate: Fraction, level: list[str]) -> Purchase:
        ordered = sorted(level, key=self._electorate.standing.key)
        supporters = self._electorate.supporters[ordered[0]]
        most = rate * supporters.utility * max(supporters.weights or (1,))
        return Purchase(ordered[0], rate, tuple(ordered), most)

    def _price(self, project_id: str) -> Fraction | None:
        """The rate at which the supporters together can pay, or None for good: money never comes back."""
        if self._purse.rival(project_id):
            del self._bounds[project_id]
            return None
        rate = self._rate(project_id)
        if rate is None:
            del self._bounds[project_id]
        else:
            self._bounds[project_id] = rate
        return rate

    def _rate(self, project_id: str) -> Fraction | None:
        supporters = self._electorate.supporters[project_id]
        cost = self._electorate.problem.costs[project_id] * self._scale
        budgets = [self._budgets[voter] for voter in supporters.voters]
        if sum(budgets) < cost:
            return None
        share = _level_payment(budgets, cost) if supporters.weights is None else _weighted(budgets, supporters, cost)
        return share / (supporters.utility * self._scale)

    def _pay(self, purchase: Purchase) -> None:
        supporters = self._electorate.supporters[purchase.project_id]
        share = purchase.rate * supporters.utility * self._scale
        self._refine(share.denominator)
        weights = supporters.weights or (1,) * len(supporters.voters)
        for voter, weight in zip(supporters.voters, weights, strict=True):
            self._budgets[voter] = max(0, self._budgets[voter] - share.numerator * weight)
        self._purse.take(purchase.project_id)
        del self._bounds[purchase.project_id]

    def _refine(self, denominator: int) -> None:
        """Make the unit so small that a payment of this denominator is a whole number of it."""
        if denominator != 1:
            self._scale *= denominator
            self._budgets = [budget * denominator for budget in self._budgets]


def _supporters(listed: Sequence[tuple[int, int]], unit: int) -> Supporters:
    weights = tuple(points for _, points in listed)
    common = gcd(*weights)
    alike = all(weight == weights[0] for weight in weights)
    voters = tuple(voter for voter, _ in listed)
    return Supporters(voters, None if alike else tuple(w // common for w in weights), unit * common)


def _level_payment(budgets: list[int], cost: int) -> Fraction:
    """The payment at which everybody pays the same, or all she has."""
    budgets.sort()
    payers = len(budgets)
    for budget in budgets:
        if budget * payers >= cost:
            break
        cost -= budget
        payers -= 1
    return Fraction(cost, payers)


def _weighted(budgets: list[int], supporters: Supporters, cost: int) -> Fraction:
    """The payment a unit of weight; who has less than her part pays all she has."""
    weights = supporters.weights or ()
    common = lcm(*set(weights))
    ordered = sorted(zip(budgets, weights, strict=True), key=lambda pair: pair[0] * (common // pair[1]))
    left, weight_left = cost, sum(weights)
    for budget, weight in ordered:
        if budget * weight_left >= left * weight:
            break
        left -= budget
        weight_left -= weight
    return Fraction(left, weight_left)


def _completed(electorate: Electorate, problem: Problem, rule: Rule) -> tuple[int, list[Purchase]]:
    money, purchases = problem.envelope, electorate.buy(problem.envelope)
    if rule.completion not in (Completion.ADD_ONE, Completion.ADD_ONE_GREEDY) or not electorate.size:
        return money, purchases
    while not _finished(electorate, problem, rule, purchases):
        more = money + rule.increment * electorate.size
        following = electorate.buy(more)
        if _cost(problem, following) > problem.envelope:
            break
        money, purchases = more, following
    return money, purchases


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
