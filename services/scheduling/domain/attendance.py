"""Check-in at a forum: who is there, from which neighbourhood, counted once however often a desk sends it."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from services.scheduling.domain.registration_code import SIGNS
from shared.aggregate import Aggregate
from shared.texts.folding import fold


class UnknownAttendee(Exception):
    """Nobody is registered under that id."""


class UnknownNeighbourhood(Exception):
    """The municipality has no neighbourhood of that name."""

    field = "neighbourhood"


def folded(name: str) -> str:
    """A name as it is compared: without case, accents, Arabic vowel signs, and with one space between words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def attendee_id(meeting: str, name: str, neighbourhood: str, homonym: int = 1) -> str:
    """The same person of the same neighbourhood has the same id on every desk, also on one that is cut off."""
    person = "\x1f".join((meeting, folded(name), neighbourhood, str(homonym)))
    return hashlib.sha256(person.encode()).hexdigest()[:32]


def badge_code(attendee: str) -> str:
    """The eight signs on a badge; made from the id, so that a desk that is cut off can make it too."""
    drawn = int(attendee, 16)
    return "".join(SIGNS[drawn // len(SIGNS) ** place % len(SIGNS)] for place in range(8))


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
    name_key: str = ""
    code: str = ""
    registered_at: datetime | None = None
    seen_at: datetime | None = None
    device: str | None = None
    erased: bool = False

    @classmethod
    def of(cls, municipality: str, meeting: str, person: Person) -> "Attendee":
        own = attendee_id(meeting, person.name, person.neighbourhood, person.homonym)
        return cls(
            municipality=municipality,
            id=own,
            meeting_id=meeting,
            person=person,
            name_key=fold(person.name),
            code=badge_code(own),
        )

    def erase(self) -> None:
        """Nobody any more, but still counted: the electorate of a held election does not change."""
        self.person = Person("", self.person.neighbourhood, self.person.gender, self.person.age_band)
        self.name_key, self.code, self.erased = "", "", True

    def seen(self, at: datetime, device: str) -> bool:
        """True the first time; of two desks, the earlier sighting is kept."""
        first = self.seen_at is None
        if self.seen_at is None or at < self.seen_at:
            self.seen_at, self.device = at, device
        return first
