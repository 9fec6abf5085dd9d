"""How a vote over projects is read from Pabulib's `.pb` text format."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from services.proposals.domain.selection import Ballot, Candidate, count_support

SECTIONS = ("META", "PROJECTS", "VOTES")
POINTS_TYPES = frozenset({"cumulative", "scoring"})
VOTE_TYPES = POINTS_TYPES | {"approval", "ordinal", "choose-1"}
SPACES = str.maketrans(dict.fromkeys(" \u00a0\u202f\u2009", None))


class PabulibUnreadable(ValueError):
    """A line of the file breaks the format; `line` counts from one, `word` is stable."""

    fields = ("line", "word", "value")

    def __init__(self, line: int, word: str, value: str = "") -> None:
        super().__init__(f"line {line}: {word} {value}".strip())
        self.line, self.word, self.value = line, word, value


@dataclass(frozen=True, slots=True)
class PabulibProject:
    """`selected` is the city's own decision: 1 funded, 0 not, 2 and 3 funded for a reason the file's comment gives."""

    id: str
    cost: int
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def selected(self) -> int | None:
        given = self.extra.get("selected", "").removesuffix(".0")
        return int(given) if given.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something the file says that its own lines do not bear out; it is read all the same."""

    line: int
    word: str
    value: str = ""


@dataclass(frozen=True)
class PabulibVote:
    """Amounts and points are whole: `scale` and `points_scale` say how many units make one of the file's own."""

    meta: Mapping[str, str]
    projects: tuple[PabulibProject, ...]
    ballots: tuple[Ballot, ...]
    budget: int
    scale: int = 1
    points_scale: int = 1
    oddities: tuple[Oddity, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(project.id, project.cost) for project in self.projects)

    @property
    def vote_type(self) -> str:
        return self.meta.get("vote_type", "approval").lower()

    @property
    def official(self) -> frozenset[str] | None:
        """What the city funded by its rule; None where the file does not say."""
        if all(project.selected is None for project in self.projects):
            return None
        return frozenset(project.id for project in self.projects if project.selected == 1)

    @cached_property
    def support(self) -> dict[str, int]:
        return count_support(self.candidates, self.ballots)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read one ballot."""

    kind: str
    longest: int
    known: frozenset[str]
    points_scale: int
    unnamed: int


def read(text: str) -> PabulibVote:
    """Raises `PabulibUnreadable` for what cannot be counted; what is only inconsistent becomes an oddity."""
    sections = _sections(text)
    meta = {each.cells["key"]: each.cells["value"] for each in _meta(sections["META"])}
    table = _table(sections["PROJECTS"], "project_id", "cost")
    rows = _table(sections["VOTES"], "vote")
    scale = _scale([meta.get("budget", ""), *(row.cells.get("cost", "") for row in table)])
    projects = tuple(_project(row, scale) for row in table)
    _refuse_repeated(table)
    budget = _amount(_line_of(sections["META"], "budget"), meta.get("budget", ""), scale)
    reading = _reading(meta, rows, projects, _line_of(sections["META"], "vote_type"))
    ballots = tuple(_ballot(row, reading) for row in rows)
    oddities = (*_counted(meta, projects, rows), *_repeats(rows))
    return PabulibVote(meta, projects, ballots, budget, scale, reading.points_scale, oddities)


def _sections(text: str) -> dict[str, list[tuple[int, list[str]]]]:
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    current: list[tuple[int, list[str]]] | None = None
    line = 0
    for line, cells in _lines(text):
        heading = cells[0].strip().upper()
        if heading in SECTIONS and not any(cell.strip() for cell in cells[1:]):
            current = sections.setdefault(heading, [])
        elif current is None:
            raise PabulibUnreadable(line, "section-missing", heading)
        else:
            current.append((line, cells))
    if missing := [name for name in SECTIONS if not sections.get(name)]:
        raise PabulibUnreadable(line, "section-missing", missing[0])
    return sections


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    """Lines that say something, whatever ended them and whatever mark the file began with."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(plain), delimiter=";")
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as broken:
        raise PabulibUnreadable(reader.line_num, "not-a-table", str(broken)) from None


def _meta(rows: Sequence[tuple[int, list[str]]]) -> list[Row]:
    """A value may hold the separator; the header `key;value` may be missing."""
    header = [cell.strip().lower() for cell in rows[0][1][:2]] == ["key", "value"]
    pairs = ((line, cells[0].strip(), ";".join(cells[1:]).strip().rstrip(";")) for line, cells in rows[header:])
    return [Row(line, {"key": name.lower(), "value": value}) for line, name, value in pairs]


def _line_of(rows: Sequence[tuple[int, list[str]]], name: str) -> int:
    return next((line for line, cells in rows if cells[0].strip().lower() == name), rows[0][0])


def _table(rows: Sequence[tuple[int, list[str]]], *required: str) -> list[Row]:
    """Columns in any order; cells that are not there are empty."""
    line, first = rows[0]
    header = [name.strip().lower() for name in first]
    if missing := [name for name in required if name not in header]:
        raise PabulibUnreadable(line, "column-missing", missing[0])
    return [
        Row(number, dict(zip(header, (cell.strip() for cell in cells), strict=False))) for number, cells in rows[1:]
    ]


