"""Which of our rules a `.pb` file says its city applied, and whether they come to what the city funded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from services.proposals.domain.pabulib import PabulibVote
from services.proposals.domain.rules import select
from services.proposals.domain.selection import Completion, Outcome, Rule, SelectionMethod, Stop, TieBreak, Utility

GREEDY = {
    "greedy": True,
    "greedy-threshold": True,
    "greedy-exclusive": True,
    "greedy-custom": True,
    "greedy-no-skip": False,
}
COMPLETIONS = {
    "equalshares": Completion.NONE,
    "equalshares/add1": Completion.ADD_ONE,
    "equalshares/add1u": Completion.ADD_ONE_GREEDY,
}
# A cost cities write for projects that were withdrawn after ballots were printed.
WITHDRAWN = 999_999_999


@dataclass(frozen=True, slots=True)
class Verified:
    """One rule tried; `missing` were funded by the city only, `added` by the rule only."""

    rule: Rule
    outcome: Outcome
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.missing and not self.added


def declared_rules(vote: PabulibVote) -> list[Rule]:
    """Every reading of the file's `rule`, the likeliest first; empty where it names none we know."""
    named = vote.meta.get("rule", "").strip().lower()
    plain, _, tail = named.partition("-comparison")
    if named in GREEDY:
        method = SelectionMethod.GREEDY_SKIP if GREEDY[named] else SelectionMethod.GREEDY
        return list(_with_ties(Rule(method, minimum_support=minimum_support(vote))))
    if plain not in COMPLETIONS or tail:
        return []
    return list(_shares(vote, COMPLETIONS[plain], named.endswith("-comparison")))


def minimum_support(vote: PabulibVote) -> int:
    given = vote.meta.get("min_project_score_threshold", "").strip().removesuffix(".0")
    return int(given) * vote.points_scale if given.isdecimal() else 0


def verify(vote: PabulibVote, rule: Rule, support: Mapping[str, int] | None = None) -> Verified:
    """`support` replaces what the ballots come to, for files that hold only some of them."""
    outcome = choose(vote, rule, support)
    official, found = vote.official or frozenset(), set(outcome.selected)
    order = [project.id for project in vote.projects]
    missing = tuple(each for each in order if each in official - found)
    return Verified(rule, outcome, missing, tuple(each for each in order if each in found - official))


def choose(vote: PabulibVote, rule: Rule, support: Mapping[str, int] | None = None) -> Outcome:
    """Projects at the price of a withdrawn one do not stand."""
    standing = [each for each in vote.candidates if each.cost < WITHDRAWN * vote.scale or each.cost <= vote.budget]
    ids = {each.id for each in standing}
    votes = {each: points for each, points in (support or vote.support).items() if each in ids}
    ballots = vote.ballots
    if len(standing) < len(vote.projects):
        ballots = tuple({each: points for each, points in ballot.items() if each in ids} for ballot in ballots)
    return select(rule, standing, vote.budget, votes, ballots)


def stated_support(vote: PabulibVote) -> dict[str, int] | None:
    """The totals the file gives beside its projects: `score` where it has one, else `votes`."""
    column = "score" if any(project.extra.get("score") for project in vote.projects) else "votes"
    scale = vote.points_scale if column == "score" else 1
    said = {project.id: project.extra.get(column, "").removesuffix(".0") for project in vote.projects}
    return (
        {each: int(value) * scale for each, value in said.items()} if all(map(str.isdecimal, said.values())) else None
    )


def _shares(vote: PabulibVote, completion: Completion, comparison: bool) -> Iterable[Rule]:
    """Cost utilities and whole shares are what the cities' own programs take when nothing else is said; the format's own checker
    adds until the next step would overspend."""
    first = Rule(
        SelectionMethod.EQUAL_SHARES,
        completion=completion,
        increment=vote.scale,
        stop=Stop.OVERSPEND if completion is not Completion.NONE else Stop.EXHAUSTIVE,
        whole_shares=completion is not Completion.NONE,
        comparison=comparison,
        minimum_support=minimum_support(vote),
    )
    stops = [Stop.OVERSPEND, Stop.EXHAUSTIVE] if first.whole_shares else [Stop.EXHAUSTIVE]
    starts = [True, False] if first.whole_shares else [False]
    for utility, backing, whole, stop in product(Utility, (0, 3), starts, stops):
        varied = replace(first, utility=utility, cost_backing=backing, whole_shares=whole, stop=stop)
        yield from _with_ties(varied) if varied == first else [varied]


def _with_ties(rule: Rule) -> Iterable[Rule]:
    """Few cities say how ties are parted; the criteria they use are tried in turn."""
    orders: Sequence[tuple[TieBreak, ...]] = (
        (TieBreak.BALLOT_ORDER,),
        (TieBreak.MORE_SUPPORT, TieBreak.LOWER_COST, TieBreak.BALLOT_ORDER),
        (TieBreak.LOWER_COST, TieBreak.MORE_SUPPORT, TieBreak.BALLOT_ORDER),
        (TieBreak.MORE_SUPPORT, TieBreak.HIGHER_COST, TieBreak.BALLOT_ORDER),
        (TieBreak.HIGHER_COST, TieBreak.MORE_SUPPORT, TieBreak.BALLOT_ORDER),
    )
    return (replace(rule, tie_break=order) for order in orders)
