"""Rules of single cities that ours cannot be told: money by neighbourhood or category, and projects topped up from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.proposals.domain.rules import select
from services.proposals.domain.selection import Candidate, Outcome, Rule, SelectionMethod

# Names, amounts and the column of PROJECTS, as Amsterdam's files have them.
GROUPINGS = (
    ("neighborhoods", "budget_per_neighborhood", "neighborhood"),
    ("categories", "budget_per_category", "category"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Projects that share an amount of their own."""

    amount: int
    projects: frozenset[str]


def by_groups(
    rule: Rule,
    groups: Sequence[Group],
    candidates: Sequence[Candidate],
    envelope: int,
    support: Mapping[str, int],
    leftover: bool,
) -> Outcome:
    """Each group by itself; then, where the city says so, what all left over goes to the most voted that still fit."""
    found = Outcome((), 0, ())
    for group in groups:
        found = _joined(found, _among(rule, group.projects, candidates, group.amount, support))
    if leftover:
        rest = frozenset(each.id for each in candidates) - frozenset(found.selected)
        skipping = replace(rule, method=SelectionMethod.GREEDY_SKIP)
        found = _joined(found, _among(skipping, rest, candidates, envelope - found.spent, support))
    return found


def topped_up(outcome: Outcome, candidates: Sequence[Candidate], envelope: int, percent: int) -> str | None:
    """The project the list ended at, if what is left pays that much of it: the city adds the rest from its reserve."""
    ended = next((step.project_id for step in outcome.trace if step.key == "stopped"), None)
    costs = {candidate.id: candidate.cost for candidate in candidates}
    if not percent or ended is None:
        return None
    return ended if (envelope - outcome.spent) * 100 >= costs[ended] * percent else None


def filled(outcome: Outcome, candidates: Sequence[Candidate], envelope: int) -> Outcome:
    """Then whatever still fits, in the file's order: cities that also fund what nobody voted for, as where money is left for all."""
    for each in candidates:
        if each.id not in outcome.selected and outcome.spent + each.cost <= envelope:
            outcome = Outcome((*outcome.selected, each.id), outcome.spent + each.cost, outcome.trace)
    return outcome


def _among(
    rule: Rule, ids: frozenset[str], candidates: Sequence[Candidate], amount: int, support: Mapping[str, int]
) -> Outcome:
    named = [each for each in candidates if each.id in ids]
    votes = {each: points for each, points in support.items() if each in ids}
    return select(rule, named, amount, votes)


def _joined(first: Outcome, second: Outcome) -> Outcome:
    return Outcome((*first.selected, *second.selected), first.spent + second.spent, (*first.trace, *second.trace))
