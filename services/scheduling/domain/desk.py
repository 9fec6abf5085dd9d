"""A check-in desk: the neighbourhoods it admits while cut off, and what it says it has not sent yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from shared.aggregate import Aggregate

SILENCE: Final = timedelta(minutes=2)  # a desk with a network is heard from every half minute


class DesksNotSynced(Exception):
    """Voting opens only when every desk has sent what it queued while it was cut off."""

    fields = ("devices", "desks")

    def __init__(self, waiting: Sequence["Desk"]) -> None:
        self.devices = ", ".join(desk.device for desk in waiting)
        self.desks: list[Mapping[str, Any]] = [{"device": d.device, "pending": d.pending} for d in waiting]
        super().__init__(self.devices)


class NeighbourhoodAssigned(Exception):
    """A neighbourhood has one desk: two that are cut off could admit the same person twice."""

    fields = ("neighbourhood", "device")

    def __init__(self, neighbourhood: str, device: str) -> None:
        super().__init__(f"{neighbourhood} {device}")
        self.neighbourhood, self.device = neighbourhood, device


class ForeignNeighbourhood(Exception):
    """A desk that is cut off admits only the neighbourhoods it was given."""

    field = "neighbourhood"


class OverrideNotAllowed(Exception):
    """Only who leads the forum may close check-in over a desk that has not sent everything."""


@dataclass(kw_only=True)
class Desk(Aggregate):
    """`pending` is what the device said last; None until it has said anything. `heard_at` is on the system clock."""

    meeting_id: str
    device: str
    neighbourhoods: list[str] = field(default_factory=list)
    admitted: int = 0
    pending: int | None = None
    heard_at: datetime | None = None
    closed: bool = False

    def admits_offline(self, neighbourhood: str) -> bool:
        return neighbourhood in self.neighbourhoods

    def said(self, pending: int, at: datetime) -> None:
        self.pending, self.heard_at = pending, at

    def waiting(self, now: datetime) -> bool:
        """Whether people may still be on this device: it said so, never spoke, or has an electorate and went silent."""
        if self.pending or self.heard_at is None:
            return True
        return bool(self.neighbourhoods) and now - self.heard_at > SILENCE


def assign(desk: Desk, neighbourhoods: Sequence[str], others: Sequence[Desk]) -> None:
    """Raises `NeighbourhoodAssigned`."""
    for other in others:
        if other.device != desk.device and (taken := set(neighbourhoods) & set(other.neighbourhoods)):
            raise NeighbourhoodAssigned(min(taken), other.device)
    desk.neighbourhoods = sorted(set(neighbourhoods))
