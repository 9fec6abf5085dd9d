"""How the lines of a `.pb` file become sections, tables and exact numbers."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

SECTIONS = ("META", "PROJECTS", "VOTES")
SPACES = str.maketrans(dict.fromkeys(" \u00a0\u202f\u2009", None))
# A quoted cell may run over lines; a quote that is not closed within these is one somebody forgot.
QUOTED_LINES = 20
# Before the point or behind it: what exact sums still carry in no time.
DIGITS_MAX = 30
# A cell that begins with a quote (after spaces, perhaps): to the quote before a separator or the end, else to the end; a pair
# inside is one quote.
QUOTED = re.compile(r'(?:^|(?<=;)) *"(?:[^"]|""|"(?=[^;\n"]))*(?:"(?=;|\n|$)|$)')
SPACED = re.compile('; +"')
# By the rules of such tables: cells, a quoted one with its quotes in pairs; and one that begins so and has no end yet.
WHOLE = re.compile(r' *"(?:[^"]|"")*"(?=;|\Z)|(?! *")[^;]*')
UNENDED = re.compile(r' *"(?:[^"]|"")*\Z')

Lines = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one line of the file, counted from one (0: the file as a whole); `word` is stable."""

    line: int
    word: str
    value: str = ""

    @property
    def field(self) -> str:
        return f"line {self.line}"

    @property
    def text(self) -> str:
        """The word by which it is said in the reader's language."""
        return f"pabulib-{self.word}"

    @property
    def limits(self) -> Mapping[str, str]:
        return {"value": self.value}


class PabulibUnreadable(ValueError):
    """A line of the file breaks the format."""

    fields = ("line", "value")

    def __init__(self, line: int, word: str, value: str = "") -> None:
        super().__init__(f"line {line}: {word} {value}".strip())
        self.line, self.word, self.value = line, word, value
        self.remark = Remark(line, word, value)
        self.broken = (replace(self.remark, word=self.remark.text),)


@dataclass(frozen=True, slots=True)
class Row:
    """`surplus`: cells that stand under no column, as a name with a separator in it makes them."""

    line: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()


def decoded(content: bytes) -> str:
    """The bytes of a file as text, with or without the mark some programs put before it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise PabulibUnreadable(content.count(b"\n", 0, broken.start) + 1, "not-utf-8") from None


def sections(text: str) -> dict[str, Lines]:
    """META and PROJECTS must be there; a file of totals may have no VOTES."""
    found: dict[str, Lines] = {}
    current: Lines | None = None
    line = 1
    for line, cells in _lines(text):
        heading = cells[0].strip().upper()
        if heading in SECTIONS and not any(cell.strip() for cell in cells[1:]):
            if heading in found:
                raise PabulibUnreadable(line, "section-repeated", heading)
            current = found.setdefault(heading, [])
        elif current is None:
            raise PabulibUnreadable(line, "section-missing", SECTIONS[0])
        else:
            current.append((line, cells))
    if missing := [name for name in SECTIONS[:2] if not found.get(name)]:
        raise PabulibUnreadable(line, "section-missing", missing[0])
    if len(found["PROJECTS"]) == 1:
        raise PabulibUnreadable(found["PROJECTS"][0][0], "projects-missing")
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that say something, whatever ended them and whatever mark the file began with."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = plain.split("\n")
    place = 0
    while place < len(lines):
        taken = _taken(lines, place)
        cells = _cells(lines[place : place + taken], place + taken)
        place += taken
        if any(cell.strip() for cell in cells):
            yield place, cells


def _taken(lines: Sequence[str], place: int) -> int:
    """How many lines make one row: more than one while a quoted cell is open, until it is closed by the rules.

    A quote that stands alone within it shows that nobody quoted: a name that begins with a word in quotes ends with its line.
    """
    for taken in range(1, QUOTED_LINES + 1):
        rest = _beyond_whole_cells("\n".join(lines[place : place + taken]))
        if not rest:
            return taken
        if not UNENDED.fullmatch(rest):
            return 1
    return 1


def _beyond_whole_cells(row: str) -> str:
    """What follows the last cell that is whole; nothing where all are."""
    place = 0
    while '"' in row[place:] and (cell := WHOLE.match(row, place)):
        if cell.end() == len(row):
            return ""
        place = cell.end() + 1
    return row[place:] if '"' in row[place:] else ""


def _is_open(row: str) -> bool:
    """Whether a cell that begins with a quote is not closed; what stands before a letter closes nothing."""
    cells = QUOTED.findall(row) if '"' in row else []
    return any(cell.count('"') % 2 or not cell.endswith('"') for cell in cells)


def _cells(lines: Sequence[str], last: int) -> list[str]:
    row = "\n".join(lines)
    if _is_open(row):
        return row.split(";")
    try:
        return next(csv.reader([row], delimiter=";", skipinitialspace=SPACED.search(row) is not None), [])
    except csv.Error as broken:
        raise PabulibUnreadable(last, "not-a-table", str(broken)) from None


def meta_rows(lines: Lines) -> list[Row]:
    """A value may hold the separator; the header `key;value` may be missing; the format's own example has a colon in one line."""
    header = [cell.strip().lower() for cell in lines[0][1][:2]] == ["key", "value"]
    pairs = ((line, cells if len(cells) > 1 else cells[0].split(":", 1)) for line, cells in lines[header:])
    named = ((line, cells[0].strip(), ";".join(cells[1:]).strip().rstrip(";")) for line, cells in pairs)
    return [Row(line, {"key": name.lower(), "value": value}) for line, name, value in named]


def line_of(lines: Lines, name: str) -> int:
    return next((line for line, cells in lines if cells[0].strip().lower() == name), lines[0][0])


def table(lines: Lines, *required: str) -> list[Row]:
    """Columns in any order; cells that are not there are empty."""
    line, first = lines[0]
    header = [name.strip().lower() for name in first]
    if missing := [name for name in required if name not in header]:
        raise PabulibUnreadable(line, "column-missing", missing[0])
    return [_row(number, header, [cell.strip() for cell in cells]) for number, cells in lines[1:]]


def _row(line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    return Row(line, dict(zip(header, cells, strict=False)), tuple(cell for cell in cells[len(header) :] if cell))


def decimal(line: int, value: str, word: str = "amount-unreadable") -> Decimal:
    try:
        number = Decimal(_plain(value))
    except InvalidOperation:
        raise PabulibUnreadable(line, word, value) from None
    if not number.is_finite() or abs(number.adjusted()) >= DIGITS_MAX:
        raise PabulibUnreadable(line, word, value)
    return number


def scale_of(values: Iterable[str]) -> int:
    """How many units make one of the file's own, so that every amount is whole."""
    places = (len(_plain(value).partition(".")[2].rstrip("0")) for value in values)
    return int(10 ** min(max(places, default=0), DIGITS_MAX))


def amount(line: int, value: str, scale: int) -> int:
    found = decimal(line, value) * scale
    if found < 0 or found != found.to_integral_value():
        raise PabulibUnreadable(line, "amount-unreadable", value)
    return int(found)


def number(value: str) -> Decimal | None:
    """None where there is none or it cannot be read."""
    try:
        return decimal(0, value)
    except PabulibUnreadable:
        return None


def total(value: str, scale: int) -> int | None:
    """A total beside a project; None where there is none or it is no number."""
    found = number(value)
    whole = found * scale if found is not None else None
    return int(whole) if whole is not None and whole == whole.to_integral_value() else None


def _plain(value: str) -> str:
    return value.translate(SPACES).replace(",", ".")
