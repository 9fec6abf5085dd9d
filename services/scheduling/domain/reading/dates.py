"""Dates in the spellings people use: numbers in either order, Eastern digits, month names, several in one cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.scheduling.domain.reading.words import TableWords
from shared.texts.folding import fold

HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*$")
ORDINAL = re.compile(r"(\d{1,2})(?:er|e|st|nd|rd|th)")
GLUED = re.compile(r"و(\d+)")  # "and 20" is one word in Arabic
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Day:
    """A date with the weekday printed beside it, and whether its year was printed with two digits."""

    on: date
    weekday: int | None = None
    short_year: bool = False

    @property
    def contradicted(self) -> bool:
        return self.weekday is not None and self.weekday != self.on.weekday()


@dataclass(frozen=True, slots=True)
class DateCell:
    """What a cell says: dates, or letters instead of a session, or nothing that can be read."""

    days: tuple[Day, ...] = ()
    letters: bool = False
    readable: bool = True


def read_dates(text: str, words: TableWords) -> DateCell:
    """Every date of a cell in its order; one word that is no part of a date makes the cell unreadable."""
    plain = fold(HOUR.sub("", text.strip()))
    if not plain:
        return DateCell(readable=not text.strip().strip("-–—./"))
    if plain in words.letters:
        return DateCell(letters=True)
    tokens = list(tokens_of(plain))
    return scan(tokens, words)


def tokens_of(plain: str) -> Iterable[str]:
    for word in plain.split():
        if (ordinal := ORDINAL.fullmatch(word)) or (ordinal := GLUED.fullmatch(word)):
            yield ordinal.group(1)
        else:
            yield word


def scan(tokens: Sequence[str], words: TableWords) -> DateCell:
    found: list[Day] = []
    weekday, place = None, 0
    while place < len(tokens):
        token = tokens[place]
        if token in words.weekdays:
            weekday, place = words.weekdays[token], place + 1
        elif token in words.beside_dates:
            place += 1
        elif (day := triple(tokens[place : place + 3], words)) is not None:
            found.append(Day(day[0], weekday, day[1]))
            weekday, place = None, place + 3
        else:
            return DateCell(readable=False)
    if weekday is not None and found and found[-1].weekday is None:
        found[-1] = Day(found[-1].on, weekday, found[-1].short_year)  # the weekday stands after its date
    return DateCell(tuple(found), readable=bool(found))


def triple(tokens: Sequence[str], words: TableWords) -> tuple[date, bool] | None:
    """Day, month and year, whichever comes first; a month named by a word may also stand first, as in English."""
    if len(tokens) < 3:
        return None
    first, middle, last = tokens
    if len(first) == 4:
        first, last = last, first
    elif first in words.months:
        first, middle = middle, first
    month = words.months.get(middle) or (int(middle) if middle.isdecimal() and len(middle) <= 2 else 0)
    if not (first.isdecimal() and last.isdecimal() and len(first) <= 2 and len(last) in (2, 4)):
        return None
    short = len(last) == 2
    try:
        return date(int(last) + (CENTURY if short else 0), month, int(first)), short
    except ValueError:
        return None
