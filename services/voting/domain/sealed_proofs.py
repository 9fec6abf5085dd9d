"""That a commitment hides one of a few allowed numbers, without telling which: one real branch, the others made up (CDS 1994)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.voting.domain.sealed_group import (
    BASE,
    SIZE,
    Element,
    NotAnElement,
    commitment,
    decode,
    encode,
    hashed_scalar,
    height,
    scalar_bytes,
    scalar_of,
)

PROOF_DOMAIN: Final = b"pb.voting.sealed.proof.v1\0"


class BadProof(ValueError):
    """A sealed choice does not prove that it is a choice the rule allows."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`element` hides one of `values`; `context` (32 bytes) and `said` (the commitments as published) bind the proof to its place."""

    element: Element
    values: tuple[int, ...]
    context: bytes
    said: bytes

    def challenge(self, announced: bytes) -> int:
        return hashed_scalar(PROOF_DOMAIN, self.context, self.said, announced)


@dataclass(frozen=True, slots=True)
class Proof:
    """One announcement, challenge and response a branch; the last challenge is what is missing to the hash."""

    announced: bytes
    challenges: tuple[int, ...]
    responses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """`weight` times an equation that holds: response · H - announcement - challenge · (element - value · G) is neutral."""

    announcement: Element
    challenge: int
    response: int
    value: int


def size_of(branches: int) -> int:
    """Bytes of a proof: announcements, all challenges but the last, responses."""
    return (3 * branches - 1) * SIZE


def prove(statement: Statement, true: int, blinding: int, draw: Callable[[], int]) -> bytes:
    """`true` is the place of the hidden value in `values`; `draw` gives a fresh number below the order each time."""
    hidden = statement.values[true]
    challenges, responses, announced = [0] * len(statement.values), [], []
    for place, value in enumerate(statement.values):
        if place != true:
            challenges[place] = draw()
        response, challenge = draw(), challenges[place]
        responses.append(response)
        announced.append(encode(commitment(-challenge * (hidden - value), response - challenge * blinding)))
    whole = b"".join(announced)
    challenges[true] = statement.challenge(whole) - sum(challenges)
    responses[true] += challenges[true] * blinding
    return b"".join([whole, *map(scalar_bytes, challenges[:-1]), *map(scalar_bytes, responses)])


def equations(statement: Statement, proof: bytes) -> Iterator[Equation]:
    """What must hold for the proof to hold. Raises BadProof where the bytes are not in their one form."""
    branches = len(statement.values)
    if len(proof) != size_of(branches):
        raise BadProof("length")
    try:
        parts = [proof[i : i + SIZE] for i in range(0, len(proof), SIZE)]
        announced = [decode(part) for part in parts[:branches]]
        numbers = [scalar_of(part) for part in parts[branches:]]
    except NotAnElement as error:
        raise BadProof("not in its one form") from error
    challenges, responses = numbers[: branches - 1], numbers[branches - 1 :]
    challenges.append(statement.challenge(b"".join(parts[:branches])) - sum(challenges))
    yield from map(Equation, announced, challenges, responses, statement.values)


def terms(found: Sequence[tuple[int, Equation]], element: Element) -> list[tuple[int, Element]]:
    """The weighted equations about one element as a sum that is neutral if all of them hold."""
    return [
        (sum(weight * one.response for weight, one in found), height()),
        (sum(weight * one.challenge * one.value for weight, one in found), BASE),
        (-sum(weight * one.challenge for weight, one in found), element),
        *((-weight, one.announcement) for weight, one in found),
    ]
