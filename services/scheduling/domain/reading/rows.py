"""One activity as the table has it: what each cell says, and what is doubtful about it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.scheduling.domain.reading.cells import EvidenceCell, Mark, PhaseCell, apart, evidence, mark, phase, said
from services.scheduling.domain.reading.columns import Columns, PrintedRow, stands_backwards
from services.scheduling.domain.reading.dates import Day, read_dates
from services.scheduling.domain.reading.doubts import Doubt, doubt
from services.scheduling.domain.reading.words import TableWords
from services.scheduling.domain.texts import Text

Texts = Mapping[str, str]
Formulas = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`source` keeps each cell as it was written; everything else is how it was read."""

    id: str
    line: int
    source: Texts
    label: str = ""
    code: str | None = None
    phase: str | None = None
    key: str | None = None
    planned_date: date | None = None
    sessions: tuple[date, ...] = ()
    by_letters: bool = False
    needed: EvidenceCell = field(default_factory=EvidenceCell)
    responsible: str | None = None
    notes: str | None = None
    done_printed: bool | None = None
    left_out: bool = False
    corrected: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def doubted(self, *more: Doubt) -> "Row":
        return replace(self, doubts=(*self.doubts, *more))

    @property
    def open(self) -> bool:
        """A row with an error or an unanswered question is not taken in."""
        return any(one.open for one in self.doubts)

    @property
    def state(self) -> str:
        return "left_out" if self.left_out else "open" if self.open else "ready"


@dataclass(frozen=True, slots=True)
class Piece:
    """One activity of a line, its cells by field; `part` counts when a cell holds several."""

    id: str
    line: int
    texts: Texts
    doubts: tuple[Doubt, ...] = ()


def pieces(rows: Sequence[PrintedRow], columns: Columns, words: TableWords, formulas: Formulas) -> Iterator[Piece]:
    """Every activity of the table; lines that stand the other way round are read so, and say it."""
    backwards = False
    for row in rows:
        if row.line <= columns.line or repeats(row, columns):
            continue
        backwards = stands_backwards(columns, row, backwards, words)
        texts = columns.texts(columns.turned(row.cells) if backwards else row.cells)
        if not (texts.get("activity") or texts.get("date")):
            continue
        found = [doubt("columns-reversed", "table", row.line)] if backwards else []
        found += [doubt("formula-cell", name, row.line, field=name) for name, text in texts.items() if formulas(text)]
        yield from parted(row.line, texts, tuple(found))


def repeats(row: PrintedRow, columns: Columns) -> bool:
    """The header printed again after a page break, in either direction."""
    cells = tuple(cell.strip() for cell in row.cells)
    header = tuple(cell.strip() for cell in columns.headers)
    return cells in (header, header[::-1])


def parted(line: int, texts: Texts, found: tuple[Doubt, ...]) -> Iterator[Piece]:
    several = apart(texts.get("activity", ""))
    if len(several) == 1:
        yield Piece(str(line), line, texts, found)
        return
    found = (*found, doubt("several-activities", "table", line, count=len(several)))
    for number, text in enumerate(several, 1):
        yield Piece(f"{line}.{number}", line, {**texts, "activity": text}, found)


def read(
    piece: Piece,
    above: Sequence[Row],
    phases: Sequence[Mapping[str, Any]],
    kinds: Mapping[str, Text],
    words: TableWords,
) -> Row:
    """`above` are the rows read so far: a phase printed once stands for all rows below it."""
    texts, line = piece.texts, piece.line
    marked = mark(texts.get("activity", ""))
    own = phase(texts.get("phase", ""), phases)
    coded = marks_of(texts.get("code", ""), marked)
    row = Row(
        id=piece.id,
        line=line,
        source=texts,
        label=marked.rest,
        responsible=texts.get("responsible") or None,
        notes=texts.get("notes") or None,
        done_printed=said(texts.get("done", ""), words),
        needed=evidence(texts.get("evidence", ""), kinds, words),
        doubts=piece.doubts,
    )
    row = with_code(row, own, coded, above, phases)
    row = with_dates(row, texts, words)
    row = row.doubted(*(doubt("evidence-unknown", "evidence", line, text=text) for text in row.needed.unknown))
    return uncalculated(row)


