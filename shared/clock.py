"""The two clocks: `civil` for what the law and the town see, `system` for what machines need.

The demo steps the civil clock through past editions. The system clock is never moved: an offset
system clock was seen to empty collections with a time to live within a minute.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

CLOCK_ID = "civil"


class Clock(Protocol):
    """Where every instant of the product comes from; both answers are aware and in UTC."""

    async def civil(self) -> datetime:
        """The domain's instant: deadlines, opening hours, dates printed on documents."""

    def system(self) -> datetime:
        """The machine's instant: leases, retries, time to live, tokens, traces."""


class SystemClock:
    """Production: both clocks are the machine's."""

    async def civil(self) -> datetime:
        return self.system()

    def system(self) -> datetime:
        return datetime.now(UTC)


class SteppedClock(SystemClock):
    """Demo: the civil clock is a document of the service's database and runs on from where it was set."""

    def __init__(self, clocks: Any) -> None:
        self._clocks = clocks

    async def civil(self) -> datetime:
        setting = await self._clocks.find_one({"_id": CLOCK_ID})
        return stepped(setting, self.system()) if setting else self.system()

    async def step_to(self, instant: datetime) -> None:
        """Set the civil clock; the same instant twice is harmless."""
        setting = {"civil": instant, "set_at": self.system()}
        await self._clocks.replace_one({"_id": CLOCK_ID}, setting, upsert=True)


def stepped(setting: dict[str, datetime], now: datetime) -> datetime:
    """The civil instant that follows from where the clock was set and how long ago."""
    return setting["civil"] + max(now - setting["set_at"], timedelta(0))


def zone_date(instant: datetime, timezone: str) -> date:
    """The calendar date of an instant where the municipality lies."""
    return instant.astimezone(ZoneInfo(timezone)).date()
