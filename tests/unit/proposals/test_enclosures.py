"""Bounds that decide say what exact numbers say; bounds that cannot decide are silent."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.enclosures import Undecided
from services.proposals.domain.purchases import Electorate
from services.proposals.domain.selection import Candidate, Problem, Rule, SelectionMethod, Utility, count_support


def electorate(seed: int, voters: int, projects: int, points: int, utility: Utility) -> Electorate:
    dice = Random(seed)
    candidates = tuple(Candidate(f"p{n}", dice.randint(1, 500)) for n in range(projects))
    ballots = [
        {each.id: dice.randint(1, points) for each in dice.sample(candidates, dice.randint(0, min(5, projects)))}
        for _ in range(voters)
    ]
    problem = Problem(candidates, sum(each.cost for each in candidates) // 3, count_support(candidates, ballots))
    return Electorate(problem, Rule(SelectionMethod.EQUAL_SHARES, utility), ballots)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 60),
    st.integers(1, 12),
    st.integers(1, 3),
    st.sampled_from(Utility),
    st.fractions(0, 3, max_denominator=20),
)
def test_bounds_buy_what_exact_numbers_buy_or_say_nothing(
    seed: int, voters: int, projects: int, points: int, utility: Utility, part: Fraction
) -> None:
    found = electorate(seed, voters, projects, points, utility)
    money = int(found.problem.envelope * part)
    exact = tuple(purchase.project_id for purchase in found.buy(money))
    try:
        assert found.bounds.bought(money, money) == exact
    except Undecided:
        assert found.bought(money) == exact


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 8), st.integers(1, 3), st.integers(0, 200))
def test_bounds_of_many_amounts_buy_what_each_of_them_buys_or_say_nothing(
    seed: int, voters: int, projects: int, points: int, more: int
) -> None:
    found = electorate(seed, voters, projects, points, Utility.COST)
    money = found.problem.envelope
    try:
        bought = found.bounds.bought(money, money + more)
    except Undecided:
        return
    for each in range(money, money + more + 1, 1 + more // 10):
        assert tuple(purchase.project_id for purchase in found.buy(each)) == bought


def test_bounds_decide_mostly_in_a_town_of_some_size() -> None:
    """Otherwise they would be of no use: the exact way takes thirty times as long."""
    found = electorate(5, 2000, 40, 1, Utility.COST)
    undecided = 0
    for more in range(40):
        try:
            found.bounds.bought(*[found.problem.envelope + more * found.size] * 2)
        except Undecided:
            undecided += 1
    assert undecided <= 8


def test_twins_are_parted_by_the_declared_criterion_without_exact_numbers() -> None:
    candidates = (Candidate("b", 30), Candidate("a", 30), Candidate("c", 10))
    ballots = [{"a": 1, "b": 1}] * 5 + [{"a": 1, "b": 1, "c": 1}] * 3 + [{"c": 1}] * 2
    problem = Problem(candidates, 60, count_support(candidates, ballots))
    found = Electorate(problem, Rule(SelectionMethod.EQUAL_SHARES), ballots)
    assert found.bounds.bought(80, 80)[:2] == ("b", "a")
