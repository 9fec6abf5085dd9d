"""Tables people send: what is read, and what is refused before it can do harm."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from shared.tables import ROWS_MAX, XLSX, TableUnreadable, is_formula, read_table


def workbook(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small archive that unfolds to more than any table."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(128):
            sheet.write(bytes(1024 * 1024))
    return out.getvalue()


def test_a_sheet_that_unfolds_to_a_hundred_times_its_size_is_refused() -> None:
    with pytest.raises(TableUnreadable) as refused:
        read_table(bomb(), XLSX)
    assert refused.value.reason == "too-large"


def test_a_formula_is_seen_as_one_and_never_calculated() -> None:
    [_, row] = read_table(workbook(["a", "b"], ["=1+1", "- a sentence"]), XLSX)
    assert [is_formula(cell) for cell in row.cells] == [True, False]


def test_a_cell_of_several_lines_does_not_shift_the_numbers_of_the_lines_below() -> None:
    rows = read_table(b'a,b\n"1\n2",x\n3,y\n', "text/csv")
    assert [row.line for row in rows] == [1, 2, 4]


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b"PK\x03\x04 no archive", XLSX, "not-a-table"),
        (b"\xff\xfe\x00", "text/csv", "not-utf-8"),
        (b"a\x00b", "text/csv", "not-a-table"),
        (b"%PDF-1.7", "application/pdf", "not-a-table"),
        (b"x\n" * (ROWS_MAX + 1), "text/csv", "too-large"),
    ],
)
def test_what_is_no_table_is_named(content: bytes, media_type: str, reason: str) -> None:
    with pytest.raises(TableUnreadable) as refused:
        read_table(content, media_type)
    assert refused.value.reason == reason
