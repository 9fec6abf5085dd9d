"""How a vote becomes a list of funded projects."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.additions import IncrementTooSmall, cost_of, finished, first_division, grown
from services.proposals.domain.explanation import CRITERIA, SENTENCES, explain
from services.proposals.domain.purchases import Electorate
from services.proposals.domain.rules import compare, select
from services.proposals.domain.selection import (
    Ballot,
    BallotsNeeded,
    Candidate,
    Completion,
    EnvelopeOverspent,
    Outcome,
    Problem,
    ProjectUnknown,
    ReasonMissing,
    Rule,
    SelectionMethod,
    Stop,
    TieBreak,
    TraceStep,
    Utility,
    count_support,
)
from shared.texts.written import money

Vote = tuple[list[Candidate], Sequence[Ballot]]
QUICK = settings(max_examples=50)
IDS = "abcdef"
CANDIDATES = st.lists(st.integers(1, 60), min_size=1, max_size=6).map(
    lambda costs: [Candidate(id_, cost) for id_, cost in zip(IDS, costs, strict=False)]
)


@st.composite
def votes(draw: st.DrawFn, points: int = 1) -> Vote:
    candidates = draw(CANDIDATES)
    ids = st.sampled_from([candidate.id for candidate in candidates])
    ballot = st.dictionaries(ids, st.integers(1, points), max_size=len(candidates))
    return candidates, draw(st.lists(ballot, max_size=9))


RULES = st.builds(
    Rule,
    st.sampled_from([SelectionMethod.GREEDY, SelectionMethod.GREEDY_SKIP, SelectionMethod.EQUAL_SHARES]),
    st.sampled_from(Utility),
    st.sampled_from(Completion),
    st.sampled_from(Stop),
    st.just(1),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
    st.integers(0, 3),
)


def outcome(rule: Rule, candidates: list[Candidate], envelope: int, ballots: Sequence[Ballot]) -> Outcome:
    return select(rule, candidates, envelope, count_support(candidates, ballots), ballots)


@QUICK
@given(votes(3), RULES, st.integers(0, 150))
def test_an_envelope_is_never_overspent(vote: Vote, rule: Rule, envelope: int) -> None:
    candidates, ballots = vote
    found = outcome(rule, candidates, envelope, ballots)
    costs = {candidate.id: candidate.cost for candidate in candidates}
    assert found.spent == sum(costs[each] for each in found.selected) <= envelope
    assert len(set(found.selected)) == len(found.selected)


@QUICK
@given(votes(3), RULES, st.integers(0, 150), st.randoms())
def test_the_order_ballots_are_read_in_does_not_matter(vote: Vote, rule: Rule, envelope: int, random: Random) -> None:
    candidates, ballots = vote
    shuffled = list(ballots)
    random.shuffle(shuffled)
    assert outcome(rule, candidates, envelope, ballots) == outcome(rule, candidates, envelope, shuffled)


@QUICK
@given(votes(), RULES, st.integers(0, 150))
def test_every_step_can_be_told_in_three_languages(vote: Vote, rule: Rule, envelope: int) -> None:
    candidates, ballots = vote
    for step in outcome(rule, candidates, envelope, ballots).trace:
        said = explain(step, {"a": "مشروع أ"}, partial(money, currency="TND"))
        assert all(sentence and "{" not in sentence for sentence in (said.ar, said.fr, said.en))


def test_amounts_are_written_as_people_read_them() -> None:
    step = TraceStep("bought", "a", {"votes": 3, "most_paid": "1000000/3", "cost": 1_000_000, "left": 0})
    said = explain(step, {}, partial(money, currency="TND"))
    assert "1\u00a0000,000\u00a0DT" in str(said.fr)
    assert "≈ 333,333\u00a0DT" in str(said.fr)
    assert "1\u00a0000,000\u00a0د.ت" in str(said.ar)


def test_every_sentence_and_criterion_is_there_in_three_languages() -> None:
    assert all(text.ar and text.fr and text.en for text in [*SENTENCES.values(), *CRITERIA.values()])
    assert set(CRITERIA) == {criterion.value for criterion in TieBreak}


def approvals(**counts: int) -> Sequence[Ballot]:
    """`ab=3`: three ballots for a and b."""
    return [dict.fromkeys(names, 1) for names, count in counts.items() for _ in range(count)]


ABC = [Candidate("a", 50), Candidate("b", 60), Candidate("c", 30)]


def test_without_skipping_the_list_ends_where_the_money_does() -> None:
    found = outcome(Rule(SelectionMethod.GREEDY), ABC, 100, approvals(a=5, b=4, c=3))
    assert (found.selected, found.trace[-2].key) == (("a",), "stopped")


def test_with_skipping_a_cheaper_project_further_down_is_taken() -> None:
    found = outcome(Rule(SelectionMethod.GREEDY_SKIP), ABC, 100, approvals(a=5, b=4, c=3))
    assert found.selected == ("a", "c")


def test_a_project_nobody_supports_is_not_funded() -> None:
    assert outcome(Rule(SelectionMethod.GREEDY_SKIP), ABC, 1000, approvals(a=1)).selected == ("a",)


def test_minimum_support_is_required() -> None:
    rule = Rule(SelectionMethod.GREEDY_SKIP, minimum_support=4)
    assert outcome(rule, ABC, 1000, approvals(a=5, b=4, c=3)).selected == ("a", "b")


@pytest.mark.parametrize("method", [SelectionMethod.GREEDY_SKIP, SelectionMethod.EQUAL_SHARES])
def test_incompatible_projects_are_not_funded_together(method: SelectionMethod) -> None:
    rule = Rule(method, incompatible=(("a", "c"),))
    found = outcome(rule, ABC, 1000, approvals(abc=5, a=1, ab=1))
    assert set(found.selected) == {"a", "b"}


@pytest.mark.parametrize(
    ("tie_break", "first"),
    [
        ((TieBreak.LOWER_COST,), "c"),
        ((TieBreak.HIGHER_COST,), "b"),
        ((TieBreak.BALLOT_ORDER,), "a"),
    ],
)
def test_a_tie_is_parted_by_the_declared_criterion(tie_break: tuple[TieBreak, ...], first: str) -> None:
    found = outcome(Rule(SelectionMethod.GREEDY, tie_break=tie_break), ABC, 1000, approvals(abc=3))
    assert found.selected[0] == first
    assert found.trace[1].facts["tie_break"] == tie_break[0]


def test_equal_shares_gives_every_group_its_part() -> None:
    """Two thirds support the a's, one third the b's: greedy would fund the a's only."""
    candidates = [Candidate(id_, 10) for id_ in ("a1", "a2", "a3", "b1")]
    ballots = [*([{"a1": 1, "a2": 1, "a3": 1}] * 6), *([{"b1": 1}] * 3)]
    shares = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE)
    assert set(outcome(shares, candidates, 30, ballots).selected) == {"a1", "a2", "b1"}
    assert set(outcome(Rule(SelectionMethod.GREEDY), candidates, 30, ballots).selected) == {"a1", "a2", "a3"}


