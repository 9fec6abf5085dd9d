"""How ties are settled: an order nobody could know before the dice were rolled over a published head."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from services.voting.domain.canonical import canonical

DRAW_DOMAIN: Final = b"pb.voting.draw.v1\0"

_DICE: Final = re.compile(r"[1-6]{4,40}")


class DiceUnreadable(ValueError):
    """Dice are written as four to forty digits from 1 to 6, in the order they were rolled."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The drawn order of one contest; the smallest number stands first."""

    root: str
    dice: str
    contest: str

    def __post_init__(self) -> None:
        if not _DICE.fullmatch(self.dice):
            raise DiceUnreadable

    def number(self, candidate: str) -> bytes:
        return sha256(DRAW_DOMAIN + canonical([self.root, self.dice, self.contest, candidate])).digest()

    def ordered(self, candidates: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(candidates, key=self.number))
