"""Counting by sums: one vote, several votes, approvals, projects in a basket, points."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from services.voting.domain.ballot import Choice
from services.voting.domain.contest import Contest
from services.voting.domain.draw import Draw


@dataclass(frozen=True, slots=True)
class Ranked:
    """Everybody who stands, best first, with votes; `drawn` are the ties the dice settled, `stages` how STV got there."""

    order: tuple[str, ...]
    votes: dict[str, int | Fraction]
    drawn: tuple[tuple[str, ...], ...] = ()
    stages: tuple[dict[str, Any], ...] = field(default=())


def by_sums(contest: Contest, ballots: Sequence[tuple[Choice, ...]], draw: Draw) -> Ranked:
    return ranked_by(sums(contest, ballots), draw)


def ranked_by(votes: Mapping[str, int], draw: Draw) -> Ranked:
    """By votes, and by the draw where they are equal."""
    order = sorted(votes, key=lambda candidate: (-votes[candidate], draw.number(candidate)))
    tied = (tuple(group) for _, group in groupby(order, key=lambda candidate: votes[candidate]))
    return Ranked(tuple(order), dict(votes), tuple(group for group in tied if len(group) > 1))


def sums(contest: Contest, ballots: Sequence[tuple[Choice, ...]]) -> dict[str, int]:
    counted: Counter[str] = Counter({candidate.id: 0 for candidate in contest.candidates})
    for choices in ballots:
        for choice in choices:
            candidate, points = (choice, 1) if isinstance(choice, str) else choice
            counted[candidate] += points
    return dict(counted)
