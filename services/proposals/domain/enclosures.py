"""Equal shares computed between certain lower and upper bounds: hundreds of additions a second, and silence where bounds cannot decide.

Every voter's money and every rate is kept as an interval that surely holds the exact number. When the intervals of two projects
overlap, or it cannot be told whether supporters can pay, there is no answer and the caller computes exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy
from numpy.typing import NDArray

from services.proposals.domain.selection import Problem, Purse, Rule, Standing

Numbers = NDArray[numpy.float64]
# Far above what rounding adds to a sum of a million numbers (pairwise summation: about 20 roundings of 1.1e-16).
WIDER = 1e-13


class Undecided(ArithmeticError):
    """The bounds are too near each other to say what the exact numbers say."""


@dataclass(frozen=True)
class Payers:
    """Who supports a project: places of the voters and their weights (None: one each), what a unit of weight is worth."""

    voters: NDArray[numpy.intp]
    weights: Numbers | None
    weight: int
    utility: int
    cost: int
    twin: int

    @property
    def equal_rate(self) -> Fraction:
        """What a unit of utility costs while nobody runs out of money."""
        return Fraction(self.cost, self.utility * self.weight)


@dataclass(frozen=True, slots=True)
class Rate:
    """`exact` when nobody runs out: then ties are decided here."""

    low: float
    high: float
    place: int
    project_id: str
    exact: Fraction | None = None


class Bounds:
    """The ballots turned round, ready for many distributions of money."""

    def __init__(
        self,
        problem: Problem,
        rule: Rule,
        standing: Standing,
        size: int,
        groups: Mapping[str, tuple[Sequence[tuple[int, Sequence[int]]], int]],
    ) -> None:
        self.problem, self.rule, self.standing, self.size = problem, rule, standing, size
        twins: dict[tuple[int, int, bytes, bytes], int] = {}
        self.payers = {
            each: _payers(listed, utility, problem.costs[each], twins) for each, (listed, utility) in groups.items()
        }

    def bought(self, least: int, most: int) -> tuple[str, ...]:
        """What one run buys with any amount from `least` to `most` divided equally: the same with all. Raises `Undecided`."""
        return Distribution(self, least, most).run()


class Distribution:
    """One run; `low` and `high` enclose what every voter has left."""

    def __init__(self, bounds: Bounds, least: int, most: int) -> None:
        self._bounds = bounds
        self._low = numpy.full(bounds.size, least / bounds.size * (1 - WIDER))
        self._high = numpy.full(bounds.size, most / bounds.size * (1 + WIDER))
        self._purse = Purse(bounds.problem, bounds.rule)
        self._known: dict[str, float] = {}
        self._queue = [
            (_float(payers.equal_rate)[0], n, each) for n, (each, payers) in enumerate(bounds.payers.items())
        ]
        heapify(self._queue)

    def run(self) -> tuple[str, ...]:
        while chosen := self._best():
            self._pay(chosen)
        return tuple(self._purse.selected)

    def _best(self) -> Rate | None:
        """Rates only rise while money is spent: who was dearer than the best one found need not be looked at again."""
        looked: list[Rate] = []
        ceiling = float("inf")
        while self._queue and self._queue[0][0] <= ceiling:
            _, place, project_id = heappop(self._queue)
            rate = None if self._purse.rival(project_id) else self._rate(project_id, place)
            if rate is not None:
                looked.append(rate)
                ceiling = min(ceiling, rate.high)
        if not looked:
            return None
        chosen = self._chosen([rate for rate in looked if rate.low <= ceiling])
        for rate in looked:
            if rate is not chosen:
                heappush(self._queue, (rate.low, rate.place, rate.project_id))
        return chosen

    def _chosen(self, level: Sequence[Rate]) -> Rate:
        if len(level) == 1:
            return level[0]
        key = self._bounds.standing.key
        if len({self._bounds.payers[rate.project_id].twin for rate in level}) == 1:
            return min(level, key=lambda rate: key(rate.project_id))
        if any(rate.exact is None for rate in level):
            raise Undecided
        return min(level, key=lambda rate: (rate.exact, key(rate.project_id)))

    def _rate(self, project_id: str, place: int) -> Rate | None:
        payers = self._bounds.payers[project_id]
        low, high = self._low[payers.voters], self._high[payers.voters]
        if high.sum() * (1 + WIDER) < payers.cost:
            return None
        if low.sum() * (1 - WIDER) < payers.cost:
            raise Undecided
        least = float(low.min() if payers.weights is None else (low / payers.weights).min())
        if payers.cost / payers.weight * (1 + WIDER) <= least:
            return Rate(*_float(payers.equal_rate), place, project_id, payers.equal_rate)
        cheap, dear = _level(low, high, payers, self._known.get(project_id, payers.cost / payers.weight) * (1 - WIDER))
        self._known[project_id] = cheap
        return Rate(cheap / payers.utility * (1 - WIDER), dear / payers.utility * (1 + WIDER), place, project_id)

    def _pay(self, rate: Rate) -> None:
        """Who surely runs out has exactly nothing left: the bounds meet again."""
        payers = self._bounds.payers[rate.project_id]
        part = payers.utility if payers.weights is None else payers.utility * payers.weights
        low = self._low[payers.voters] - rate.high * part * (1 + WIDER)
        high = self._high[payers.voters] - rate.low * part * (1 - WIDER)
        self._low[payers.voters] = numpy.maximum(low * (1 - WIDER), 0)
        self._high[payers.voters] = numpy.maximum(high * (1 + WIDER), 0)
        self._purse.take(rate.project_id)


def _level(low: Numbers, high: Numbers, payers: Payers, known: float) -> tuple[float, float]:
    """Bounds of the payment a unit of weight at which the cost is met when who has less pays all she has.

    `known` is a payment that is surely not enough: the search begins there. Whoever is taken as poor, what the others then pay is
    at most the true payment; so one search, among the lower budgets, gives the lower bound for the higher ones too.
    """
    payment, count = known, -1
    while True:
        poor = low < (payment if payers.weights is None else payment * payers.weights)
        found = int(poor.sum())
        weight = payers.weight - float(found if payers.weights is None else payers.weights[poor].sum())
        if found == count:
            break
        if weight <= 0:
            raise Undecided
        count, payment = found, (payers.cost - float(low[poor].sum())) / weight
    slack = WIDER * payers.cost / weight
    return (payers.cost - float(high[poor].sum())) / weight - slack, payment + slack


def _float(exact: Fraction) -> tuple[float, float]:
    near = exact.numerator / exact.denominator
    return near * (1 - WIDER), near * (1 + WIDER)


def _payers(
    listed: Sequence[tuple[int, Sequence[int]]],
    utility: int,
    cost: int,
    twins: dict[tuple[int, int, bytes, bytes], int],
) -> Payers:
    voters = numpy.concatenate([numpy.array(group, dtype=numpy.intp) for _, group in listed])
    each = numpy.concatenate([numpy.full(len(group), float(weight)) for weight, group in listed])
    order = numpy.argsort(voters, kind="stable")
    voters, each = voters[order], each[order]
    weight = sum(weight * len(group) for weight, group in listed)
    twin = twins.setdefault((cost, utility, voters.tobytes(), each.tobytes()), len(twins))
    return Payers(voters, None if len(listed) == 1 and listed[0][0] == 1 else each, weight, utility, cost, twin)
