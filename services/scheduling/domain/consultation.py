"""Consultation windows that open and close by themselves at their instants."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate
from shared.contracts.event import Text3
from shared.contracts.scheduling import ConsultationClosed, ConsultationOpened


class WindowEndsBeforeStart(Exception):
    """A window closes after it opens."""


class WindowState(StrEnum):
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(kw_only=True)
class Consultation(Aggregate):
    """`due_at` is the next instant something happens; the sweep looks for it, so a restart across it loses nothing."""

    edition: str
    title: Text
    kind: str
    opens_at: datetime
    closes_at: datetime
    state: WindowState = WindowState.SCHEDULED
    due_at: datetime | None = None

    def schedule(self) -> None:
        if self.closes_at <= self.opens_at:
            raise WindowEndsBeforeStart(self.id)
        self.state, self.due_at = WindowState.SCHEDULED, self.opens_at

    def reopen(self, opens_at: datetime, closes_at: datetime) -> None:
        self.opens_at, self.closes_at = opens_at, closes_at
        self.schedule()

    def tick(self, now: datetime) -> None:
        """Open and close as the clock passed the instants; both when it passed both. Each is announced with its own instant."""
        if self.state is WindowState.SCHEDULED and now >= self.opens_at:
            self.state, self.due_at = WindowState.OPEN, self.closes_at
            self.record(ConsultationOpened(**self.who(), title=Text3(**self.title), closes_at=self.closes_at))
        if self.state is WindowState.OPEN and now >= self.closes_at:
            self.state, self.due_at = WindowState.CLOSED, None
            self.record(ConsultationClosed(**self.who(), closed_at=self.closes_at))

    def who(self) -> dict[str, str]:
        return {"municipality": self.municipality, "consultation_id": self.id, "edition": self.edition}
