"""Which delegates came to a meeting: the roll is called there, name by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.voting.domain.mandate import Mandate
from shared.aggregate import Aggregate


class Mark(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class NotADelegateThatDay(ValueError):
    """The roll holds who has a mandate on the day of the meeting, and nobody else."""


class MeetingNotBegun(ValueError):
    """Nobody is present or absent before the meeting begins."""


@dataclass(kw_only=True)
class Roll(Aggregate):
    """One meeting; `marks` by mandate, of everybody who held one on that day."""

    edition: str
    kind: str
    title: dict[str, str]
    starts_at: datetime
    day: date
    marks: dict[str, Mark] = field(default_factory=dict)
    called_at: datetime | None = None

    def convened(self, title: Mapping[str, str], starts_at: datetime, day: date) -> None:
        """A meeting that is put off, or named otherwise, is convened again."""
        self.title, self.starts_at, self.day = dict(title), starts_at, day

    def call(self, mandates: Sequence[Mandate], marks: Mapping[str, Mark], at: datetime) -> None:
        """Whoever is not named was absent. Raises MeetingNotBegun, NotADelegateThatDay."""
        if at < self.starts_at:
            raise MeetingNotBegun(self.id)
        holders = {one.id for one in self.holders(mandates)}
        if not set(marks) <= holders:
            raise NotADelegateThatDay(self.id)
        self.marks = {own: marks.get(own, Mark.ABSENT) for own in sorted(holders)}
        self.called_at = at

    def holders(self, mandates: Sequence[Mandate]) -> list[Mandate]:
        """Delegates of that day; those a meeting elects sit from the next one on."""
        return [one for one in mandates if not one.alternate and one.starts_on < self.day and one.held_on(self.day)]
