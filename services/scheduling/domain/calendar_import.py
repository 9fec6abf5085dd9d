"""The review of a calendar table: what was sent, what a person corrected, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.reading.columns import PrintedRow
from services.scheduling.domain.reading.matching import OWN
from services.scheduling.domain.reading.review import Correction, Reading, TableReader, activity
from services.scheduling.domain.template import Template
from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate

MOST_ROWS = 300
MOST_LETTERS = 500_000


class ImportUnreadable(Exception):
    """The file is no table of a calendar: too long, or not a table."""

    fields = ("reason",)

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ImportClosed(Exception):
    """The review was accepted or discarded; it no longer changes."""


class NothingToAccept(Exception):
    """No row is ready: errors stand and questions are not answered."""

    fields = ("open",)

    def __init__(self, waiting: int) -> None:
        super().__init__(waiting)
        self.open = waiting


class ChoiceUnknown(Exception):
    """A person may choose among the template's activities and phases and the known kinds of evidence."""

    fields = ("value",)

    def __init__(self, name: str, value: str) -> None:
        super().__init__(value)
        self.field, self.value = name, value


class UnknownRow(Exception):
    """The table has no such row."""

    field = "row"


class CalendarInUse(Exception):
    """What was imported has been worked on since; it is not taken back."""


class ImportState(StrEnum):
    REVIEWING = "reviewing"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person said that a question of this kind is answered for the whole table."""

    word: str
    by: str
    at: str


@dataclass(kw_only=True)
class CalendarImport(Aggregate):
    """The source is kept cell by cell as it came; how it is understood is worked out anew each time."""

    edition: str
    template: str
    template_version: int
    programme_year: int
    historical: bool
    adapted: bool = False
    file: Mapping[str, Any]
    by: str
    at: datetime
    table: list[PrintedRow]
    columns: dict[str, str | None] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    confirmed: list[Confirmation] = field(default_factory=list)
    state: ImportState = ImportState.REVIEWING
    calendar_id: str | None = None

    def must_be_open(self) -> None:
        if self.state is not ImportState.REVIEWING:
            raise ImportClosed(self.id)

    def reading(self, reader: TableReader, template: Template) -> Reading:
        by_hand = {int(place): name for place, name in self.columns.items()}
        words = [one.word for one in self.confirmed]
        return reader.read(self.table, template, self.programme_year, by_hand, self.corrections, words)

    def name_columns(self, columns: Mapping[int, str | None]) -> None:
        self.must_be_open()
        self.columns = {**self.columns, **{str(place): name for place, name in columns.items()}}

    def confirm(self, words: Sequence[str], by: str, at: datetime) -> None:
        self.must_be_open()
        known = {one.word for one in self.confirmed}
        self.confirmed += [Confirmation(word, by, at.isoformat()) for word in words if word not in known]

    def correct(self, reading: Reading, own: str, changes: Mapping[str, Any], by: str, at: datetime) -> None:
        """Write down who changed what in a row; the source text stays. Raises `UnknownRow`, `ImportClosed`."""
        self.must_be_open()
        if (row := reading.row(own)) is None:
            raise UnknownRow(own)
        for name, after in changes.items():
            before = [] if name in ("confirmed", "evidence") else getattr(row, name)
            before = row.needed.types if name == "evidence" else before
            values = after if name == "confirmed" else [after]
            self.corrections += [Correction(own, name, plain(before), plain(v), by, at.isoformat()) for v in values]

    def accept(self, reading: Reading, reader: TableReader, template: Template, calendar_id: str) -> Calendar:
        """The calendar of the ready rows. Raises `ImportClosed`, `NothingToAccept`."""
        self.must_be_open()
        if not reading.ready:
            raise NothingToAccept(sum(row.state == "open" for row in reading.rows))
        self.state, self.calendar_id = ImportState.ACCEPTED, calendar_id
        return self.preview(reading, reader, template, calendar_id)

    def preview(self, reading: Reading, reader: TableReader, template: Template, calendar_id: str = "") -> Calendar:
        """What accepting would make of the rows that are ready now."""
        return Calendar(
            municipality=self.municipality,
            id=calendar_id,
            edition=self.edition,
            template=template.id,
            template_version=template.version,
            adapted=template.adapted,
            kind=template.kind,
            programme_year=self.programme_year,
            title=template.title,
            phases=list(template.phases),
            activities=[activity(row, template, reader.kinds) for row in reading.ready],
            source={"import": self.id, **self.file},
            observations=observations(reading),
            historical=self.historical,
        )

    def discard(self) -> None:
        self.must_be_open()
        self.state = ImportState.DISCARDED

    def take_back(self, calendar: Calendar) -> None:
        """The review opens again; only while nobody worked on the calendar. Raises `CalendarInUse`."""
        if calendar.adopted_at is not None or calendar.version > 1:
            raise CalendarInUse(calendar.id)
        self.state, self.calendar_id = ImportState.REVIEWING, None


def must_be_known(changes: Mapping[str, Any], reader: TableReader, template: Template) -> None:
    """Raises `ChoiceUnknown`."""
    choices = {
        "key": {OWN, *(step.activity.key for step in template.steps)},
        "phase": {str(phase["code"]) for phase in template.phases},
        "evidence": set(reader.kinds),
    }
    for name, known in choices.items():
        asked = changes.get(name, [])
        for value in [asked] if isinstance(asked, str) else asked:
            if value not in known:
                raise ChoiceUnknown(name, value)


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def observations(reading: Reading) -> list[Mapping[str, Any]]:
    """What was doubtful in the rows that were taken stays on record with the calendar."""
    return [
        {"kind": one.word, "severity": one.weight.value, "subject": row.code, "line": row.line, "data": one.values}
        for row in reading.ready
        for one in row.doubts
    ]


def sentences(phrases: Mapping[str, Text], word: str, values: Mapping[str, Any]) -> Text:
    """A doubt in every language; a value that is a text itself is said in the same language."""
    return {
        tongue: phrase.format(**{name: spoken(value, tongue) for name, value in values.items()})
        for tongue, phrase in phrases[word].items()
    }


def spoken(value: Any, tongue: str) -> Any:
    return value.get(tongue) or next(iter(value.values()), "") if isinstance(value, Mapping) else value
