"""How a day stands on paper: the year first, or the day first as people write it here; in any digits."""

import re
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class NotADay(ValueError):
    """No day of the calendar can be read in it."""


def day_in(typed: str) -> date:
    """Never the month first: nobody writes so in Tunisia or Morocco. Raises `NotADay`."""
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, found.groups())
    else:
        raise NotADay(typed)
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay(typed) from None
