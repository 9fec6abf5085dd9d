"""Sealed choices: one commitment an option and one for a blank ballot, with the proofs that they are a ballot the rule allows.

Only sums over all ballots are ever opened. Experimental: see docs/decisions/0015.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import count
from typing import Any, Final

from services.voting.domain.canonical import canonical
from services.voting.domain.sealed_group import (
    SIZE,
    Element,
    NotAnElement,
    commitment,
    decode,
    encode,
    hashed_scalar,
    is_neutral,
    scalar_of,
    weighted,
)
from services.voting.domain.sealed_proofs import BadProof, Equation, Statement, equations, prove, size_of, terms

MOST_OPTIONS: Final = 20  # a ballot with more does not fit its 16 KiB
BIT: Final = (0, 1)
CHANCE_DOMAIN: Final = b"pb.voting.sealed.chance.v1\0"
WEIGHT_DOMAIN: Final = b"pb.voting.sealed.weight.v1\0"


class BadOpening(ValueError):
    """What came with a sealed ballot does not open it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What every proof is bound to: it is worth nothing on another ballot."""

    election: str
    contest: str
    cred: str

    def context(self, what: str, option: str | None = None) -> bytes:
        return sha256(canonical([what, self.election, self.contest, self.cred, option])).digest()


@dataclass(frozen=True, slots=True)
class Question:
    """The options in the order of the manifest, and how many may be chosen."""

    options: tuple[str, ...]
    most: int

    @property
    def totals(self) -> tuple[int, ...]:
        """What the sum of all choices may be; a blank ballot adds one more than there are options."""
        return (*range(1, min(self.most, len(self.options)) + 1), len(self.options) + 1)


@dataclass(frozen=True)
class SealedVote:
    """As published: a commitment and a proof an option, the blank one last, and a proof about their sum."""

    commitments: tuple[bytes, ...]
    proofs: tuple[bytes, ...]
    total: bytes

    def document(self) -> dict[str, Any]:
        return {
            "commitments": [one.hex() for one in self.commitments],
            "proofs": [one.hex() for one in self.proofs],
            "total": self.total.hex(),
        }

    @cached_property
    def digest(self) -> str:
        return sha256(canonical(self.document())).hexdigest()

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Raises BadProof."""
        try:
            found = tuple(map(decode, self.commitments))
        except NotAnElement as error:
            raise BadProof("not in its one form") from error
        if any(map(is_neutral, found)):
            raise BadProof("a commitment that hides nothing")
        return found


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """What the commitments of one ballot hide: known to the phone and the box, destroyed after the declaration."""

    values: tuple[int, ...]
    blindings: tuple[int, ...]

    def document(self) -> dict[str, Any]:
        return {"values": list(self.values), "blindings": [_hex(one) for one in self.blindings]}


def seal(place: Place, question: Question, chosen: Sequence[str], seed: bytes) -> tuple[SealedVote, Opening]:
    """No choice is a blank ballot. `seed` is 32 random bytes that nobody keeps."""
    values = (*(int(option in chosen) for option in question.options), int(not chosen))
    draw = _drawn(seed, place, values)
    blindings = tuple(draw() for _ in values)
    commitments = tuple(encode(commitment(*pair)) for pair in zip(values, blindings, strict=True))
    sealed = SealedVote(commitments, (), b"")
    statements = list(_statements(place, question, sealed))
    proofs = [prove(*one, draw) for one in zip(statements[:-1], values, blindings, strict=False)]
    factors = _factors(question)
    reached = sum(map(int.__mul__, factors, values))
    total = prove(statements[-1], question.totals.index(reached), sum(map(int.__mul__, factors, blindings)), draw)
    return SealedVote(commitments, tuple(proofs), total), Opening(values, blindings)


