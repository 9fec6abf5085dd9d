"""Tables people send, CSV or XLSX, as rows of text with the line they stand on."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS = ("text/csv", "text/plain")
DELIMITERS = ";,\t"
# A packed sheet can unfold to thousands of times its size; no honest table of words is larger.
UNFOLDED_MAX = 100 * 1024 * 1024
ROWS_MAX = 5000
COLUMNS_MAX = 50
# What a spreadsheet would calculate when somebody opens the export of it; a dash before a sentence is no formula.
FORMULA = re.compile(r"[=@\t]|[+-]\s*[\w.]*[(!\d]")


class TableUnreadable(ValueError):
    """The file is not a table we can read."""

    fields = ("reason",)

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TableRow:
    """`line` as the sender's editor counts it."""

    line: int
    cells: tuple[str, ...]


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would calculate this cell instead of showing it."""
    return FORMULA.match(cell) is not None


def read_table(content: bytes, media_type: str) -> list[TableRow]:
    """The first sheet, its header line first. Raises `TableUnreadable`."""
    if media_type not in (XLSX, *TEXTS):
        raise TableUnreadable("not-a-table")
    lines = _xlsx(content) if media_type == XLSX else _csv(content)
    found = [
        TableRow(number, tuple(cells[:COLUMNS_MAX]))
        for number, cells in islice(lines, ROWS_MAX + 1)
        if any(cell.strip() for cell in cells)
    ]
    if len(found) > ROWS_MAX:
        raise TableUnreadable("too-large")
    return found


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableUnreadable("not-utf-8") from None
    if "\x00" in text:
        raise TableUnreadable("not-a-table")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    try:
        begun = 1  # a cell may hold several lines: a row stands where it begins
        for cells in reader:
            yield begun, cells
            begun = reader.line_num + 1
    except csv.Error:
        raise TableUnreadable("not-a-table") from None


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _require_small(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        rows: Iterable[Sequence[Any]] = book.worksheets[0].iter_rows(values_only=True, max_col=COLUMNS_MAX)
        yield from enumerate((_bare(list(map(_text, row))) for row in rows), start=1)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError, OSError):
        raise TableUnreadable("not-a-table") from None


def _require_small(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unfolded = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise TableUnreadable("not-a-table") from None
    if unfolded > UNFOLDED_MAX:
        raise TableUnreadable("too-large")


def _bare(cells: list[str]) -> list[str]:
    """A sheet pads its rows to one width."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    """Dates as ISO; whole numbers without the `.0` a spreadsheet adds."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
