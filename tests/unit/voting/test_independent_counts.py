"""A program written by others counts ranked ballots to the same winners."""

import random
from collections import Counter

import pytest
from votelib.component.quota import droop
from votelib.component.transfer import Gregory
from votelib.evaluate.core import VotingSystemError
from votelib.evaluate.sequential import TransferableVoteSelector

from services.voting.domain.contest import Method, Rounding
from services.voting.domain.draw import Draw
from services.voting.domain.stv import StvCount, by_piles
from services.voting.domain.tally import Ranked
from tests.unit.voting.elections import contest

DRAW = Draw("ab" * 32, "351624", "medina")
Piles = dict[tuple[str, ...], int]


def election(chance: random.Random) -> tuple[int, int, Piles]:
    candidates = chance.randint(3, 7)
    names = [f"c{n}" for n in range(candidates)]
    piles: Counter[tuple[str, ...]] = Counter()
    for _ in range(chance.randint(3, 25)):
        piles[tuple(chance.sample(names, chance.randint(1, candidates)))] += chance.randint(1, 60)
    return candidates, chance.randint(1, min(4, candidates - 1)), dict(piles)


def comparable(ranked: Ranked) -> bool:
    """It transfers several surpluses at once and knows no lot: elections with either are counted otherwise by rule."""
    actions = [(one["action"], len(one["elected"])) for one in ranked.stages]
    return not ranked.drawn and all(many <= 1 for action, many in actions if action != "seats_left")


def test_votelib_elects_the_same_where_it_follows_the_same_rule() -> None:
    chance, compared = random.Random(2011), 0
    while compared < 150:
        candidates, seats, piles = election(chance)
        one = contest(Method.STV, candidates, seats=seats, rounding=Rounding.EXACT)
        ranked = by_piles(one, list(piles.items()), DRAW)
        if not comparable(ranked):
            continue
        try:
            theirs = TransferableVoteSelector(transferer=Gregory(), quota_function=droop).evaluate(piles, seats)
        except (VotingSystemError, NotImplementedError):
            continue  # its known dead ends: a loop without transferable papers, a tie among the last
        assert {one for stage in ranked.stages for one in stage["elected"]} == set(theirs), (seats, piles)
        compared += 1


@pytest.mark.parametrize("seats", [1, 3])
def test_a_preference_profile_counts_as_its_papers_do(seats: int) -> None:
    candidates, _, piles = election(random.Random(seats))
    one = contest(Method.STV, candidates, seats=seats)
    split = [(ranking, 1) for ranking, count in piles.items() for _ in range(count)]
    assert by_piles(one, split, DRAW).stages == by_piles(one, list(piles.items()), DRAW).stages
    assert StvCount(one, [], DRAW).papers == []
