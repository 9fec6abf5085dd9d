"""Check-in at a forum: who is there, from which neighbourhood, counted once however often a desk sends it."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.aggregate import Aggregate


class UnknownAttendee(Exception):
    """Nobody is registered under that id."""


class UnknownNeighbourhood(Exception):
    """The municipality has no neighbourhood of that name."""

    field = "neighbourhood"


class DesksNotSynced(Exception):
    """Voting opens only when every desk has sent what it queued while it was cut off."""

    fields = ("devices",)

    def __init__(self, devices: Sequence[str]) -> None:
        super().__init__(", ".join(devices))
        self.devices = ", ".join(devices)


def folded(name: str) -> str:
    """A name as it is compared: without case, accents, Arabic vowel signs, and with one space between words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def attendee_id(meeting: str, name: str, neighbourhood: str, homonym: int = 1) -> str:
    """The same person of the same neighbourhood has the same id on every desk, also on one that is cut off."""
    person = "\x1f".join((meeting, folded(name), neighbourhood, str(homonym)))
    return hashlib.sha256(person.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a desk writes them down; gender, age band and organisation are optional."""

    name: str
    neighbourhood: str
    gender: str | None = None
    age_band: str | None = None
    organisation: str | None = None
    homonym: int = 1


@dataclass(kw_only=True)
class Attendee(Aggregate):
    """One person of one forum; `seen_at` is when a desk first saw them."""

    meeting_id: str
    person: Person
    registered_at: datetime | None = None
    seen_at: datetime | None = None
    device: str | None = None

    def seen(self, at: datetime, device: str) -> bool:
        """True the first time; of two desks, the earlier sighting is kept."""
        first = self.seen_at is None
        if self.seen_at is None or at < self.seen_at:
            self.seen_at, self.device = at, device
        return first


@dataclass(kw_only=True)
class Desk(Aggregate):
    """A check-in device: what it admitted, and what it says it has not sent yet."""

    meeting_id: str
    device: str
    neighbourhoods: list[str]
    admitted: int = 0
    pending: int = 0
    closed: bool = False
