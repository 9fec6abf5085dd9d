"""A running order: who starts what, and how an overrun shifts what comes after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.scheduling.domain.texts import Text

ELECTION: Final = "election"


class UnknownAgendaItem(Exception):
    """The running order has no item of that number."""


class AnotherItemRunning(Exception):
    """One item runs at a time."""


class ItemNotWaiting(Exception):
    """Only an item that was not started yet can be started."""


class ItemNotRunning(Exception):
    """Only the running item can be ended."""


class ItemState(StrEnum):
    WAITING = "planned"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a running order; instants are UTC."""

    n: int
    type: str
    label: Text
    start: datetime | None = None
    end: datetime | None = None
    minutes: int | None = None
    election: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def state(self) -> ItemState:
        if self.ended_at is not None:
            return ItemState.ENDED
        return ItemState.WAITING if self.started_at is None else ItemState.RUNNING

    def length(self) -> timedelta | None:
        if self.minutes is not None:
            return timedelta(minutes=self.minutes)
        return self.end - self.start if self.start and self.end else None


@dataclass(frozen=True, slots=True)
class Expected:
    """When an item starts and ends as things stand now; `late` is what it slipped by."""

    item: Item
    start: datetime | None
    end: datetime | None
    late: timedelta


def order(agenda: Sequence[Item], starts_at: datetime, now: datetime) -> list[Expected]:
    """The running order as it stands: an overrun shifts what comes after, a pause before a fixed start absorbs it."""
    expected: list[Expected] = []
    free = starts_at
    for item in agenda:
        begins = item.started_at or max(item.start or free, free)
        ends = item.ended_at or expected_end(item, begins, now)
        late = begins - item.start if item.start else timedelta(0)
        expected.append(Expected(item, begins, ends, max(late, timedelta(0))))
        free = ends or begins
    return expected


def expected_end(item: Item, begins: datetime, now: datetime) -> datetime | None:
    length = item.length()
    if length is None:
        return None
    ends = begins + length
    return max(ends, now) if item.state is ItemState.RUNNING else ends