def test_supporters_pay_equally_and_who_has_less_pays_all_she_has() -> None:
    """The first purchase costs each of the three voters 10/3 of her 20/3; the trace says so."""
    candidates = [Candidate("a", 10), Candidate("b", 10)]
    ballots = approvals(ab=2, a=1)
    found = outcome(Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE), candidates, 20, ballots)
    bought = [step for step in found.trace if step.key == "bought"]
    assert [step.project_id for step in bought] == ["a"]
    assert bought[0].facts["most_paid"] == "10/3"


def test_why_a_project_was_not_bought_is_told_of_every_one() -> None:
    """The supporters of b paid for a and have 4/3 of 10 left; c has too few of them; d cannot stand beside a."""
    candidates = [Candidate("a", 10), Candidate("b", 10), Candidate("c", 1), Candidate("d", 1)]
    ballots = approvals(ab=2, d=1, c=1, ad=1)
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE, minimum_support=2, incompatible=(("a", "d"),))
    found = outcome(rule, candidates, 20, ballots)
    told = {step.project_id: step for step in found.trace if step.project_id}
    keys = {"a": "bought", "b": "supporters-short", "c": "too-little-support", "d": "incompatible"}
    assert {each: step.key for each, step in told.items()} == keys
    assert (told["b"].facts["have"], told["b"].facts["cost"], told["b"].facts["left"]) == ("4/3", 10, 10)