def uncalculated(row: Row) -> Row:
    """Of a formula nothing is read, so nothing else is said about its cell."""
    cells = {one.field for one in row.doubts if one.word == "formula-cell"}
    kept = tuple(one for one in row.doubts if one.field not in cells or one.word == "formula-cell")
    return replace(row, doubts=kept)


def marks_of(cell: str, marked: Mark) -> Mark:
    """The code column wins over a number printed before the activity."""
    own = mark(cell)
    return own if own.parts else marked


def with_code(row: Row, own: PhaseCell, coded: Mark, above: Sequence[Row], phases: Sequence[Mapping[str, Any]]) -> Row:
    phase_code = own.code or carried(row, coded, above, {str(one["code"]) for one in phases})
    line = row.line
    if phase_code is None:
        return row.doubted(doubt("phase-unknown", "phase", line, text=row.source.get("phase", "")))
    found = []
    if own.printed:
        found.append(doubt("phase-number-differs", "phase", line, printed=own.printed, phase=phase_code))
    counted = sum(one.phase == phase_code for one in above)
    code, doubts = numbered(coded, phase_code, counted, line)
    return replace(row, code=code, phase=phase_code).doubted(*found, *doubts)


def carried(row: Row, coded: Mark, above: Sequence[Row], known: Collection[str]) -> str | None:
    """Without its own phase a row belongs to that of the row above; in a table without phases, to that of its code."""
    if row.source.get("phase"):
        return None
    of_code = coded.parts[0] if len(coded.parts) == 2 and coded.parts[0] in known else None
    of_above = above[-1].phase if above else None
    return (of_above or of_code) if "phase" in row.source else (of_code or of_above)


def numbered(coded: Mark, phase_code: str, counted: int, line: int) -> tuple[str, list[Doubt]]:
    """The code within the phase; a pair printed from right to left has its phase last."""
    match coded.parts:
        case (first, second) if first == phase_code:
            return f"{first}.{second}", []
        case (first, second) if second == phase_code:
            code = f"{second}.{first}"
            return code, [doubt("code-reversed", "code", line, printed=coded.printed, code=code)]
        case (first, second):
            about = doubt("code-contradicts-phase", "code", line, printed=coded.printed, phase=phase_code)
            return f"{first}.{second}", [about]
        case (only,) if only.isdecimal():
            return f"{phase_code}.{int(only)}", []
    code = f"{phase_code}.{counted + 1}"
    return code, [doubt("code-counted", "code", line, code=code)]


def with_dates(row: Row, texts: Texts, words: TableWords) -> Row:
    printed = f"{texts.get('weekday', '')} {texts.get('date', '')}".strip()
    cell, line = read_dates(printed, words), row.line
    if not printed or (not cell.days and not cell.letters and cell.readable):
        return row.doubted(doubt("date-missing", "date", line))
    if cell.letters:
        return replace(row, by_letters=True)
    if not cell.readable:
        return row.doubted(doubt("unreadable-date", "date", line, text=printed))
    sessions = tuple(day.on for day in cell.days) if len(cell.days) > 1 else ()
    dated = replace(row, planned_date=cell.days[0].on, sessions=sessions)
    return dated.doubted(*(one for day in cell.days for one in doubts_of(day, printed, line, words)))


def doubts_of(day: Day, printed: str, line: int, words: TableWords) -> Iterator[Doubt]:
    if day.short_year:
        yield doubt("two-digit-year", "date", line, text=printed, date=day.on.isoformat())
    if day.contradicted and day.weekday is not None:
        names: tuple[Text, ...] = words.weekday_names
        told, actual = names[day.weekday], names[day.on.weekday()]
        yield doubt("weekday-contradicts-date", "date", line, printed=told, actual=actual, date=day.on.isoformat())
