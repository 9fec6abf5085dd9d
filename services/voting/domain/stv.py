"""Counting ranked ballots: the single transferable vote of the Scottish Local Government Elections Order 2011, schedule 1.

Rule 46: quota of Droop. 47: whoever reaches it at the end of a stage is elected. 48: a surplus is transferred from all papers
held, each at its value x surplus / votes, cut to five decimals a paper. 49: the largest surplus first; equal ones by the most recent
stage that differs, then by lot. 50: when no surplus is left, the candidate with the fewest votes is excluded, all papers in one
stage at the value they came with. 51: equal ones likewise. 52: as many left as seats: they take them, nothing more is transferred.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from services.voting.domain.contest import Contest, Rounding
from services.voting.domain.draw import Draw
from services.voting.domain.tally import Ranked

FIVE_DECIMALS: Final = 100_000


def by_transfers(contest: Contest, ballots: Sequence[tuple[str, ...]], draw: Draw) -> Ranked:
    """`ballots` are rankings, first preference first; blank ones do not count towards the quota."""
    return by_piles(contest, [(ranking, count) for ranking, count in Counter(ballots).items() if ranking], draw)


def by_piles(contest: Contest, piles: Iterable[tuple[tuple[str, ...], int]], draw: Draw) -> Ranked:
    """The same for rankings that were sorted and counted before, as published preference profiles are."""
    return StvCount(contest, [Paper(ranking, count) for ranking, count in piles], draw).run()


@dataclass(slots=True)
class Paper:
    """All papers with one ranking: they always lie in the same pile, at the same value."""

    ranking: tuple[str, ...]
    count: int
    value: Fraction = Fraction(1)

    def next_for(self, standing: set[str]) -> str | None:
        return next((candidate for candidate in self.ranking if candidate in standing), None)


@dataclass
class StvCount:
    """One count; `run` is used once."""

    contest: Contest
    papers: list[Paper]
    draw: Draw
    elected: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Fraction]] = field(default_factory=list)
    drawn: list[tuple[str, ...]] = field(default_factory=list)

    def run(self) -> Ranked:
        self._begin()
        while not self._settled():
            if surplus := [c for c in self.piles if c in self.elected and self.votes[c] > self.quota]:
                self._transfer_surplus(self._foremost(surplus))
            else:
                self._exclude(self._hindmost(sorted(self.standing)))
        return self._ranked()

    def _begin(self) -> None:
        self.standing = {candidate.id for candidate in self.contest.candidates}
        self.quota = sum(paper.count for paper in self.papers) // (self.contest.seats + 1) + 1
        self.piles: dict[str, list[Paper]] = {candidate: [] for candidate in self.standing}
        self._deal(self.papers)
        self.votes = {candidate: Fraction(sum(paper.count for paper in pile)) for candidate, pile in self.piles.items()}
        self._close_stage("first_preferences", None)

    def _settled(self) -> bool:
        vacancies = self.contest.seats - len(self.elected)
        if vacancies <= 0:
            return True
        if len(self.standing) > vacancies:
            return False
        self._record("seats_left", None, set(self.standing))
        return True

    def _transfer_surplus(self, candidate: str) -> None:
        surplus, total = self.votes[candidate] - self.quota, self.votes[candidate]
        papers = self.piles.pop(candidate)
        for paper in papers:
            paper.value = self._rounded(paper.value * surplus / total)
        self.votes[candidate] = Fraction(self.quota)
        self._move(papers, "surplus", candidate)

    def _exclude(self, candidate: str) -> None:
        self.standing.discard(candidate)
        self.excluded.append(candidate)
        self.votes[candidate] = Fraction(0)
        self._move(self.piles.pop(candidate), "exclusion", candidate)

    def _move(self, papers: list[Paper], action: str, candidate: str) -> None:
        for receiver, paper in self._deal(papers):
            self.votes[receiver] += paper.count * paper.value
        self._close_stage(action, candidate)

    def _deal(self, papers: Iterable[Paper]) -> list[tuple[str, Paper]]:
        dealt = [(receiver, paper) for paper in papers if (receiver := paper.next_for(self.standing))]
        for receiver, paper in dealt:
            self.piles[receiver].append(paper)
        return dealt

    def _close_stage(self, action: str, candidate: str | None) -> None:
        self.history.append(dict(self.votes))
        self._record(action, candidate, {c for c in self.standing if self.votes[c] >= self.quota})

    def _record(self, action: str, candidate: str | None, reached: set[str]) -> None:
        before = len(self.elected)
        self._elect(reached)
        self.stages.append(
            {
                "action": action,
                "candidate": candidate,
                "votes": {c: shown(self.votes[c], self.contest.rounding) for c in sorted(self.votes)},
                "elected": self.elected[before:],
            }
        )

    def _elect(self, reached: set[str]) -> None:
        waiting = sorted(reached)
        while waiting:
            best = self._foremost(waiting)
            waiting.remove(best)
            self.elected.append(best)
        self.standing -= reached

    def _foremost(self, candidates: Sequence[str]) -> str:
        return self._pick(candidates, max, min)

    def _hindmost(self, candidates: Sequence[str]) -> str:
        return self._pick(candidates, min, max)

    def _pick(self, candidates: Sequence[str], extreme: Callable[..., Any], lot: Callable[..., Any]) -> str:
        """The extreme by votes now, then by the most recent stage at which they differ, then by the draw."""
        left = list(candidates)
        for votes in reversed(self.history):
            reached = extreme(votes[candidate] for candidate in left)
            left = [candidate for candidate in left if votes[candidate] == reached]
        if len(left) > 1:
            self.drawn.append(self.draw.ordered(tuple(left)))
        return str(lot(left, key=self.draw.number))

    def _rounded(self, value: Fraction) -> Fraction:
        if self.contest.rounding is Rounding.EXACT:
            return value
        return Fraction(value.numerator * FIVE_DECIMALS // value.denominator, FIVE_DECIMALS)

    def _ranked(self) -> Ranked:
        """The elected as they reached their seat, those never excluded by votes, then the excluded, last one first."""
        left = sorted(self.standing)
        remaining: list[str] = []
        while left:
            remaining.append(self._foremost(left))
            left.remove(remaining[-1])
        order = (*self.elected, *remaining, *reversed(self.excluded))
        return Ranked(order, dict(self.history[-1]), tuple(dict.fromkeys(self.drawn)), tuple(self.stages))


def shown(votes: int | Fraction, rounding: Rounding) -> int | str:
    """Votes as the board prints them: whole numbers, five decimals, or a fraction."""
    if isinstance(votes, int) or votes.denominator == 1:
        return int(votes)
    if rounding is Rounding.EXACT:
        return f"{votes.numerator}/{votes.denominator}"
    units = votes.numerator * FIVE_DECIMALS // votes.denominator
    return f"{units // FIVE_DECIMALS}.{units % FIVE_DECIMALS:05d}"
