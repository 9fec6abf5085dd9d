"""Ranked papers of one election, as a published file gave them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

NUMBER: Final = re.compile(r"[0-9]{1,9}")
NO_PREFERENCE: Final = re.compile(r"-*|[0-9=]*=[0-9=]*|[({].*|.*[)}]")  # left out, or given to several


class BallotsUnreadable(ValueError):
    """The file is in none of the known forms, or contradicts itself."""


@dataclass(slots=True)
class BallotFile:
    """`seats` is 0 where the file does not say; a ranking holds numbers of candidates, counted from 1."""

    title: str
    seats: int
    candidates: tuple[str, ...]
    ballots: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    withdrawn: frozenset[int] = frozenset()

    def check(self) -> "BallotFile":
        known = range(1, len(self.candidates) + 1)
        named = {one for _, ranking in self.ballots for one in ranking} | self.withdrawn
        if any(one not in known for one in named) or not self.candidates:
            raise BallotsUnreadable("a ballot names a candidate the file does not have")
        if any(count < 0 for count, _ in self.ballots):
            raise BallotsUnreadable("fewer than no ballots")
        return self

    def rankings(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Each ranking with its number of papers; whoever withdrew is passed over."""
        for count, ranking in self.ballots:
            yield count, tuple(one for one in ranking if one not in self.withdrawn)


def ranking(marks: Iterable[str]) -> tuple[int, ...]:
    """A preference left out, given to two, or given to somebody a second time ends what can be read of a paper."""
    found: list[int] = []
    ended = False
    for mark in marks:
        ended = ended or NO_PREFERENCE.fullmatch(mark) is not None or whole(mark) in found
        if not ended:
            found.append(whole(mark))
    return tuple(found)


def whole(text: str) -> int:
    """A number of papers, candidates or seats. Raises BallotsUnreadable."""
    if NUMBER.fullmatch(text) is None:
        raise BallotsUnreadable(f"{text[:40]!r} is no number")
    return int(text)


def head(numbers: list[str]) -> tuple[int, int]:
    """How many candidates, and how many seats."""
    if len(numbers) != 2:
        raise BallotsUnreadable("the first line does not give two numbers, of candidates and of seats")
    return whole(numbers[0]), whole(numbers[1])


def named(names: list[str], many: int) -> tuple[str, ...]:
    """As many names as there are candidates."""
    if len(names) < many:
        raise BallotsUnreadable("a candidate has no name")
    return tuple(names[:many])