def _project(row: Row, scale: int) -> PabulibProject:
    cells = row.cells
    if not cells.get("project_id"):
        raise PabulibUnreadable(row.line, "project-id-missing")
    rest = {name: value for name, value in cells.items() if name not in ("project_id", "cost", "name")}
    return PabulibProject(
        cells["project_id"], _amount(row.line, cells.get("cost", ""), scale), cells.get("name", ""), rest
    )


def _refuse_repeated(table: Sequence[Row]) -> None:
    seen: set[str] = set()
    for row in table:
        if row.cells["project_id"] in seen:
            raise PabulibUnreadable(row.line, "project-repeated", row.cells["project_id"])
        seen.add(row.cells["project_id"])


def _decimal(line: int, value: str, word: str = "amount-unreadable") -> Decimal:
    try:
        number = Decimal(value.translate(SPACES).replace(",", "."))
    except InvalidOperation:
        raise PabulibUnreadable(line, word, value) from None
    if not number.is_finite() or abs(number) >= 10**30:
        raise PabulibUnreadable(line, word, value)
    return number


def _scale(values: Iterable[str]) -> int:
    places = (len(value.translate(SPACES).replace(",", ".").partition(".")[2].rstrip("0")) for value in values)
    return int(10 ** min(max(places, default=0), 30))


def _amount(line: int, value: str, scale: int) -> int:
    amount = _decimal(line, value) * scale
    if amount < 0:
        raise PabulibUnreadable(line, "amount-unreadable", value)
    return int(amount)


def _reading(meta: Mapping[str, str], rows: Sequence[Row], projects: Sequence[PabulibProject], line: int) -> Reading:
    kind = meta.get("vote_type", "approval").lower()
    if kind not in VOTE_TYPES:
        raise PabulibUnreadable(line, "vote-type-unknown", kind)
    given = meta.get("max_length", "")
    longest = int(given) if given.isdecimal() and int(given) else len(projects)
    default = meta.get("default_score", "") if kind == "scoring" else ""
    pointed = (
        (point for row in rows for point in row.cells.get("points", "").split(",")) if kind in POINTS_TYPES else ()
    )
    scale = _scale([*pointed, default])
    unnamed = int(_decimal(line, default or "0", "points-unreadable") * scale)
    return Reading(kind, longest, frozenset(project.id for project in projects), scale, unnamed)


def _ballot(row: Row, reading: Reading) -> Ballot:
    chosen = _chosen(row)
    if unknown := [each for each in chosen if each not in reading.known]:
        raise PabulibUnreadable(row.line, "project-unknown", unknown[0])
    points = _points(row, reading, len(chosen))
    ballot = dict(zip(reversed(chosen), reversed(points), strict=True))  # named twice, the first place counts
    ballot = {each: ballot[each] for each in dict.fromkeys(chosen)}
    if reading.unnamed:
        ballot = dict.fromkeys(sorted(reading.known), reading.unnamed) | ballot
    return ballot


def _chosen(row: Row) -> list[str]:
    given = row.cells.get("vote", "")
    return [] if given.lower() == "none" else [each.strip() for each in given.split(",") if each.strip()]


def _points(row: Row, reading: Reading, count: int) -> list[int]:
    if reading.kind == "ordinal":
        return [max(reading.longest - place, 1) for place in range(count)]
    if reading.kind not in POINTS_TYPES:
        return [1] * count
    given = [each.strip() for each in row.cells.get("points", "").split(",") if each.strip()]
    if len(given) != count:
        raise PabulibUnreadable(row.line, "points-unreadable", row.cells.get("points", ""))
    return [int(_decimal(row.line, each, "points-unreadable") * reading.points_scale) for each in given]


def _counted(meta: Mapping[str, str], projects: Sequence[PabulibProject], rows: Sequence[Row]) -> Iterable[Oddity]:
    for name, found in (("num_projects", len(projects)), ("num_votes", len(rows))):
        if meta.get(name, str(found)).removesuffix(".0") != str(found):
            yield Oddity(0, f"{name.replace('_', '-')}-differs", f"{meta[name]} / {found}")
    named: dict[str, int] = dict.fromkeys((project.id for project in projects), 0)
    for row in rows:
        for each in set(_chosen(row)):
            named[each] += 1
    for project in projects:
        said = project.extra.get("votes", "").removesuffix(".0")
        if said.isdecimal() and int(said) != named[project.id]:
            yield Oddity(0, "votes-differ", f"{project.id}: {said} / {named[project.id]}")


def _repeats(rows: Sequence[Row]) -> Iterable[Oddity]:
    """A voter or a project named twice: every ballot counts, every project once in it."""
    seen: set[str] = set()
    for row in rows:
        voter = row.cells.get("voter_id", "")
        if voter and voter in seen:
            yield Oddity(row.line, "voter-repeated", voter)
        seen.add(voter)
        chosen = _chosen(row)
        if len(set(chosen)) != len(chosen):
            yield Oddity(row.line, "project-repeated", ",".join(chosen))
