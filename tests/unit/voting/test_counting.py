"""Counting gives what counting by hand gives."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain.contest import (
    Candidate,
    ChoicesOutOfForm,
    Contest,
    ContestNotSound,
    GroupQuota,
    Method,
    Quorum,
    Rounding,
    Shortfall,
    TooManyChoices,
    UnknownCandidate,
)
from services.voting.domain.count import count
from services.voting.domain.draw import DiceUnreadable, Draw
from services.voting.domain.seats import seat
from tests.unit.voting.elections import contest

DRAW = Draw("ab" * 32, "351624", "medina")
NAMES = ["c0", "c1", "c2", "c3", "c4"]
RANKINGS = st.lists(
    st.permutations(NAMES).flatmap(lambda p: st.integers(0, 5).map(lambda n: tuple(p[:n]))), max_size=40
)


@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True).map(sorted).map(tuple), max_size=30))
def test_approvals_are_added_up_and_ties_go_to_the_draw(ballots: list[tuple[str, ...]]) -> None:
    result = count(contest(Method.APPROVAL, 5), ballots, None, DRAW)
    votes = {name: sum(name in choices for choices in ballots) for name in NAMES}
    if any(ballots):
        assert list(result.ranked.order) == sorted(NAMES, key=lambda name: (-votes[name], DRAW.number(name)))
    assert result.ranked.votes == votes
    assert result.blank == sum(not choices for choices in ballots)


def test_points_are_added_up() -> None:
    ballots = [(("c0", 7), ("c1", 3)), (("c1", 10),)]
    assert count(contest(Method.POINTS, 3, max_choices=10), ballots, None, DRAW).ranked.votes == {
        "c0": 7,
        "c1": 13,
        "c2": 0,
    }


@given(
    st.lists(st.sampled_from(["w", "m", None]), min_size=1, max_size=7),
    st.integers(1, 5),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_the_quota_takes_the_best_legal_list(groups: list[str | None], seats: int, women: int, men: int) -> None:
    if women + men > seats:
        return
    standing = tuple(Candidate(f"c{n}", {}, group) for n, group in enumerate(groups))
    rules = contest(Method.APPROVAL, standing=standing, seats=seats, quota=GroupQuota({"w": women, "m": men}))
    elected = seat(rules, [one.id for one in standing]).elected
    least = {"w": min(women, groups.count("w")), "m": min(men, groups.count("m"))}

    def lawful(chosen: tuple[int, ...]) -> bool:
        return all(sum(groups[n] == group for n in chosen) >= number for group, number in least.items())

    best = min(chosen for chosen in combinations(range(len(groups)), min(seats, len(groups))) if lawful(chosen))
    assert elected == tuple(f"c{n}" for n in best)


def test_a_seat_kept_for_a_group_without_candidates_stays_vacant_if_so_chosen() -> None:
    standing = tuple(Candidate(f"c{n}", {}, "m") for n in range(3))
    quota = GroupQuota({"w": 1}, Shortfall.VACANT)
    seating = seat(contest(Method.BLOCK, standing=standing, seats=2, quota=quota), ["c0", "c1", "c2"])
    assert (seating.elected, seating.vacant, seating.shortfall) == (("c0",), 1, {"w": 1})


@pytest.mark.parametrize(("cast", "met"), [(4, False), (5, True)])
def test_nobody_is_elected_without_the_quorum(cast: int, met: bool) -> None:
    result = count(contest(quorum=Quorum("present", 500)), [("c0",)] * cast, 10, DRAW)
    assert result.quorum is not None
    assert result.quorum.met is met
    assert bool(result.seating.elected) is met


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("ballots", [[], [()], [(), ()]])
def test_without_a_valid_ballot_nobody_is_elected_and_nothing_is_drawn(
    method: Method, ballots: list[tuple[str, ...]]
) -> None:
    result = count(contest(method, seats=2), ballots, 10, DRAW).document()
    assert (result["elected"], result["alternates"], result["drawn"]) == ([], [], [])
    assert (result["vacant"], result["vacant_because"]) == (2, "no-valid-ballot")
    assert [one["votes"] for one in result["tally"]] == [0, 0, 0]


def test_each_kind_of_vacancy_is_given_its_reason() -> None:
    few = contest(Method.APPROVAL, 1, seats=3)
    kept = contest(Method.APPROVAL, 3, seats=2, quota=GroupQuota({"w": 1}, Shortfall.VACANT))
    below = contest(quorum=Quorum("present", 500))
    full = contest(Method.APPROVAL, 3, seats=2)
    reasons = [count(one, [("c0",)], 10, DRAW).vacant_because for one in (few, kept, below, full)]
    assert reasons == ["too-few-candidates", "kept-for-group", "quorum-not-met", None]


@settings(max_examples=300, deadline=None)
@given(RANKINGS.filter(any), st.integers(1, 4), st.sampled_from(Rounding))
def test_transfers_fill_the_seats_and_never_create_votes(
    ballots: list[tuple[str, ...]], seats: int, rounding: Rounding
) -> None:
    result = count(contest(Method.STV, 5, seats=seats, rounding=rounding), ballots, None, DRAW)
    assert len(result.seating.elected) == seats
    assert sorted(result.ranked.order) == NAMES
    valid = result.ballots - result.blank
    assert sum(Fraction(votes) for votes in result.ranked.votes.values()) <= valid


@given(RANKINGS.filter(any))
def test_one_seat_by_transfers_is_the_run_off_everybody_can_redo(ballots: list[tuple[str, ...]]) -> None:
    elected = count(contest(Method.STV, 5, seats=1), ballots, None, DRAW).seating.elected[0]
    left, past = set(NAMES), []
    while True:
        firsts = [next((name for name in choices if name in left), None) for choices in ballots]
        past.append({name: firsts.count(name) for name in NAMES})
        winner = [name for name in left if 2 * past[-1][name] > sum(bool(choices) for choices in ballots)]
        if winner or len(left) == 1:
            break
        fewest = list(left)
        for stage in reversed(past):
            least = min(stage[name] for name in fewest)
            fewest = [name for name in fewest if stage[name] == least]
        left.remove(max(fewest, key=DRAW.number))
    assert elected == (winner or list(left))[0]


def test_a_transferred_vote_is_cut_to_five_decimals() -> None:
    ballots = [("c0", "c1")] * 7 + [("c1",)] * 2 + [("c2",)] * 3
    result = count(contest(Method.STV, 3, seats=2), ballots, None, DRAW).document()
    assert result["stages"][1]["votes"] == {"c0": 5, "c1": "3.99997", "c2": 3}
    exact = count(contest(Method.STV, 3, seats=2, rounding=Rounding.EXACT), ballots, None, DRAW).document()
    assert exact["stages"][1]["votes"]["c1"] == 4


@pytest.mark.parametrize("dice", ["", "123", "1237", "1 2 3 4", "١٢٣٤"])
def test_dice_are_four_or_more_digits_from_1_to_6(dice: str) -> None:
    with pytest.raises(DiceUnreadable):
        Draw("00", dice, "medina")


@pytest.mark.parametrize(
    ("rules", "choices", "error"),
    [
        (contest(), ("c0", "c1"), TooManyChoices),
        (contest(), ("c9",), UnknownCandidate),
        (contest(Method.APPROVAL), ("c1", "c0"), ChoicesOutOfForm),
        (contest(Method.APPROVAL), ("c0", "c0"), ChoicesOutOfForm),
        (contest(Method.APPROVAL), (("c0", 1),), ChoicesOutOfForm),
        (contest(Method.POINTS, max_choices=10), ("c0",), ChoicesOutOfForm),
        (contest(Method.POINTS, max_choices=10), (("c0", 0),), ChoicesOutOfForm),
        (contest(Method.POINTS, max_choices=10), (("c0", 6), ("c1", 5)), TooManyChoices),
        (
            contest(Method.KNAPSACK, budget=10, standing=(Candidate("a", {}, cost=6), Candidate("b", {}, cost=5))),
            ("a", "b"),
            TooManyChoices,
        ),
    ],
)
def test_a_ballot_against_the_rule_is_refused(rules: Contest, choices: tuple[str, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.check_choices(choices)


def test_a_blank_ballot_and_a_free_ranking_are_accepted() -> None:
    contest().check_choices(())
    contest(Method.STV).check_choices(("c2", "c0"))


@pytest.mark.parametrize(
    "rules",
    [
        contest(max_choices=2),
        contest(Method.LIMITED, seats=3, max_choices=3),
        contest(Method.BLOCK, seats=2, max_choices=1),
        contest(Method.KNAPSACK),
        contest(Method.APPROVAL, seats=1, quota=GroupQuota({"w": 1, "m": 1})),
    ],
)
def test_rules_that_contradict_each_other_are_refused(rules: Contest) -> None:
    with pytest.raises(ContestNotSound):
        rules.check_rules()
