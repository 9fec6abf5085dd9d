"""A town's own vote leaves as a file by which anybody computes it again."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.application.exchanging import NAMES, Where, export_vote
from services.proposals.domain.declared import Reading, best, choose, declared_readings, verify
from services.proposals.domain.pabulib import PabulibProject, PabulibVote, read
from services.proposals.domain.pabulib_writing import write
from services.proposals.domain.selection import (
    Ballot,
    Completion,
    Rule,
    SelectionMethod,
    Stop,
    TieBreak,
    Utility,
    count_support,
)
from services.proposals.domain.shortlist import Entry, EnvelopeOf, Shortlist, Vote, VoteMethod
from tests.unit.proposals.examples import NOW

TERMS = st.builds(
    Rule,
    st.sampled_from([each for each in SelectionMethod if each is not SelectionMethod.COUNCIL]),
    st.sampled_from(Utility),
    st.sampled_from(Completion),
    st.sampled_from(Stop),
    st.sampled_from([1000, 5000]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
    st.sampled_from([0, 3]),
    st.sampled_from([(), (("p0", "p1"),)]),
    st.permutations(list(TieBreak)).map(tuple),
)


@st.composite
def shortlists(draw: st.DrawFn) -> tuple[Shortlist, list[Ballot]]:
    costs = draw(st.lists(st.integers(1, 900).map(lambda cost: cost * 500), min_size=2, max_size=5))
    method = draw(st.sampled_from([VoteMethod.APPROVAL, VoteMethod.POINTS]))
    points = st.integers(1, 4) if method is VoteMethod.POINTS else st.just(1)
    ids = st.sampled_from([f"p{number}" for number in range(len(costs))])
    ballots: list[Ballot] = draw(st.lists(st.dictionaries(ids, points), min_size=1, max_size=6))
    found = Shortlist(
        municipality="tn-nefta",
        id="s",
        edition="2022",
        entries=tuple(Entry(f"p{number}", f"T{number}", cost, "centre", None, 1) for number, cost in enumerate(costs)),
        envelope=EnvelopeOf(draw(st.integers(1, 900)) * 1000, "TND"),
        rule=draw(TERMS),
        vote_method=method,
        max_choices=20,
        frozen_at=NOW,
    )
    found.vote = Vote("e", len(ballots), count_support(found.candidates, ballots), "h", "x", read=True)
    found.choose(ballots, {}, NOW)
    return found, ballots


@settings(deadline=None)
@given(shortlists())
def test_a_towns_own_file_says_its_rule_in_full_and_comes_to_the_same_projects(
    made: tuple[Shortlist, list[Ballot]],
) -> None:
    shortlist, ballots = made
    vote = read(export_vote(shortlist, ballots, Where("TN", "Nefta", 2022, 3), "Programme 2022"))
    found = verify(vote, declared_readings(vote)[0])
    assert shortlist.outcome is not None
    assert (set(found.outcome.selected), found.agrees) == (set(shortlist.outcome.selected), True)
    assert (found.reading.rule.method, vote.oddities) == (shortlist.rule.method, ())


def test_a_file_says_how_much_a_ballot_may_hold_in_the_formats_own_words() -> None:
    assert [_limits(each, 2) for each in VoteMethod] == [
        {"max_length": "2"},
        {"max_length": "2"},
        {"max_sum_cost": "10"},
        {"max_sum_points": "2"},
    ]
    assert _limits(VoteMethod.APPROVAL, 9) == {"max_length": "2"}


def _limits(method: VoteMethod, most: int) -> dict[str, str]:
    entries = tuple(Entry(name, name, 5000, "centre", None, 1) for name in "ab")
    shortlist = Shortlist(
        municipality="m",
        id="s",
        edition="2022",
        entries=entries,
        envelope=EnvelopeOf(10_000, "TND"),
        rule=Rule(SelectionMethod.GREEDY),
        vote_method=method,
        max_choices=most,
        frozen_at=NOW,
        vote=Vote("e", 1, {"a": 1}, "h", "x", read=True),
    )
    meta = read(export_vote(shortlist, [{"a": 1}], Where("TN", "Nefta", 2022, 3), "T")).meta
    return {name: value for name, value in meta.items() if name.startswith("max_")}


def test_the_head_of_a_file_stands_in_the_order_of_the_format() -> None:
    meta = {
        "comment": "#1: a",
        "rule": "greedy",
        "weather": "sunny",
        "unit": "X",
        "currency": "TND",
        "vote_type": "approval",
    }
    written = write(PabulibVote(meta, (PabulibProject("a", 1),), ({"a": 1},), 5))
    names = [line.partition(";")[0] for line in written.partition("PROJECTS")[0].splitlines()[2:]]
    assert names == [
        "unit",
        "num_projects",
        "num_votes",
        "budget",
        "vote_type",
        "rule",
        "currency",
        "comment",
        "weather",
    ]


@st.composite
def votes(draw: st.DrawFn) -> tuple[PabulibVote, Rule]:
    costs = draw(st.lists(st.integers(1, 400), min_size=1, max_size=5))
    projects = tuple(PabulibProject(f"p{number}", cost) for number, cost in enumerate(costs))
    ids = st.sampled_from([project.id for project in projects])
    ballots: list[Ballot] = draw(st.lists(st.dictionaries(ids, st.just(1), min_size=1), min_size=1, max_size=6))
    completion = draw(st.sampled_from(sorted(NAMES)))
    method = draw(st.sampled_from([SelectionMethod.GREEDY, SelectionMethod.GREEDY_SKIP, SelectionMethod.EQUAL_SHARES]))
    rule = Rule(method, completion=completion, increment=10, tie_break=(TieBreak.BALLOT_ORDER,))
    names = {SelectionMethod.GREEDY: "greedy-no-skip", SelectionMethod.GREEDY_SKIP: "greedy"}
    named = names.get(method, NAMES[Completion(completion)])
    budget = draw(st.integers(10, 900))
    return PabulibVote({"vote_type": "approval", "rule": named}, projects, tuple(ballots), budget, 10), rule


@given(votes())
def test_a_vote_that_leaves_as_a_file_can_be_checked_by_the_rule_it_names(made: tuple[PabulibVote, Rule]) -> None:
    vote, rule = made
    outcome = choose(vote, rule)
    again = read(write(vote, outcome.selected))
    same = [Reading(replace(each.rule, increment=again.scale)) for each in declared_readings(again)]
    found = best(again, same)
    assert found is not None
    assert found.agrees