def test_add_one_stops_where_it_was_said_to_stop() -> None:
    candidates = [Candidate("a", 6), Candidate("b", 6), Candidate("c", 8)]
    ballots = approvals(a=1, b=1, c=1)
    exhaustive = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE, stop=Stop.EXHAUSTIVE)
    overspend = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE, stop=Stop.OVERSPEND)
    assert set(outcome(exhaustive, candidates, 15, ballots).selected) == {"a", "b"}
    assert set(outcome(overspend, candidates, 15, ballots).selected) == {"a", "b"}
    assert set(outcome(exhaustive, candidates, 20, ballots).selected) == {"a", "b", "c"}


def test_few_voters_and_much_money_take_millions_of_additions_and_no_time() -> None:
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE)
    found = outcome(rule, [Candidate("a", 10**9), Candidate("b", 9 * 10**8)], 19 * 10**8, approvals(a=1, b=2))
    assert set(found.selected) == {"a", "b"}
    assert [step.facts["added"] for step in found.trace if step.key == "added"] == [-(-11 * 10**8 // 3)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(Stop), st.booleans())
def test_additions_taken_many_at_once_end_where_one_by_one_they_end(seed: int, stop: Stop, whole: bool) -> None:
    dice = Random(seed)
    candidates = [Candidate(f"p{n}", dice.randint(1, 900)) for n in range(dice.randint(1, 6))]
    ballots = [
        {each.id: 1 for each in dice.sample(candidates, dice.randint(0, len(candidates)))}
        for _ in range(dice.randint(1, 9))
    ]
    problem = Problem(tuple(candidates), dice.randint(1, 2500), count_support(candidates, ballots))
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE, stop=stop, whole_shares=whole)
    electorate = Electorate(problem, rule, ballots)
    assert grown(electorate, rule)[1] == one_by_one(electorate, rule)


def one_by_one(electorate: Electorate, rule: Rule) -> int:
    money = first_division(electorate, rule)
    while True:
        bought = tuple(each.project_id for each in electorate.buy(money))
        more = tuple(each.project_id for each in electorate.buy(money + electorate.size))
        if finished(electorate, rule, bought) or cost_of(electorate.problem, more) > electorate.problem.envelope:
            return money
        money += electorate.size


def test_an_addition_too_small_to_get_anywhere_is_refused() -> None:
    """The second and third project stay level, paid by one voter who has little left and one who has all: no bound parts them."""
    share = 10**6
    costs = {"r": 4 * (share - 5000), "p": share, "q": share, "z": share + 20_000}
    ballots = [dict.fromkeys(named, 1) for named in ("rp", "p", "rq", "q", "r", "r", "z")]
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.ADD_ONE)
    with pytest.raises(IncrementTooSmall):
        outcome(rule, [Candidate(name, cost) for name, cost in costs.items()], 7 * share, ballots)


def test_a_vote_without_ballots_funds_nothing() -> None:
    for method in (SelectionMethod.GREEDY, SelectionMethod.EQUAL_SHARES):
        assert outcome(Rule(method), ABC, 100, []).selected == ()


def test_equal_shares_needs_ballots_and_not_only_sums() -> None:
    with pytest.raises(BallotsNeeded):
        select(Rule(SelectionMethod.EQUAL_SHARES), ABC, 100, {"a": 3})


