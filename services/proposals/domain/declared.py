"""Which of our rules a `.pb` file says its city applied, and whether they come to what the city funded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from services.proposals.domain.city_rules import GROUPINGS, Group, by_groups, filled, topped_up
from services.proposals.domain.pabulib import PabulibVote
from services.proposals.domain.pabulib_rule import ADDING, stated
from services.proposals.domain.pabulib_tables import PabulibUnreadable, amount
from services.proposals.domain.rules import select
from services.proposals.domain.selection import (
    Ballot,
    Candidate,
    Completion,
    Outcome,
    Rule,
    SelectionMethod,
    Stop,
    TieBreak,
    Utility,
)

# Before `greedy-no-skip` had a name, cities that do not skip were filed as `greedy` too.
GREEDY: Mapping[str, tuple[SelectionMethod, ...]] = {
    "greedy": (SelectionMethod.GREEDY_SKIP, SelectionMethod.GREEDY),
    "greedy-threshold": (SelectionMethod.GREEDY_SKIP, SelectionMethod.GREEDY),
    "greedy-exclusive": (SelectionMethod.GREEDY_SKIP, SelectionMethod.GREEDY),
    "greedy-custom": (SelectionMethod.GREEDY_SKIP, SelectionMethod.GREEDY),
    "greedy-no-skip": (SelectionMethod.GREEDY,),
}
COMPLETIONS = {
    "equalshares": Completion.NONE,
    "equalshares/add1": Completion.ADD_ONE,
    "equalshares/add1u": Completion.ADD_ONE_GREEDY,
}
# What the format writes where nobody knows, and where several rules may have been meant.
UNSAID = ("", "unknown")
# A cost cities write for projects that were withdrawn after ballots were printed.
WITHDRAWN = 999_999_999
# Poznań funds the first project that does not fit when 80% of it are left, and marks it with 2.
POZNAN, TOP_UP = ("poznań", "poznan"), 80


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand the rule a file names.

    `groups` have amounts of their own; `leftover`: what they leave is spent together. `top_up`: percent of its cost for which the
    first project that does not fit is funded all the same, with money from elsewhere. `unasked`: what nobody voted for is funded
    too, while it fits.
    """

    rule: Rule
    groups: tuple[Group, ...] = ()
    leftover: bool = False
    top_up: int = 0
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """One reading tried; `missing` were funded by the city only, `added` by the rule only."""

    reading: Reading
    outcome: Outcome
    missing: tuple[str, ...]
    added: tuple[str, ...]
    topped_up: str | None = None

    @property
    def agrees(self) -> bool:
        return not self.missing and not self.added


def declared_readings(vote: PabulibVote) -> list[Reading]:
    """Every reading of the file's `rule`, the likeliest first; empty where it names none we know."""
    said = stated(vote.meta.get("comment", ""), vote.scale)
    return [*([Reading(said)] if said else []), *_named(vote)]


def _named(vote: PabulibVote) -> list[Reading]:
    named = vote.meta.get("rule", "").strip().lower()
    if named in UNSAID:
        return [*_greedy(vote, GREEDY["greedy"]), *(map(Reading, _likeliest_shares(vote)) if vote.ballots else ())]
    plain, _, tail = named.partition("-comparison")
    if named in GREEDY:
        return list(_greedy(vote, GREEDY[named]))
    if plain not in COMPLETIONS or tail:
        return []
    return [Reading(rule) for rule in _shares(vote, COMPLETIONS[plain], named.endswith("-comparison"))]


def minimum_support(vote: PabulibVote) -> int:
    given = vote.meta.get("min_project_score_threshold", "").strip().removesuffix(".0")
    return int(given) * vote.points_scale if given.isdecimal() else 0


def best(
    vote: PabulibVote, readings: Sequence[Reading], supports: Sequence[Mapping[str, int] | None] = (None,)
) -> Verified | None:
    """The first reading that comes to what the city funded, else the likeliest."""
    first: Verified | None = None
    for reading, support in product(readings, supports):
        found = verify(vote, reading, support)
        first = first or found
        if found.agrees or vote.official is None:
            return found
    return first


def supports(vote: PabulibVote) -> list[Mapping[str, int] | None]:
    """What the ballots come to (None), then the totals the city published, where they are others."""
    return [None, vote.stated] if vote.stated and vote.stated != vote.support else [None]


