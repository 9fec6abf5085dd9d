"""The method of equal shares: everybody gets the same part of the money and pays for what she supports; then what is left over."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from services.proposals.domain.greedy import greedy, walk
from services.proposals.domain.purchases import Electorate, Purchase
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
)

# Real votes end within some hundreds of additions of one unit of the currency.
RUNS_MAX = 3000


class IncrementTooSmall(ValueError):
    """Add-1 would take thousands of additions: what it adds is far below what a project costs a voter."""

    field = "rule.increment"


def equal_shares(problem: Problem, rule: Rule, ballots: Sequence[Ballot]) -> Outcome:
    """By shares; or by the greedy rule where the comparison was declared and more voters are better off with it."""
    shares = _by_shares(problem, rule, ballots)
    return _compared(problem, rule, ballots, shares) if rule.comparison else shares


def _compared(problem: Problem, rule: Rule, ballots: Sequence[Ballot], shares: Outcome) -> Outcome:
    """Voters with more points on funded projects; level, the shares stand."""
    other = greedy(problem, rule, skip=True)
    gains = [_points(ballot, other) - _points(ballot, shares) for ballot in ballots]
    gain, lose = sum(each > 0 for each in gains), sum(each < 0 for each in gains)
    facts: dict[str, int | str] = {"gain": gain, "lose": lose}
    if gain <= lose:
        return replace(shares, trace=(*shares.trace, TraceStep("comparison-kept", facts=facts)))
    return Outcome(other.selected, other.spent, (TraceStep("comparison-lost", facts=facts), *other.trace))


def _points(ballot: Ballot, outcome: Outcome) -> int:
    return sum(ballot.get(project_id, 0) for project_id in outcome.selected)


def _by_shares(problem: Problem, rule: Rule, ballots: Sequence[Ballot]) -> Outcome:
    """Funded projects in the order they were bought, then those of the completion."""
    electorate = Electorate(problem, rule, ballots)
    start, money = _completed(electorate, rule)
    purchases = electorate.buy(money)
    trace = _told(problem, rule, len(ballots), start, money, purchases, electorate.standing)
    purse = Purse(problem, rule)
    for purchase in purchases:
        purse.take(purchase.project_id)
    if rule.completion in (Completion.GREEDY, Completion.ADD_ONE_GREEDY):
        trace.append(TraceStep("completed-greedily", facts={"left": purse.left}))
        walk(problem, rule, purse, trace, skip=True)
    trace.append(TraceStep("left", facts={"amount": purse.left}))
    return Outcome(tuple(purse.selected), purse.spent, tuple(trace))


def _completed(electorate: Electorate, rule: Rule) -> tuple[int, int]:
    """The money first divided, and the money divided in the end. Only what is bought matters on the way."""
    problem = electorate.problem
    start = _start(electorate, rule)
    if rule.completion not in (Completion.ADD_ONE, Completion.ADD_ONE_GREEDY) or not electorate.size:
        return start, start
    money, bought = start, electorate.bought(start)
    for _ in range(RUNS_MAX):
        if _finished(electorate, problem, rule, bought):
            return start, money
        more = money + rule.increment * electorate.size
        following = electorate.bought(more)
        if _cost(problem, following) > problem.envelope:
            return start, money
        money, bought = more, following
    raise IncrementTooSmall


def _start(electorate: Electorate, rule: Rule) -> int:
    """All of the envelope, or what gives every voter a whole number of increments."""
    if not rule.whole_shares or not electorate.size:
        return electorate.problem.envelope
    step = rule.increment * electorate.size
    return electorate.problem.envelope // step * step


def _finished(electorate: Electorate, problem: Problem, rule: Rule, purchases: Sequence[str]) -> bool:
    """Exhaustive: nothing supported fits any more. Everything bought: more money changes nothing."""
    bought = set(purchases)
    open_to_buy = [each for each in electorate.supporters if each not in bought and not _barred(rule, bought, each)]
    left = problem.envelope - _cost(problem, purchases)
    costs = problem.costs
    affordable = any(costs[each] <= left for each in open_to_buy)
    return not open_to_buy or (rule.stop is Stop.EXHAUSTIVE and not affordable)


def _barred(rule: Rule, bought: set[str], project_id: str) -> bool:
    return any(project_id in group and bought & set(group) for group in rule.incompatible)


def _cost(problem: Problem, purchases: Sequence[str]) -> int:
    costs = problem.costs
    return sum(map(costs.__getitem__, purchases))


def _told(
    problem: Problem, rule: Rule, voters: int, start: int, money: int, purchases: Sequence[Purchase], standing: Standing
) -> list[TraceStep]:
    trace = [TraceStep("envelope", facts={"amount": problem.envelope})]
    if voters:
        trace.append(TraceStep("share", facts={"voters": voters, "share": str(Fraction(money, voters))}))
    if money > start:
        added = (money - start) // voters
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
