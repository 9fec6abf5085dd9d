"""Ranked ballots are counted as the Scottish Local Government Elections Order says, rule by rule."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain.contest import Method, Rounding
from services.voting.domain.draw import Draw
from services.voting.domain.stv import by_transfers
from services.voting.domain.tally import Ranked
from services.voting.verifier.verify import Lots, Transfers
from tests.unit.voting.elections import contest
from tests.unit.voting.the_order import Tables

DRAW = Draw("ab" * 32, "351624", "medina")
Papers = Sequence[tuple[str, ...]]


def papers(*piles: tuple[int, str]) -> list[tuple[str, ...]]:
    """`(3, "ab")`: three papers with a first, b second."""
    return [tuple(ranking) for count, ranking in piles for _ in range(count)]


def counted(seats: int, names: str, ballots: Papers, rounding: Rounding = Rounding.TRUNCATE5) -> Ranked:
    one = contest(Method.STV, len(names), seats=seats, rounding=rounding)
    renamed = [tuple(f"c{names.index(sign)}" for sign in ranking) for ranking in ballots]
    return by_transfers(one, renamed, DRAW)


def shown(ranked: Ranked, names: str, stage: int) -> dict[str, object]:
    return {sign: ranked.stages[stage]["votes"][f"c{n}"] for n, sign in enumerate(names)}


def elected(ranked: Ranked, names: str) -> str:
    return "".join(names[int(one[1:])] for stage in ranked.stages for one in stage["elected"])


def test_rule_46_the_quota_is_one_more_than_the_whole_part_of_papers_by_seats_and_one() -> None:
    """99 papers, 3 seats: 99 / 4 = 24.75, so 25; with 100 papers 26."""
    assert elected(counted(3, "abcd", papers((25, "a"), (24, "b"), (26, "c"), (24, "d"))), "abcd")[:2] == "ca"
    assert counted(3, "abcd", papers((25, "a"), (25, "b"), (26, "c"), (24, "d"))).stages[0]["elected"] == ["c2"]


def test_rule_48_each_paper_of_a_surplus_is_worth_its_value_times_surplus_by_votes_cut_to_five_decimals() -> None:
    """12 papers, 2 seats, quota 5. a has 7, surplus 2: each paper 2/7 = 0.28571. All 7 go to b: 2 + 7 x 0.28571."""
    ranked = counted(2, "abc", papers((7, "ab"), (2, "b"), (3, "c")))
    assert shown(ranked, "abc", 1) == {"a": 5, "b": "3.99997", "c": 3}


def test_rule_48_a_second_transfer_multiplies_the_value_the_paper_came_with() -> None:
    """23 papers, 3 seats, quota 6. a has 12: surplus 6, each paper 6/12 = 0.5; 12 papers bring b 6.0 + 3 = 9.0.

    b's surplus 3 of 9: papers that came at 0.5 go on at 0.5 x 3/9 = 0.16666, first preferences at 3/9 = 0.33333.
    c: 4 + 12 x 0.16666 = 5.99992; the three papers of b for d: 4 + 3 x 0.33333 = 4.99999.
    """
    ranked = counted(3, "abcd", papers((12, "abc"), (3, "bd"), (4, "c"), (4, "d")))
    assert shown(ranked, "abcd", 1) == {"a": 6, "b": 9, "c": 4, "d": 4}
    assert shown(ranked, "abcd", 2) == {"a": 6, "b": 6, "c": "5.99992", "d": "4.99999"}
    assert elected(ranked, "abcd") == "abc"


def test_the_rounding_of_the_statute_decides_when_a_seat_is_reached() -> None:
    """As above: exact fractions give c the quota, 4 + 12 x 1/6 = 6, at the second transfer; cut ones only after excluding d."""
    ballots = papers((12, "abc"), (3, "bd"), (4, "c"), (4, "d"))
    exact, cut = (counted(3, "abcd", ballots, rounding) for rounding in (Rounding.EXACT, Rounding.TRUNCATE5))
    assert [len(one.stages) for one in (exact, cut)] == [3, 5]


def test_rule_48_papers_without_a_next_preference_stay_with_the_surplus() -> None:
    """9 papers, 2 seats, quota 4. a has 6, surplus 2, each 2/6 = 0.33333; three of the six name nobody else."""
    ranked = counted(2, "abc", papers((3, "ab"), (3, "a"), (1, "b"), (2, "c")))
    assert shown(ranked, "abc", 1) == {"a": 4, "b": "1.99999", "c": 2}


def test_rule_49_the_largest_surplus_goes_first_and_no_paper_goes_to_somebody_already_elected() -> None:
    """20 papers, 3 seats, quota 6. a 9 and b 7 are both elected; a's papers naming b go on to c."""
    ranked = counted(3, "abcd", papers((9, "abc"), (7, "bd"), (2, "c"), (2, "d")))
    assert [(one["action"], one["candidate"]) for one in ranked.stages[1:3]] == [("surplus", "c0"), ("surplus", "c1")]
    assert shown(ranked, "abcd", 1) == {"a": 6, "b": 7, "c": "4.99997", "d": 2}