def verify(vote: PabulibVote, reading: Reading | Rule, support: Mapping[str, int] | None = None) -> Verified:
    """`support` replaces what the ballots come to, for files that hold only some of them."""
    read = reading if isinstance(reading, Reading) else Reading(reading)
    outcome = choose(vote, read, support)
    extra = topped_up(outcome, standing(vote), vote.budget, read.top_up)
    official = vote.marked(1, 2) if read.top_up else vote.official
    funded = {*outcome.selected, *([extra] if extra else [])}
    order = [project.id for project in vote.projects]
    missing = tuple(each for each in order if each in (official or frozenset()) - funded)
    return Verified(
        read, outcome, missing, tuple(each for each in order if each in funded - (official or set())), extra
    )


def choose(vote: PabulibVote, reading: Reading | Rule, support: Mapping[str, int] | None = None) -> Outcome:
    """What a rule funds of a vote. Raises `BallotsNeeded` where a file of totals is to be divided into equal shares."""
    read = reading if isinstance(reading, Reading) else Reading(reading)
    candidates = standing(vote)
    ids = {each.id for each in candidates}
    votes = {each: points for each, points in (support or vote.support).items() if each in ids}
    if read.groups:
        return by_groups(read.rule, read.groups, candidates, vote.budget, votes, read.leftover)
    found = select(read.rule, candidates, vote.budget, votes, _ballots(vote, ids) or None, voters=_voters(vote))
    unasked = [each for each in candidates if not votes.get(each.id)] if read.unasked else []
    return filled(found, unasked, vote.budget)


def _ballots(vote: PabulibVote, standing: set[str]) -> Sequence[Ballot]:
    if len(standing) == len(vote.projects):
        return vote.ballots
    return [{each: points for each, points in ballot.items() if each in standing} for ballot in vote.ballots]


def standing(vote: PabulibVote) -> list[Candidate]:
    """Projects at the price of a withdrawn one do not stand."""
    return [each for each in vote.candidates if each.cost < WITHDRAWN * vote.scale or each.cost <= vote.budget]


def _voters(vote: PabulibVote) -> int:
    said = vote.meta.get("num_votes", "").removesuffix(".0")
    return len(vote.ballots) or (int(said) if said.isdecimal() else 0)


def _greedy(vote: PabulibVote, methods: Sequence[SelectionMethod]) -> Iterable[Reading]:
    floor = minimum_support(vote)
    plain = [rule for method in methods for rule in _with_ties(Rule(method, minimum_support=floor))]
    strict = Rule(SelectionMethod.GREEDY, minimum_support=floor, tie_break=(TieBreak.BALLOT_ORDER,))
    if vote.meta.get("unit", "").strip().lower() in POZNAN:
        yield Reading(strict, top_up=TOP_UP)
    for groups in _groups(vote):
        for rule in (strict, replace(strict, method=SelectionMethod.GREEDY_SKIP)):
            yield Reading(rule, groups)
            yield Reading(rule, groups, leftover=True)
    yield from map(Reading, plain)
    if not floor and SelectionMethod.GREEDY_SKIP in methods:
        yield Reading(Rule(SelectionMethod.GREEDY_SKIP, tie_break=(TieBreak.BALLOT_ORDER,)), unasked=True)


def _groups(vote: PabulibVote) -> Iterable[tuple[Group, ...]]:
    """The amounts of neighbourhoods or categories, where the file has one for each of them."""
    for names, amounts, column in GROUPINGS:
        named = [each.strip() for each in vote.meta.get(names, "").split(",")]
        given = [each.strip() for each in vote.meta.get(amounts, "").split(",")]
        if not vote.meta.get(amounts) or len(named) != len(given):
            continue
        try:
            parts = [amount(0, each, vote.scale) for each in given]
        except PabulibUnreadable:
            continue
        yield tuple(Group(part, _within(vote, column, name)) for name, part in zip(named, parts, strict=True))


def _within(vote: PabulibVote, column: str, name: str) -> frozenset[str]:
    return frozenset(project.id for project in vote.projects if project.extra.get(column, "") == name)


def _likeliest_shares(vote: PabulibVote) -> Iterable[Rule]:
    """One of each completion, the simple ones first."""
    return (next(iter(_shares(vote, completion, False))) for completion in Completion)


def _shares(vote: PabulibVote, completion: Completion, comparison: bool) -> Iterable[Rule]:
    """Cost utilities and whole shares are what the cities' own programs take when nothing else is said; the format's own checker
    adds until the next step would overspend."""
    adding = completion in ADDING
    first = Rule(
        SelectionMethod.EQUAL_SHARES,
        completion=completion,
        increment=vote.scale,
        stop=Stop.OVERSPEND if adding else Stop.EXHAUSTIVE,
        whole_shares=adding,
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
