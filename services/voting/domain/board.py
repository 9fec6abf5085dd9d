"""The public board: every ballot without a name, two signed heads, and a result anybody can count again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain import merkle
from services.voting.domain.ballot import Choice, Marks, SignedBallot
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Contest
from services.voting.domain.count import ContestResult, count
from services.voting.domain.draw import Draw
from services.voting.domain.late import Box, Merged, PaperBallot, Statement
from services.voting.domain.manifest import Manifest, digest
from services.voting.domain.sealed import Opening, SealedVote
from services.voting.domain.sealed_sums import OpenedSums, count_opened, open_sums

VERSION: Final = 1
BEFORE_BALLOTS: Final = b'{"ballots":['  # the first name in the canonical order of a board


@dataclass(frozen=True, slots=True)
class Head:
    """A signed summary of the whole board up to a point; head 2 proves that it only adds to head 1."""

    n: int
    election: str
    manifest: str
    counts: dict[str, int]
    size: int
    root: str
    previous: str | None = None
    consistency: tuple[str, ...] = ()
    results: str | None = None

    def document(self) -> dict[str, Any]:
        return {
            "v": VERSION,
            "kind": "head",
            "n": self.n,
            "election": self.election,
            "manifest": self.manifest,
            "counts": self.counts,
            "size": self.size,
            "root": self.root,
            "previous": self.previous,
            "consistency": list(self.consistency),
            "results": self.results,
        }

    @property
    def value(self) -> str:
        """What is read out and printed in the official record."""
        return digest(canonical(self.document()))

    def signed(self, key: Ed25519PrivateKey) -> dict[str, Any]:
        return {"head": self.document(), "sig": key.sign(canonical(self.document())).hex()}


@dataclass(frozen=True)
class Closed:
    """A board as it stands at closing: the ballots the box received, sorted by hash."""

    manifest: Manifest
    ballots: tuple[SignedBallot, ...]

    @classmethod
    def of(cls, manifest: Manifest, ballots: Sequence[SignedBallot]) -> "Closed":
        return cls(manifest, tuple(sorted(ballots, key=lambda signed: signed.digest)))

    @cached_property
    def leaves(self) -> list[bytes]:
        entries = (canonical(self.manifest.document()), canonical(self.census()), *(one.wire for one in self.ballots))
        return [merkle.leaf_hash(entry) for entry in entries]

    def census(self) -> dict[str, Any]:
        return {"kind": "census", "contests": [census.document() for census in self.manifest.censuses]}

    def head(self) -> Head:
        return self.first

    @cached_property
    def first(self) -> Head:
        leaves = self.leaves
        return Head(
            1,
            self.manifest.election,
            self.manifest.digest,
            self._counts(),
            len(leaves),
            merkle.root(leaves).hex(),
        )

    def document(self) -> dict[str, Any]:
        """The part of board.json that head 1 summarises."""
        return {
            "v": VERSION,
            "kind": "board",
            "manifest": self.manifest.document(),
            "census": self.census(),
            "ballots": [signed.document() for signed in self.ballots],
        }

    def content(self, added: Mapping[str, Any]) -> bytes:
        """board.json with what was `added`, in canonical bytes; ballots go in as they were sent, not encoded again."""
        rest = canonical(replace(self, ballots=()).document() | dict(added))
        wires = b",".join(one.wire for one in self.ballots)
        return BEFORE_BALLOTS + wires + rest[len(BEFORE_BALLOTS) :]

    def box(self) -> Box:
        manifest = self.manifest
        return Box(manifest.election, manifest.contests, manifest.censuses, sealed=manifest.sealed)

    def _counts(self) -> dict[str, int]:
        counts = {contest.id: 0 for contest in self.manifest.contests}
        for signed in self.ballots:
            counts[signed.ballot.contest] += 1
        return counts


@dataclass(frozen=True)
class Additions:
    """What came after head 1: tablet statements and their batches, paper, and the dice of each contest."""

    dice: Mapping[str, str]
    statements: tuple[Statement, ...] = ()
    batches: Mapping[str, tuple[SignedBallot, ...]] | None = None
    paper: tuple[PaperBallot, ...] = ()

    def document(self) -> dict[str, Any]:
        batches = self.batches or {}
        return {
            "statements": [one.document() for one in sorted(self.statements, key=lambda one: one.tablet)],
            "late": [
                {"kind": "late", "tablet": tablet, "ballot": signed.document()}
                for tablet in sorted(batches)
                for signed in sorted(batches[tablet], key=lambda one: one.digest)
            ],
            "paper": sorted((one.document() for one in self.paper), key=canonical),
            "dice": {"kind": "dice", "dice": dict(self.dice)},
        }


@dataclass(frozen=True)
class Declared:
    """The whole board with its result; building it again gives the same bytes."""

    closed: Closed
    additions: Additions
    results: tuple[ContestResult, ...]
    merged: Merged
    opened: tuple[OpenedSums, ...] | None = None

    @classmethod
    def count(cls, closed: Closed, additions: Additions, openings: Mapping[str, Opening] | None = None) -> "Declared":
        """Raises DiceUnreadable, SumsDoNotOpen. `additions.dice` names every contest; `openings` where ballots are sealed."""
        merged = closed.box().merge(closed.ballots, additions.batches or {}, additions.paper)
        root = closed.head().root
        present = {census.contest: census.present for census in closed.manifest.censuses}
        contests = closed.manifest.contests
        draws = {contest.id: Draw(root, additions.dice[contest.id], contest.id) for contest in contests}
        if not closed.manifest.sealed:
            counted = {name: readable(marks) for name, marks in merged.counted.items()}
            results = tuple(count(one, counted[one.id], present[one.id], draws[one.id]) for one in contests)
            return cls(closed, additions, results, merged)
        opened = tuple(open_sums(one, _sealed(merged, one), openings or {}) for one in contests)
        results = tuple(
            count_opened(one, sums, len(merged.counted[one.id]), present[one.id], draws[one.id])
            for one, sums in zip(contests, opened, strict=True)
        )
        return cls(closed, additions, results, merged, opened)

    def outcome(self) -> dict[str, Any]:
        return {
            "kind": "results",
            "results": [result.document() for result in self.results],
            "refused": [one.document() for one in self.merged.refused],
        }

    def head(self) -> Head:
        before = self.closed.leaves
        leaves = before + [merkle.leaf_hash(canonical(entry)) for entry in self._added()]
        first = self.closed.head()
        return Head(
            2,
            first.election,
            first.manifest,
            {contest: len(ballots) for contest, ballots in self.merged.counted.items()},
            len(leaves),
            merkle.root(leaves).hex(),
            first.value,
            tuple(node.hex() for node in merkle.consistency_proof(leaves, len(before))),
            digest(canonical(self.outcome())),
        )

    def document(self, key: Ed25519PrivateKey) -> dict[str, Any]:
        """board.json."""
        return {**self.closed.document(), **self._after_head_1(key)}

    def content(self, key: Ed25519PrivateKey) -> bytes:
        """Its canonical bytes."""
        return self.closed.content(self._after_head_1(key))

    def _after_head_1(self, key: Ed25519PrivateKey) -> dict[str, Any]:
        heads = [self.closed.head().signed(key), self.head().signed(key)]
        sums = {} if self.opened is None else {"opened": self._sums()}
        return {**self.additions.document(), **sums, "outcome": self.outcome(), "heads": heads}

    def _added(self) -> list[dict[str, Any]]:
        added = self.additions.document()
        before = [*added["statements"], *added["late"], *added["paper"], added["dice"]]
        return [*before, *([] if self.opened is None else [self._sums()]), self.outcome()]

    def _sums(self) -> dict[str, Any]:
        return {"kind": "opened", "contests": [sums.document() for sums in self.opened or ()]}


def readable(marks: Iterable[Marks]) -> tuple[tuple[Choice, ...], ...]:
    """Of ballots that are open."""
    return tuple(one for one in marks if not isinstance(one, SealedVote))


def _sealed(merged: Merged, contest: Contest) -> tuple[SealedVote, ...]:
    return tuple(one for one in merged.counted[contest.id] if isinstance(one, SealedVote))
