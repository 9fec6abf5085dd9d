"""A whole table read against its template: rows, what is doubtful, what a person corrected, what is absent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.scheduling.domain.activity import Activity, Needed
from services.scheduling.domain.reading.cells import EvidenceCell
from services.scheduling.domain.reading.columns import Columns, PrintedRow, corrected, understand
from services.scheduling.domain.reading.doubts import Doubt, answered, doubt
from services.scheduling.domain.reading.matching import OWN, matched
from services.scheduling.domain.reading.rows import Row, pieces, read
from services.scheduling.domain.reading.words import TableWords
from services.scheduling.domain.template import Step, Template
from services.scheduling.domain.texts import Text

YEARS_BEFORE = 2  # preparation begins the year before; what is farther off was mistyped
OF_TEMPLATE = ("meeting_kind", "meeting_label", "mode", "publication_places")
COLUMN_OF = {"planned_date": "date", "by_letters": "date", "label": "activity", "key": "activity"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changed in a row; `field` is a column, `left_out`, or `confirmed` with the word they answered."""

    row: str
    field: str
    before: Any
    after: Any
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The table as it is understood now; nothing of it is stored but the source and the corrections."""

    columns: Columns
    rows: tuple[Row, ...]
    doubts: tuple[Doubt, ...]
    absent: tuple[Activity, ...]

    def row(self, own: str) -> Row | None:
        return next((row for row in self.rows if row.id == own), None)

    @property
    def ready(self) -> list[Row]:
        return [row for row in self.rows if row.state == "ready"]


@dataclass(frozen=True, slots=True)
class TableReader:
    """Knows the words of tables and the kinds of evidence."""

    words: TableWords
    kinds: Mapping[str, Text]
    formulas: Callable[[str], bool]

    def read(
        self,
        table: Sequence[PrintedRow],
        template: Template,
        programme_year: int,
        by_hand: Mapping[int, str | None],
        corrections: Sequence[Correction],
        confirmed: Iterable[str],
    ) -> Reading:
        columns = corrected(understand(table, self.words), by_hand)
        rows = self.rows(table, columns, template, corrections)
        rows = [judged(row, programme_year, template) for row in matched(rows, template.steps)]
        rows = waiting(twice(rows), template.steps)
        rows = [replace(row, doubts=answered(row.doubts, [*confirmed, *said(row, corrections)])) for row in rows]
        keys = {row.key for row in rows if not row.left_out}
        absent = tuple(s.activity for s in template.steps if not s.optional and s.activity.key not in keys)
        return Reading(columns, tuple(rows), tuple(of_table(columns, absent)), absent)

    def rows(
        self, table: Sequence[PrintedRow], columns: Columns, template: Template, corrections: Sequence[Correction]
    ) -> list[Row]:
        found: list[Row] = []
        if not columns.understood:
            return found
        for piece in pieces(table, columns, self.words, self.formulas):
            found.append(read(piece, found, template.phases, self.kinds, self.words))
        return [edited(row, [one for one in corrections if one.row == row.id]) for row in found]


def said(row: Row, corrections: Sequence[Correction]) -> list[str]:
    return [str(one.after) for one in corrections if one.row == row.id and one.field == "confirmed"]


def edited(row: Row, corrections: Sequence[Correction]) -> Row:
    """What a person typed takes the place of what was read, and settles the doubts about that column."""
    for one in corrections:
        if one.field == "confirmed":
            continue
        column = COLUMN_OF.get(one.field, one.field)
        kept = tuple(found for found in row.doubts if found.field != column)
        row = replace(row, doubts=kept, corrected=(*row.corrected, one.field), **value(row, one))
    return row


def value(row: Row, one: Correction) -> dict[str, Any]:
    match one.field:
        case "planned_date":
            return {"planned_date": date.fromisoformat(one.after) if one.after else None, "sessions": ()}
        case "evidence":
            return {"needed": EvidenceCell(required=tuple(one.after))}
        case "key":
            return {"key": f"{OWN}_{row.id.replace('.', '_')}" if one.after == OWN else one.after}
    return {one.field: one.after}


def judged(row: Row, year: int, template: Template) -> Row:
    """What one row says against its template and its year."""
    found = []
    if row.planned_date and not year - YEARS_BEFORE <= row.planned_date.year <= year + 1:
        found.append(doubt("date-far", "date", row.line, date=row.planned_date.isoformat(), year=year))
    step = next((step for step in template.steps if step.activity.key == row.key), None)
    if step and row.phase and step.activity.phase != row.phase:
        found.append(doubt("phase-differs", "phase", row.line, phase=step.activity.phase))
    if row.phase and not row.code:
        found.append(doubt("code-missing", "code", row.line))
    if row.done_printed:
        found.append(doubt("done-not-proven", "done", row.line))
    return row.doubted(*found)


def twice(rows: Sequence[Row]) -> list[Row]:
    """The later of two rows with one code, or one activity, is the one in doubt."""
    codes: dict[str, Row] = {}
    keys: dict[str, Row] = {}
    found = []
    for row in rows:
        if not row.left_out:
            if row.code and (first := codes.setdefault(row.code, row)) is not row:
                row = row.doubted(doubt("code-twice", "code", row.line, code=row.code, other=first.line))
            if row.key and (first := keys.setdefault(row.key, row)) is not row and first.id != row.id:
                row = row.doubted(doubt("activity-twice", "activity", row.line, other=first.line))
        found.append(row)
    return found


def waiting(rows: Sequence[Row], steps: Sequence[Step]) -> list[Row]:
    """An activity dated before one it waits for."""
    dated = {row.key: row for row in rows if row.key and row.planned_date and not row.left_out}
    codes = {step.activity.code: step.activity.key for step in steps}
    waits = {step.activity.key: [codes[code] for code in step.predecessors if code in codes] for step in steps}
    return [
        row.doubted(*too_early(row, [dated[k] for k in waits.get(row.key or "", ()) if k in dated])) for row in rows
    ]


def too_early(row: Row, before: Sequence[Row]) -> list[Doubt]:
    day = row.planned_date
    if day is None or row.left_out:
        return []
    return [
        doubt(
            "before-predecessor",
            "date",
            row.line,
            date=day.isoformat(),
            predecessor=one.code,
            before=one.planned_date.isoformat(),
        )
        for one in before
        if one.planned_date and one.planned_date > day
    ]


def of_table(columns: Columns, absent: Sequence[Activity]) -> Iterable[Doubt]:
    if not columns.understood:
        yield doubt("no-header", "table")
        return
    if columns.backwards:
        yield doubt("header-reversed", "table", columns.line)
    for name, text in zip(columns.fields, columns.headers, strict=False):
        if name is None and text.strip():
            yield doubt("column-unknown", "table", columns.line, text=text.strip())
    for activity in absent:
        yield doubt("activity-absent", "table", text=activity.label)


def activity(row: Row, template: Template, kinds: Mapping[str, Text]) -> Activity:
    """The activity a ready row becomes: what its template says of it, and over that what the table says."""
    known = next((step.activity for step in template.steps if step.activity.key == row.key), None)
    label = {**(known.label if known else {}), language(row.label, known): row.label}
    needed = tuple(Needed(kind, kinds[kind], kind in row.needed.required) for kind in row.needed.types)
    printed = {"source_text": dict(row.source), "source_line": row.line}
    if row.done_printed is not None:
        printed["done_printed"] = row.done_printed
    return Activity(
        code=row.code or row.id,
        key=row.key or f"{OWN}_{row.id}",
        phase=row.phase or "",
        label=label,
        planned_date=row.planned_date,
        sessions=row.sessions,
        by_letters=row.by_letters,
        needed=needed,
        any_of=row.needed.any_of,
        responsible_role=known.responsible_role if known else None,
        notes=row.notes,
        details={**template_details(known), **printed},
    )


def template_details(known: Activity | None) -> dict[str, Any]:
    """What kind of meeting it is and where it publishes; what a meeting really had on its agenda no template knows."""
    return {name: known.details[name] for name in OF_TEMPLATE if name in known.details} if known else {}


def language(label: str, known: Activity | None) -> str:
    """Arabic by its letters; of the two others the one it shares more words with."""
    if any("\u0600" <= letter <= "\u06ff" for letter in label):
        return "ar"
    words = set(label.casefold().split())
    shared = {
        tongue: len(words & set(text.casefold().split())) for tongue, text in (known.label if known else {}).items()
    }
    return "en" if shared.get("en", 0) > shared.get("fr", 0) else "fr"