def check_sealed(place: Place, question: Question, sealed: SealedVote) -> None:
    """Raises BadProof; all equations of the ballot at once, under weights that follow from all of its bytes."""
    options = len(question.options) + 1
    if len(sealed.commitments) != options or len(sealed.proofs) != options:
        raise BadProof("options")
    draw = _weights(sealed, place)
    found: list[tuple[int, Element]] = []
    for statement, proof in zip(_statements(place, question, sealed), (*sealed.proofs, sealed.total), strict=True):
        checked: list[tuple[int, Equation]] = [(draw(), one) for one in equations(statement, proof)]
        found += terms(checked, statement.element)
    if not is_neutral(weighted(found)):
        raise BadProof("a proof does not hold")


def check_opening(sealed: SealedVote, opening: Opening | None) -> None:
    """Raises BadOpening."""
    if opening is None or not len(opening.values) == len(opening.blindings) == len(sealed.commitments):
        raise BadOpening
    pairs = zip(opening.values, opening.blindings, strict=True)
    if any(encode(commitment(*pair)) != said for pair, said in zip(pairs, sealed.commitments, strict=True)):
        raise BadOpening


def read_sealed(document: Any) -> SealedVote:
    """Raises ValueError for anything but lists of lowercase hexadecimal of the right length."""
    if not isinstance(document, dict) or set(document) != {"commitments", "proofs", "total"}:
        raise ValueError("fields of the sealed choices")
    commitments, proofs = document["commitments"], document["proofs"]
    if not isinstance(commitments, list) or not isinstance(proofs, list):
        raise ValueError("lists expected")
    return SealedVote(
        tuple(_bytes(one, SIZE) for one in commitments),
        tuple(_bytes(one, size_of(len(BIT))) for one in proofs),
        _bytes(document["total"]),
    )


def read_opening(document: Any) -> Opening:
    """Raises ValueError."""
    if not isinstance(document, dict) or set(document) != {"values", "blindings"}:
        raise ValueError("fields of the opening")
    values, blindings = document["values"], document["blindings"]
    if not isinstance(values, list) or not isinstance(blindings, list):
        raise ValueError("lists expected")
    if any(type(one) is not int or one not in BIT for one in values):
        raise ValueError("each value is 0 or 1")
    return Opening(tuple(values), tuple(scalar_of(_bytes(one, SIZE)) for one in blindings))


def _statements(place: Place, question: Question, sealed: SealedVote) -> Iterator[Statement]:
    """One for each option, one for the blank ballot, and the last about the sum."""
    contexts = [place.context("option", one) for one in question.options] + [place.context("blank")]
    for element, said, context in zip(sealed.elements, sealed.commitments, contexts, strict=True):
        yield Statement(element, BIT, context, said)
    whole = weighted(zip(_factors(question), sealed.elements, strict=True))
    yield Statement(whole, question.totals, place.context("total"), b"".join(sealed.commitments))


def _factors(question: Question) -> list[int]:
    """A blank mark weighs more than all options together, so that it stands alone."""
    return [1] * len(question.options) + [len(question.options) + 1]


def _drawn(seed: bytes, place: Place, values: Sequence[int]) -> Callable[[], int]:
    """Numbers that follow from the seed and from what is sealed, so that no number ever serves two ballots."""
    bound, numbers = seed + place.context("chance") + bytes(values), count()
    return lambda: hashed_scalar(CHANCE_DOMAIN, bound, next(numbers).to_bytes(4, "little"))


def _weights(sealed: SealedVote, place: Place) -> Callable[[], int]:
    """128 bits an equation: to make two wrong ones cancel out, one would have to know them beforehand."""
    bound, numbers = bytes.fromhex(sealed.digest) + place.context("weights"), count()
    return lambda: hashed_scalar(WEIGHT_DOMAIN, bound, next(numbers).to_bytes(4, "little")) % 2**128


def _bytes(text: Any, size: int | None = None) -> bytes:
    found = bytes.fromhex(text) if isinstance(text, str) else b""
    if not found or found.hex() != text or (size is not None and len(found) != size):
        raise ValueError("hexadecimal expected")
    return found


def _hex(number: int) -> str:
    return number.to_bytes(SIZE, "little").hex()
