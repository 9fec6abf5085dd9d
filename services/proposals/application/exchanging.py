"""Votes leaving and coming in as `.pb`, and rules tried on them: nothing here is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.proposals.domain.declared import Verified, best, declared_readings, supports, verify
from services.proposals.domain.greedy import ranked
from services.proposals.domain.pabulib import PabulibProject, PabulibVote
from services.proposals.domain.pabulib_rule import in_full
from services.proposals.domain.pabulib_writing import write, written
from services.proposals.domain.rules import Comparison, compare
from services.proposals.domain.selection import Ballot, Completion, Problem, Rule, SelectionMethod, count_support
from services.proposals.domain.shortlist import Shortlist, VoteMethod, VoteNotDeclared, VoteNotReadYet


class RuleUnknown(ValueError):
    """A `.pb` file names a rule that none of ours reproduces."""

    fields = ("rule",)

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


TYPES = {VoteMethod.POINTS: "cumulative", VoteMethod.SINGLE: "choose-1"}
COUNTRIES = {"TN": "Tunisia", "MA": "Morocco", "DZ": "Algeria", "LY": "Libya", "MR": "Mauritania"}
# The names the format gives our rules; a council's own choice has none, nor what is completed greedily.
NAMES = {Completion.NONE: "equalshares", Completion.ADD_ONE: "equalshares/add1"}


@dataclass(frozen=True, slots=True)
class Where:
    """What the head of an exported file says of the municipality."""

    country: str
    unit: str
    year: int
    decimals: int


def export_vote(shortlist: Shortlist, ballots: Sequence[Ballot], where: Where, title: str) -> str:
    """The declared vote, voters numbered; amounts in the currency, with its decimals where there are some.

    Where the most supported come first, projects stand in that order, so that ties are parted for whoever takes them from top to
    bottom; else in ballot order.
    """
    require_read(shortlist)
    entries = {entry.id: entry for entry in shortlist.entries}
    problem = Problem(shortlist.candidates, shortlist.envelope.amount, count_support(shortlist.candidates, ballots))
    listed = shortlist.rule.method in (SelectionMethod.GREEDY, SelectionMethod.GREEDY_SKIP)
    order = ranked(problem, shortlist.rule) if listed else list(entries)
    projects = tuple(PabulibProject(each, entries[each].cost, entries[each].title) for each in order)
    meta = _meta(shortlist, where, title)
    vote = PabulibVote(meta, projects, tuple(ballots), shortlist.envelope.amount, 10**where.decimals)
    return write(vote, shortlist.outcome.selected if shortlist.outcome else ())


def _meta(shortlist: Shortlist, where: Where, title: str) -> dict[str, str]:
    minimum = shortlist.rule.minimum_support
    return {
        "description": title,
        "country": COUNTRIES.get(where.country, where.country),
        "unit": where.unit,
        "instance": shortlist.edition,
        "vote_type": TYPES.get(shortlist.vote_method, "approval"),
        "rule": _named(shortlist.rule),
        "date_begin": str(where.year),
        "date_end": str(where.year),
        **_limit(shortlist, where),
        **({"min_project_score_threshold": str(minimum)} if minimum else {}),
        "currency": shortlist.envelope.currency,
        "comment": f"#1: voters are numbered in the order of the published board #2: {in_full(shortlist.rule, 10**where.decimals)}",
    }


def _limit(shortlist: Shortlist, where: Where) -> dict[str, str]:
    """How much a ballot may hold: projects, their cost, or points."""
    if shortlist.vote_method is VoteMethod.POINTS:
        return {"max_sum_points": str(shortlist.max_choices)}
    if shortlist.vote_method is VoteMethod.KNAPSACK:
        return {"max_sum_cost": written(shortlist.envelope.amount, 10**where.decimals)}
    return {"max_length": str(min(shortlist.max_choices, len(shortlist.entries)))}


def _named(rule: Rule) -> str:
    if rule.method is SelectionMethod.EQUAL_SHARES:
        named = NAMES.get(rule.completion)
        return f"{named}-comparison" if named and rule.comparison else named or "unknown"
    skipping = "greedy-threshold" if rule.minimum_support else "greedy"
    return {SelectionMethod.GREEDY: "greedy-no-skip", SelectionMethod.GREEDY_SKIP: skipping}.get(rule.method, "unknown")


def compare_on(shortlist: Shortlist, ballots: Sequence[Ballot], other: Rule) -> Comparison:
    """The declared rule and another one on the same ballots."""
    require_read(shortlist)
    return compare(shortlist.rule, other, shortlist.candidates, shortlist.envelope.amount, ballots, shortlist.reasons)


def try_rules(vote: PabulibVote, rules: Sequence[Rule]) -> list[Verified]:
    """What each rule funds; without any, what the file's own comes to. Raises `RuleUnknown` and `BallotsNeeded`."""
    if rules:
        return [verify(vote, rule) for rule in rules]
    found = best(vote, declared_readings(vote), supports(vote))
    if found is None:
        raise RuleUnknown(vote.meta.get("rule", ""))
    return [found]


def require_read(shortlist: Shortlist) -> None:
    if shortlist.vote is None:
        raise VoteNotDeclared
    if not shortlist.vote.read:
        raise VoteNotReadYet
