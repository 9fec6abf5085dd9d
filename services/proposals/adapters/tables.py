"""Tables people send, CSV or XLSX, as rows of text with the line they stand on."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from services.proposals.application.importing import TableRow, TableUnreadable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DELIMITERS = ";,\t"
# A packed sheet can unfold to thousands of times its size.
UNFOLDED_MAX = 100 * 1024 * 1024


def read_table(content: bytes, media_type: str) -> list[TableRow]:
    """The first sheet, its header line first. Raises `TableUnreadable`."""
    lines = _xlsx(content) if media_type == XLSX else _csv(content)
    return [TableRow(number, tuple(cells)) for number, cells in lines if any(cell.strip() for cell in cells)]


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableUnreadable("not-utf-8") from None
    if "\x00" in text:
        raise TableUnreadable("not-a-table")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise TableUnreadable("not-a-table") from None


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        _require_small(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        rows: Iterable[Sequence[Any]] = book.worksheets[0].iter_rows(values_only=True)
        yield from enumerate((list(map(_text, row)) for row in rows), start=1)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError):
        raise TableUnreadable("not-a-table") from None


def _require_small(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNFOLDED_MAX:
            raise TableUnreadable("too-large")


def _text(value: Any) -> str:
    """Dates as ISO; whole numbers without the `.0` a spreadsheet adds."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
