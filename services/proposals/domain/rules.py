"""From a declared rule to its outcome, and two rules side by side on the same ballots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.proposals.domain.equal_shares import equal_shares
from services.proposals.domain.greedy import decide, greedy
from services.proposals.domain.selection import (
    Ballot,
    BallotsNeeded,
    Candidate,
    Outcome,
    Problem,
    ProjectUnknown,
    Rule,
    SelectionMethod,
    count_support,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who gains: ballots with more of their projects funded under the second rule, with fewer, and with as many."""

    first: Outcome
    second: Outcome
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    gain: int
    lose: int
    same: int


def select(
    rule: Rule,
    candidates: Sequence[Candidate],
    envelope: int,
    support: Mapping[str, int],
    ballots: Sequence[Ballot] | None = None,
    reasons: Mapping[str, str] | None = None,
    voters: int | None = None,
) -> Outcome:
    """`ballots` for equal shares, `reasons` for a council's choice; `support` suffices for greedy (and how many voted)."""
    problem = Problem(tuple(candidates), envelope, support, len(ballots or ()) if voters is None else voters)
    _require_named(rule, problem)
    if rule.method is SelectionMethod.COUNCIL:
        return decide(problem, rule, reasons or {})
    if rule.method is not SelectionMethod.EQUAL_SHARES:
        return greedy(problem, rule, skip=rule.method is SelectionMethod.GREEDY_SKIP)
    if ballots is None:
        raise BallotsNeeded
    return equal_shares(problem, rule, ballots)


def compare(
    first: Rule,
    second: Rule,
    candidates: Sequence[Candidate],
    envelope: int,
    ballots: Sequence[Ballot],
    reasons: Mapping[str, str] | None = None,
) -> Comparison:
    """`reasons` where the first is a council's own choice."""
    support = count_support(candidates, ballots)
    a = select(first, candidates, envelope, support, ballots, reasons)
    b = select(second, candidates, envelope, support, ballots)
    in_a, in_b = set(a.selected), set(b.selected)
    changes = [len(in_b & ballot.keys()) - len(in_a & ballot.keys()) for ballot in ballots]
    gain, lose = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    only_a = tuple(each for each in a.selected if each not in in_b)
    only_b = tuple(each for each in b.selected if each not in in_a)
    return Comparison(a, b, only_a, only_b, gain, lose, len(ballots) - gain - lose)


def _require_named(rule: Rule, problem: Problem) -> None:
    costs = problem.costs
    for project_id in (each for group in rule.incompatible for each in group):
        if project_id not in costs:
            raise ProjectUnknown(project_id)
