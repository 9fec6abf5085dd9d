"""Which column holds what, told from the header line, and lines whose columns stand the other way round."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.scheduling.domain.reading.dates import read_dates
from services.scheduling.domain.reading.words import TableWords, alike
from shared.texts.folding import fold

HEADER_WITHIN = 15  # lines of title and letterhead that may stand above the header
NEAR = 0.75
BESIDE = re.compile(r"\([^)]*\)")  # `done (yes/no)`
NEEDED = ("activity", "date")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A line of the table as it was sent."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column, None where it is not known; `line` is the header's own."""

    fields: tuple[str | None, ...]
    headers: tuple[str, ...] = ()
    line: int = 0

    @property
    def understood(self) -> bool:
        return all(name in self.fields for name in NEEDED)

    @property
    def backwards(self) -> bool:
        """In a table of calendars the activity comes before its date; the other way round it was written from its end."""
        return self.understood and self.fields.index("date") < self.fields.index("activity")

    def texts(self, cells: Sequence[str]) -> dict[str, str]:
        padded = [*cells, *[""] * (len(self.fields) - len(cells))]
        return {name: text.strip() for name, text in zip(self.fields, padded, strict=False) if name}

    def turned(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells of a line that was written from its other end."""
        padded = [*cells, *[""] * (len(self.fields) - len(cells))]
        return tuple(reversed(padded[: len(self.fields)]))


def understand(rows: Sequence[PrintedRow], words: TableWords) -> Columns:
    """The first line that names an activity and a date is the header; without one nothing is understood."""
    for row in rows[:HEADER_WITHIN]:
        found = named(row, words)
        if found.understood:
            return found
    return Columns(tuple(None for _ in range(max((len(row.cells) for row in rows), default=0))))


def named(row: PrintedRow, words: TableWords) -> Columns:
    fields: list[str | None] = []
    for cell in row.cells:
        name = header(cell, words)
        fields.append(name if name not in fields else None)
    return Columns(tuple(fields), row.cells, row.line)


def header(cell: str, words: TableWords) -> str | None:
    plain = fold(BESIDE.sub(" ", cell))
    if not plain or len(plain) > 60:
        return None
    if plain in words.headers:
        return words.headers[plain]
    near = max(words.headers, key=lambda spelling: alike(plain, spelling))
    return words.headers[near] if alike(plain, near) >= NEAR else None


def corrected(columns: Columns, by_hand: Mapping[int, str | None]) -> Columns:
    """Columns named by a person win; a field taken elsewhere is given up there."""
    taken = {name for name in by_hand.values() if name}
    fields = [None if name in taken else name for name in columns.fields]
    for place, name in by_hand.items():
        if place < len(fields):
            fields[place] = name
    return Columns(tuple(fields), columns.headers, columns.line)


def stands_backwards(columns: Columns, row: PrintedRow, before: bool, words: TableWords) -> bool:
    """Whether the line fits the header better from its other end; in doubt as the line before it."""
    straight = fit(columns.texts(row.cells), words)
    turned = fit(columns.texts(columns.turned(row.cells)), words)
    return before if straight == turned else turned > straight


def fit(texts: Mapping[str, str], words: TableWords) -> int:
    """How well the cells answer to their columns: dates where dates belong and nowhere else."""
    score = 0
    for name, text in texts.items():
        if not text:
            continue
        dated = bool(read_dates(text, words).days)
        if name == "date":
            score += 2 if dated else -1
        elif name in ("activity", "phase", "evidence"):
            score += -2 if dated else 0
    if "phase" in texts and "activity" in texts:
        score += len(texts["activity"]) > 3
    return score
