"""Small elections are counted as people would at a table, by every method, and the machine finds the same winners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain.ballot import Choice
from services.voting.domain.contest import Candidate, Method
from services.voting.domain.count import count
from services.voting.domain.draw import Draw
from tests.unit.voting.elections import contest

DRAW = Draw("cd" * 32, "351624", "medina")
NAMES = ["c0", "c1", "c2", "c3", "c4"]
STANDING = tuple(Candidate(name, {}, cost=100 * n + 100) for n, name in enumerate(NAMES))
WHOLE = 100_000  # a vote in hundred-thousandths: the five decimals of the statute
ORDERS = st.permutations(NAMES).flatmap(lambda order: st.integers(1, 5).map(lambda n: tuple(order[:n])))
FEW_OR_MANY = st.lists(st.tuples(ORDERS, st.integers(1, 30)), min_size=1, max_size=12)


@pytest.mark.parametrize("method", [one for one in Method if one is not Method.STV])
@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(sorted), max_size=12), st.integers(3, 4))
def test_of_all_possible_winners_those_with_most_votes_are_elected(
    method: Method, marked: list[list[str]], seats: int
) -> None:
    most = {Method.SINGLE: 1, Method.LIMITED: 2, Method.BLOCK: seats}.get(method, 10)
    ballots = [_choices(method, names) for names in marked]
    rules = contest(method, standing=STANDING, seats=seats, max_choices=most, budget=10_000)
    for choices in ballots:
        rules.check_choices(choices)
    given_votes = [(one, 1) if isinstance(one, str) else one for choices in ballots for one in choices]
    votes = {name: sum(points for one, points in given_votes if one == name) for name in NAMES}
    best = min(combinations(NAMES, seats), key=lambda some: sorted((-votes[one], DRAW.number(one)) for one in some))
    elected = count(rules, ballots, None, DRAW).seating.elected
    assert set(elected) == (set(best) if any(ballots) else set())


def _choices(method: Method, names: list[str]) -> tuple[Choice, ...]:
    if method is Method.POINTS:
        return tuple((name, 3 + n) for n, name in enumerate(names))
    return tuple(names[:1] if method is Method.SINGLE else names)


@dataclass
class Paper:
    ranking: tuple[str, ...]
    worth: int = WHOLE


@dataclass
class Table:
    """One paper after the other, on heaps of candidates, by the words of the Order of 2011."""

    papers: list[Paper]
    seats: int
    elected: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    past: list[dict[str, int]] = field(default_factory=list)

    def counted(self) -> set[str]:
        self.quota = (len(self.papers) // (self.seats + 1) + 1) * WHOLE
        self.heaps: dict[str, list[Paper]] = {name: [] for name in NAMES}
        self.total = dict.fromkeys(NAMES, 0)
        self.move(self.papers)
        while True:
            while reached := [name for name in self.left() if self.total[name] >= self.quota]:
                self.elected.append(self.picked(reached, highest=True))
            if len(self.left()) <= self.seats - len(self.elected):
                return {*self.elected, *self.left()}
            if len(self.elected) >= self.seats:
                return set(self.elected)
            if above := [name for name in self.elected if self.total[name] > self.quota]:
                self.pass_on_surplus(self.picked(above, highest=True))
            else:
                self.exclude(self.picked(self.left(), highest=False))

    def left(self) -> list[str]:
        return [name for name in NAMES if name not in self.elected and name not in self.gone]

    def move(self, papers: Iterable[Paper]) -> None:
        for paper in papers:
            heap = next((name for name in paper.ranking if name in self.left()), None)
            if heap is not None:
                self.heaps[heap].append(paper)
                self.total[heap] += paper.worth
        self.past.append(dict(self.total))

    def pass_on_surplus(self, name: str) -> None:
        surplus, papers = self.total[name] - self.quota, self.heaps[name]
        for paper in papers:
            paper.worth = paper.worth * surplus // self.total[name]
        self.heaps[name], self.total[name] = [], self.quota
        self.move(papers)

    def exclude(self, name: str) -> None:
        papers, self.heaps[name], self.total[name] = self.heaps[name], [], 0
        self.gone.append(name)
        self.move(papers)

    def picked(self, names: Sequence[str], *, highest: bool) -> str:
        """By votes now, then at the stage before, and so on; then by lot."""
        some = list(names)
        for stage in reversed(self.past):
            reach = (max if highest else min)(stage[name] for name in some)
            some = [name for name in some if stage[name] == reach]
        return (min if highest else max)(some, key=DRAW.number)


@settings(max_examples=400, deadline=None)
@given(FEW_OR_MANY, st.integers(1, 4))
def test_transferable_votes_counted_paper_by_paper_elect_the_same(
    piles: list[tuple[tuple[str, ...], int]], seats: int
) -> None:
    rankings = [ranking for ranking, papers in piles for _ in range(papers)]
    by_hand = Table([Paper(ranking) for ranking in rankings], seats).counted()
    assert set(count(contest(Method.STV, 5, seats=seats), rankings, None, DRAW).seating.elected) == by_hand
