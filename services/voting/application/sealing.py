"""What opens sealed ballots, between the phone that sends it and the count that adds it up: kept under the box's secret only."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from services.voting.domain.ballot import SignedBallot
from services.voting.domain.canonical import canonical, parse
from services.voting.domain.election import Election
from services.voting.domain.late import PaperBallot
from services.voting.domain.sealed import (
    BadOpening,
    Opening,
    Place,
    SealedVote,
    check_opening,
    read_opening,
    seal,
)


class Safe(Protocol):
    """Whoever copies the store alone cannot read what it sealed."""

    def seal(self, content: bytes, name: str) -> bytes:
        """`name` is what it can be opened under again."""

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """What was sealed under this name."""


def kept_opening(safe: Safe, sealed: SealedVote, opening: Opening | None) -> bytes:
    """Raises BadOpening."""
    if opening is None:
        raise BadOpening
    return safe.seal(canonical(opening.document()), f"opening/{sealed.digest}")


def kept_openings(safe: Safe, ballots: Iterable[SignedBallot]) -> dict[str, bytes]:
    """Of a late batch, by the digest of the ballot. Raises BadOpening: without it the sums could never be opened."""
    found = {}
    for one in ballots:
        if one.ballot.sealed is not None:
            check_opening(one.ballot.sealed, one.opening)
            found[one.digest] = kept_opening(safe, one.ballot.sealed, one.opening)
    return found


def opened(safe: Safe, kept: Iterable[tuple[SealedVote, bytes]]) -> dict[str, Opening]:
    """By the digest of what they open, for the count."""
    found = {}
    for sealed, content in kept:
        found[sealed.digest] = read_opening(parse(safe.unseal(content, f"opening/{sealed.digest}")))
    return found


def seal_paper(safe: Safe, election: Election, paper: PaperBallot, seed: bytes) -> tuple[PaperBallot, bytes]:
    """Two officers who enter the same choice make the same sealed paper, so that no choice needs to be kept to compare them."""
    place = Place(election.id, paper.contest, paper.cred)
    chosen = [one for one in paper.choices if isinstance(one, str)]
    sealed, opening = seal(place, election.contest(paper.contest).question, chosen, seed)
    return replace(paper, choices=(), sealed=sealed), kept_opening(safe, sealed, opening)
