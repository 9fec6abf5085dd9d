"""The method of equal shares: everybody gets the same part of the money and pays for what she supports; then what is left over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from services.proposals.domain.additions import first_division, grown
from services.proposals.domain.greedy import greedy, judge, ranked, walk
from services.proposals.domain.purchases import Electorate, Purchase
from services.proposals.domain.selection import (
    Ballot,
    Completion,
    Outcome,
    Problem,
    Purse,
    Rule,
    Standing,
    TraceStep,
)


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
    purchases, short = electorate.settled(money)
    trace = _told(problem, rule, len(ballots), start, money, purchases, electorate.standing)
    purse = Purse(problem, rule)
    for purchase in purchases:
        purse.take(purchase.project_id)
    if rule.completion in (Completion.GREEDY, Completion.ADD_ONE_GREEDY):
        trace.append(TraceStep("completed-greedily", facts={"left": purse.left}))
        walk(problem, rule, purse, trace, skip=True)
    else:
        trace += [
            _unbought(problem, rule, purse, each, short) for each in ranked(problem, rule) if each not in purse.selected
        ]
    trace.append(TraceStep("left", facts={"amount": purse.left}))
    return Outcome(tuple(purse.selected), purse.spent, tuple(trace))


def _completed(electorate: Electorate, rule: Rule) -> tuple[int, int]:
    """The money first divided, and the money divided in the end. Only what is bought matters on the way."""
    if rule.completion in (Completion.ADD_ONE, Completion.ADD_ONE_GREEDY) and electorate.size:
        return grown(electorate, rule)
    start = first_division(electorate, rule) if electorate.size else electorate.problem.envelope
    return start, start


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


def _unbought(
    problem: Problem, rule: Rule, purse: Purse, project_id: str, short: Mapping[str, tuple[int, Fraction]]
) -> TraceStep:
    """Why a project was not bought: as the greedy rule would say it, else what its supporters lack."""
    found = judge(problem, rule, purse, project_id)
    if found.key in ("too-little-support", "incompatible"):
        return found
    supporters, have = short.get(project_id, (0, Fraction(0)))
    return TraceStep(
        "supporters-short",
        project_id,
        {**found.facts, "supporters": supporters, "left": purse.left, "have": str(have)},
    )


def _bought(problem: Problem, purchase: Purchase, left: int, standing: Standing) -> TraceStep:
    facts: dict[str, int | str] = {
        "votes": problem.votes(purchase.project_id),
        "supporters": purchase.supporters,
        "cost": problem.costs[purchase.project_id],
        "most_paid": str(purchase.most_paid),
        "left": left,
    }
    if len(purchase.level) > 1:
        facts |= {"before": purchase.level[1], "tie_break": standing.decided_by(*purchase.level[:2])}
    return TraceStep("bought", purchase.project_id, facts)
