"""When a message may go: not at night, and once a day for who asked for that."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which nobody's telephone rings; `start` later than `end` spans midnight."""

    start: time = time(21)
    end: time = time(8)

    def covers(self, hour: time) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def next_allowed(self, instant: datetime, timezone: str) -> datetime:
        """The instant itself, or the end of the quiet hours it falls in, on the local clock."""
        local = instant.astimezone(ZoneInfo(timezone))
        if not self.covers(local.time()):
            return instant
        return _next(local, self.end).astimezone(instant.tzinfo)


def next_digest(instant: datetime, timezone: str, hour: time = time(18)) -> datetime:
    """The coming digest hour on the local clock."""
    return _next(instant.astimezone(ZoneInfo(timezone)), hour).astimezone(instant.tzinfo)


def _next(local: datetime, hour: time) -> datetime:
    day = local.date() if local.time() < hour else local.date() + timedelta(days=1)
    return datetime.combine(day, hour, tzinfo=local.tzinfo)
