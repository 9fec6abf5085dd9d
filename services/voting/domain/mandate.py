"""What a delegate holds between two elections, and who follows when it ends early."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class EndReason(StrEnum):
    TERM = "term"
    RESIGNATION = "resignation"
    ABSENCE = "absence"
    REPLACED = "replaced"
    ANNULLED = "annulled"


class MandateAlreadyEnded(ValueError):
    """A mandate ends once."""


class NobodyLeftToReplace(ValueError):
    """No alternate of this list is left: the seat stays empty until the next election."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One delegate of one contest; `rank` is the place on its list, alternates counted by themselves. `ends_on` is the first day without it."""

    id: str
    election: str
    contest: str
    candidate: str
    name: str
    rank: int
    alternate: bool
    starts_on: date
    ends_on: date | None = None
    ended: EndReason | None = None
    edition: str = ""
    neighbourhood: str | None = None

    def held_on(self, day: date) -> bool:
        """Also of one that ended early: until then it was held."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def state_on(self, day: date) -> str:
        return "ended" if self.ended or (self.ends_on is not None and self.ends_on <= day) else "held"

    def end(self, on: date, reason: EndReason) -> "Mandate":
        if self.ended is not None:
            raise MandateAlreadyEnded(self.id)
        return replace(self, ends_on=on, ended=reason)


def successor(mandates: Sequence[Mandate], ended: Mandate, on: date) -> Mandate:
    """The next alternate of the list takes the seat; raises NobodyLeftToReplace."""
    waiting = [one for one in mandates if one.alternate and one.contest == ended.contest and one.ended is None]
    if not waiting:
        raise NobodyLeftToReplace(ended.contest)
    follower = min(waiting, key=lambda one: one.rank)
    return replace(follower, alternate=False, rank=ended.rank, starts_on=on)
