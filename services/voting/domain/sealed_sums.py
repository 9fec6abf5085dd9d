"""What is opened of sealed ballots: for each option the sum of all choices, with the number that proves it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.voting.domain.contest import Contest
from services.voting.domain.count import ContestResult, count_sums
from services.voting.domain.draw import Draw
from services.voting.domain.sealed import Opening, SealedVote
from services.voting.domain.sealed_group import NEUTRAL, ORDER, Element, add, commitment, same, scalar_bytes


class SumsDoNotOpen(ValueError):
    """The openings kept are not those of the ballots counted: nothing is declared that nobody could verify."""


@dataclass(frozen=True, slots=True)
class OpenedSums:
    """Of one contest; options in the order of the manifest, the blank ballots last."""

    contest: str
    votes: tuple[int, ...]
    blindings: tuple[int, ...]

    def document(self) -> dict[str, Any]:
        blindings = [scalar_bytes(one).hex() for one in self.blindings]
        return {"contest": self.contest, "votes": list(self.votes), "blindings": blindings}


def open_sums(contest: Contest, counted: Sequence[SealedVote], openings: Mapping[str, Opening]) -> OpenedSums:
    """`openings` by the digest of what they open. Raises SumsDoNotOpen."""
    if not all(one.digest in openings for one in counted):
        raise SumsDoNotOpen(contest.id)
    found = [openings[one.digest] for one in counted]
    options = range(len(contest.candidates) + 1)
    votes = tuple(sum(one.values[option] for one in found) for option in options)
    blindings = tuple(sum(one.blindings[option] for one in found) % ORDER for option in options)
    for option in options:
        whole = _total(one.elements[option] for one in counted)
        if not same(whole, commitment(votes[option], blindings[option])):
            raise SumsDoNotOpen(contest.id)
    return OpenedSums(contest.id, votes, blindings)


def count_opened(contest: Contest, sums: OpenedSums, cast: int, present: int | None, draw: Draw) -> ContestResult:
    votes = {one.id: number for one, number in zip(contest.candidates, sums.votes, strict=False)}
    return count_sums(contest, cast, sums.votes[-1], votes, present, draw)


def _total(elements: Iterable[Element]) -> Element:
    total = NEUTRAL
    for one in elements:
        total = add(total, one)
    return total
