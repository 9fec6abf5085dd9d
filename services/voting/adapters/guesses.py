"""Guessing codes gets slower and slower, for everybody who guesses and for nobody else.

No address is looked at: a hall is behind one. The slip is checked first, so a valid one never meets this. What truly protects
is the code itself: at ten thousand guesses a second, finding one of 500 slips among 10**22 takes some 30 million years.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final

FREE: Final = 50  # wrong answers an election gives at once: a hall mistypes, or chooses the wrong neighbourhood
FORGIVEN: Final = 5.0  # of them a second
STEP: Final = 0.05  # seconds longer for each one beyond
LONGEST: Final = 5.0  # seconds
MOST_WAITING: Final = 500  # answers held back at a time; beyond, waiting would cost the box more than answering


class TooManyGuesses(Exception):
    """So many wrong codes are being tried that wrong ones are turned away without waiting."""

    fields: ClassVar = {"seconds": "seconds"}
    seconds = int(LONGEST)


@dataclass(slots=True)
class Level:
    height: float = 0.0
    at: float = 0.0


@dataclass
class Guesses:
    """Of one process, in memory: how many slips nobody printed were tried lately, by election."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    waiting: int = 0
    levels: dict[str, Level] = field(default_factory=dict)

    async def hold_back(self, election: str) -> None:
        """Call before telling that a slip is unknown. Raises TooManyGuesses."""
        delay = self._delay(election)
        if delay <= 0:
            return
        if self.waiting >= MOST_WAITING:
            raise TooManyGuesses
        self.waiting += 1
        try:
            await self.sleep(delay)
        finally:
            self.waiting -= 1

    def _delay(self, election: str) -> float:
        level, now = self.levels.setdefault(election, Level()), self.now()
        level.height = max(0.0, level.height - (now - level.at) * FORGIVEN) + 1
        level.at = now
        return min(LONGEST, (level.height - FREE) * STEP)