@pytest.mark.parametrize("names", ["xyzwe", "yxzwe"])
def test_rule_49_equal_surpluses_go_by_the_most_recent_stage_that_differs(names: str) -> None:
    """35 papers, 3 seats, quota 9. Excluding e lifts x (8 + 2) and y (7 + 3) to ten; x had more before, so x goes first."""
    ballots = papers((8, "xz"), (7, "yw"), (2, "ex"), (3, "ey"), (8, "z"), (7, "w"))
    stages = counted(3, names, ballots).stages
    assert [stage["action"] for stage in stages[:4]] == ["first_preferences", "exclusion", "surplus", "surplus"]
    assert [names[int(stage["candidate"][1:])] for stage in stages[1:4]] == ["e", "x", "y"]


def test_rule_50_all_papers_of_the_excluded_move_in_one_stage_at_the_value_they_came_with() -> None:
    """12 papers, 2 seats, quota 5. a 6, surplus 1: each 0.16666. c has 1 + 3 x 0.16666 = 1.49998 and is excluded:

    one paper of value 1 goes to b, three of 0.16666 to d, in one stage: 2.49998 + 1 and 3 + 0.49998.
    """
    ranked = counted(2, "abcd", papers((3, "acd"), (3, "ab"), (1, "cb"), (2, "b"), (3, "d")))
    assert shown(ranked, "abcd", 1) == {"a": 5, "b": "2.49998", "c": "1.49998", "d": 3}
    assert shown(ranked, "abcd", 2) == {"a": 5, "b": "3.49998", "c": 0, "d": "3.49998"}


@pytest.mark.parametrize("names", ["abcd", "acbd"])
def test_rule_51_equally_few_votes_go_by_the_most_recent_stage_that_differs(names: str) -> None:
    """12 papers, 1 seat, quota 7. d goes first and lifts b to c's three; b had two before, so b is excluded."""
    ranked = counted(1, names, papers((6, "a"), (2, "ba"), (3, "ca"), (1, "db")))
    gone = [names[int(one["candidate"][1:])] for one in ranked.stages if one["action"] == "exclusion"]
    assert gone[:2] == ["d", "b"]


def test_rule_51_candidates_equal_at_every_stage_are_parted_by_lot() -> None:
    ranked = counted(1, "abc", papers((3, "a"), (2, "ba"), (2, "ca")))
    assert ranked.drawn[0] == DRAW.ordered(("c1", "c2"))
    assert ranked.stages[1]["candidate"] == ranked.drawn[0][-1]


def test_rule_52_as_many_left_as_seats_take_them_and_nothing_more_is_transferred() -> None:
    """10 papers, 2 seats, quota 4: c is excluded, its paper names nobody; b takes the last seat with three."""
    ranked = counted(2, "abc", papers((5, "a"), (3, "b"), (2, "c")))
    assert [one["action"] for one in ranked.stages] == ["first_preferences", "surplus", "exclusion", "seats_left"]
    assert elected(ranked, "abc") == "ab"


NAMES = ("c0", "c1", "c2", "c3", "c4", "c5")
RANKING = st.permutations(NAMES).flatmap(lambda order: st.integers(1, 6).map(lambda n: tuple(order[:n])))
PILES = st.lists(st.tuples(RANKING, st.integers(1, 30)), min_size=1, max_size=25)


@settings(max_examples=400, deadline=None)
@given(PILES, st.integers(1, 5))
def test_every_stage_is_that_of_clerks_who_move_paper_by_paper(
    piles: list[tuple[tuple[str, ...], int]], seats: int
) -> None:
    ballots = [ranking for ranking, count in piles for _ in range(count)]
    tables = Tables(NAMES, seats, DRAW.number)
    elected = tables.run(ballots)
    ranked = by_transfers(contest(Method.STV, 6, seats=seats), ballots, DRAW)
    stages = [stage for stage in ranked.stages if stage["action"] != "seats_left"]
    assert [{name: Fraction(votes) for name, votes in stage["votes"].items()} for stage in stages] == [
        {name: Fraction(votes) for name, votes in sheet.items()} for sheet in tables.sheets
    ]
    assert {one for stage in ranked.stages for one in stage["elected"]} == set(elected)


@settings(max_examples=200, deadline=None)
@given(PILES, st.integers(1, 5), st.sampled_from(Rounding))
def test_the_verifier_goes_through_the_same_stages(
    piles: list[tuple[tuple[str, ...], int]], seats: int, rounding: Rounding
) -> None:
    ballots = [ranking for ranking, count in piles for _ in range(count)]
    one = contest(Method.STV, 6, seats=seats, rounding=rounding)
    ranked = by_transfers(one, ballots, DRAW)
    order, _, _, stages = Transfers(one.document(), ballots, Lots(DRAW.root, DRAW.dice, DRAW.contest)).run()
    assert (tuple(order), tuple(stages)) == (ranked.order, ranked.stages)


@pytest.mark.parametrize("seats", [1, 2, 3])
@given(st.lists(st.sampled_from(NAMES[:4]), min_size=1, max_size=60))
def test_papers_with_one_choice_elect_whoever_has_most(seats: int, choices: list[str]) -> None:
    """Without further preferences nothing is ever transferred, so the most votes win."""
    ranked = by_transfers(contest(Method.STV, 4, seats=seats), [(one,) for one in choices], DRAW)
    won = {one for stage in ranked.stages for one in stage["elected"]}
    least = min(choices.count(one) for one in won)
    assert all(choices.count(one) <= least for one in NAMES[:4] if one not in won)