def test_a_ballot_for_an_unknown_project_is_refused() -> None:
    with pytest.raises(ProjectUnknown):
        count_support(ABC, [{"z": 1}])
    with pytest.raises(ProjectUnknown):
        select(Rule(SelectionMethod.GREEDY, incompatible=(("a", "z"),)), ABC, 100, {"a": 3})


def test_a_council_decides_with_reasons_and_within_the_envelope() -> None:
    rule = Rule(SelectionMethod.COUNCIL)
    found = select(rule, ABC, 90, {}, reasons={"c": "مدرسة", "b": "أولوية"})
    assert (found.selected, found.spent) == (("b", "c"), 90)
    with pytest.raises(EnvelopeOverspent):
        select(rule, ABC, 89, {}, reasons={"c": "مدرسة", "b": "أولوية"})
    with pytest.raises(ReasonMissing):
        select(rule, ABC, 90, {}, reasons={"c": " "})
    with pytest.raises(ProjectUnknown):
        select(rule, ABC, 90, {}, reasons={"z": "?"})


def test_two_rules_are_compared_on_the_same_ballots() -> None:
    candidates = [Candidate(id_, 10) for id_ in ("a1", "a2", "a3", "b1")]
    ballots = [*([{"a1": 1, "a2": 1, "a3": 1}] * 6), *([{"b1": 1}] * 3)]
    shares = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE)
    found = compare(Rule(SelectionMethod.GREEDY), shares, candidates, 30, ballots)
    assert (found.only_first, found.only_second) == (("a3",), ("b1",))
    assert (found.gain, found.lose, found.same) == (3, 6, 0)


@settings(max_examples=120)
@given(votes(3), st.sampled_from(Utility), st.integers(0, 150))
def test_equal_shares_is_what_its_definition_says(vote: Vote, utility: Utility, envelope: int) -> None:
    candidates, ballots = vote
    rule = Rule(SelectionMethod.EQUAL_SHARES, utility, Completion.NONE)
    assert outcome(rule, candidates, envelope, ballots).selected == _by_definition(candidates, ballots, envelope, rule)


def _by_definition(
    candidates: list[Candidate], ballots: Sequence[Ballot], envelope: int, rule: Rule
) -> tuple[str, ...]:
    """The textbook: every rate that could be the smallest is tried, with plain fractions."""
    budgets = [Fraction(envelope, len(ballots)) for _ in ballots]
    support = count_support(candidates, ballots)
    left = list(candidates)
    chosen: list[str] = []
    while True:
        offers = [(rate, candidate) for candidate in left if (rate := _rate(candidate, ballots, budgets, rule))]
        if not offers:
            return tuple(chosen)
        rate, best = min(
            offers, key=lambda each: (each[0], -support[each[1].id], each[1].cost, candidates.index(each[1]))
        )
        for voter, ballot in enumerate(ballots):
            budgets[voter] -= min(budgets[voter], rate * _utility(best, ballot, rule))
        left.remove(best)
        chosen.append(best.id)


def _utility(candidate: Candidate, ballot: Ballot, rule: Rule) -> int:
    return ballot.get(candidate.id, 0) * (candidate.cost if rule.utility is Utility.COST else 1)


def _rate(candidate: Candidate, ballots: Sequence[Ballot], budgets: list[Fraction], rule: Rule) -> Fraction | None:
    pairs = [(b, _utility(candidate, ballot, rule)) for b, ballot in zip(budgets, ballots, strict=True)]
    pairs = [(budget, utility) for budget, utility in pairs if utility]
    if not pairs or sum(budget for budget, _ in pairs) < candidate.cost:
        return None
    poor_at = sorted({budget / utility for budget, utility in pairs})
    for rate in poor_at:
        if sum(min(budget, rate * utility) for budget, utility in pairs) >= candidate.cost:
            poor = [(b, u) for b, u in pairs if b / u < rate]
            rich = sum(u for b, u in pairs if b / u >= rate)
            return (candidate.cost - sum((b for b, _ in poor), Fraction(0))) / rich
    return None
