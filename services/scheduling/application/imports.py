"""Commands on the review of a calendar table, from the file to the draft and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.scheduling.application.ports import Calendars, Imports
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.calendar_import import (
    MOST_LETTERS,
    MOST_ROWS,
    CalendarImport,
    ImportClosed,
    ImportUnreadable,
    must_be_known,
)
from services.scheduling.domain.reading.columns import PrintedRow
from services.scheduling.domain.reading.review import Reading, TableReader
from services.scheduling.domain.template import Template


class ImportChanged(Exception):
    """Somebody else worked on the review since it was read."""

    fields = ("version",)

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


def bounded(table: Sequence[PrintedRow]) -> list[PrintedRow]:
    """A calendar is one page or a few. Raises `ImportUnreadable`."""
    if not table:
        raise ImportUnreadable("empty")
    if len(table) > MOST_ROWS or sum(len(cell) for row in table for cell in row.cells) > MOST_LETTERS:
        raise ImportUnreadable("too-large")
    return list(table)


async def open_import(imports: Imports, review: CalendarImport) -> CalendarImport:
    """Nothing but the source is kept yet; the calendar is made when a person accepts."""
    await imports.save(review)
    return review


async def opened(imports: Imports, municipality: str, import_id: str, expected: int) -> CalendarImport:
    """Raises `ImportUnknown`, `ImportChanged`."""
    review = await imports.get(municipality, import_id)
    if review.version != expected:
        raise ImportChanged(review.version)
    return review


async def settle_table(
    imports: Imports,
    *,
    municipality: str,
    import_id: str,
    expected: int,
    columns: Mapping[int, str | None],
    confirmed: Sequence[str],
    by: str,
    at: datetime,
) -> CalendarImport:
    """Name columns, answer questions for every row. Raises `ImportClosed`, `ImportChanged`."""
    review = await opened(imports, municipality, import_id, expected)
    review.name_columns(columns)
    review.confirm(confirmed, by, at)
    await imports.save(review)
    return review


async def correct_row(
    imports: Imports,
    reader: TableReader,
    template: Template,
    *,
    municipality: str,
    import_id: str,
    row: str,
    expected: int,
    changes: Mapping[str, Any],
    by: str,
    at: datetime,
) -> CalendarImport:
    """Raises `UnknownRow`, `ChoiceUnknown`, `ImportClosed`, `ImportChanged`."""
    must_be_known(changes, reader, template)
    review = await opened(imports, municipality, import_id, expected)
    review.correct(review.reading(reader, template), row, changes, by, at)
    await imports.save(review)
    return review


async def accept_import(
    imports: Imports,
    calendars: Calendars,
    reader: TableReader,
    template: Template,
    *,
    municipality: str,
    import_id: str,
    calendar_id: str,
) -> tuple[Calendar, Reading]:
    """The ready rows become a draft; the others stay listed in the review. Raises `NothingToAccept`, `ImportClosed`."""
    review = await imports.get(municipality, import_id)
    reading = review.reading(reader, template)
    calendar = review.accept(reading, reader, template, calendar_id)
    await calendars.save(calendar)
    await imports.save(review)
    return calendar, reading


async def undo_import(imports: Imports, calendars: Calendars, *, municipality: str, import_id: str) -> CalendarImport:
    """Take the draft back and open the review again. Raises `CalendarInUse`, `ImportClosed`."""
    review = await imports.get(municipality, import_id)
    if review.calendar_id is None:
        raise ImportClosed(import_id)
    calendar = await calendars.get(municipality, review.calendar_id)
    review.take_back(calendar)
    await calendars.remove(calendar)
    await imports.save(review)
    return review


async def discard_import(imports: Imports, *, municipality: str, import_id: str) -> CalendarImport:
    """Nothing comes of it; the source and what was corrected stay on record."""
    review = await imports.get(municipality, import_id)
    review.discard()
    await imports.save(review)
    return review
