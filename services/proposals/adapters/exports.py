"""Lists leaving as CSV, JSON or XLSX, one page of them in memory at a time."""

import csv
import io
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

PIECE = 64 * 1024
# A spreadsheet calculates cells that begin so; the apostrophe makes them text again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = AsyncIterator[Mapping[str, Any]]


async def as_csv(columns: Sequence[str], rows: Rows) -> AsyncIterator[bytes]:
    """With a byte-order mark: spreadsheets read Arabic only then."""
    yield b"\xef\xbb\xbf" + _line(columns)
    async for row in rows:
        yield _line([_safe(row.get(name)) for name in columns])


async def as_json(columns: Sequence[str], rows: Rows) -> AsyncIterator[bytes]:
    between = b"["
    async for row in rows:
        yield between + json.dumps({name: row.get(name) for name in columns}, ensure_ascii=False).encode()
        between = b",\n"
    yield b"[]" if between == b"[" else b"]"


async def as_xlsx(heads: Mapping[str, str], rows: Rows, right_to_left: bool) -> AsyncIterator[bytes]:
    """Written row by row to a temporary file: nothing of it stays in memory. `heads`: what each column is called."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        sheet = book.add_worksheet()
        if right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, heads.values())
        number = 0
        async for row in rows:
            number += 1
            sheet.write_row(number, 0, [row.get(name) if row.get(name) is not None else "" for name in heads])
        book.close()
        file.seek(0)
        for piece in _pieces(file.read):
            yield piece


def _pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while piece := read(PIECE):
        yield piece


def _line(cells: Sequence[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
