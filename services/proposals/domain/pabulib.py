"""How a vote over projects is read from and written to Pabulib's `.pb` text format."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from services.proposals.domain.selection import Ballot, Candidate

SECTIONS = ("META", "PROJECTS", "VOTES")
POINTS_TYPES = frozenset({"cumulative", "scoring"})


class PabulibUnreadable(ValueError):
    """A line of the file breaks the format; `line` counts from one, `word` is stable."""

    fields = ("line", "word", "value")

    def __init__(self, line: int, word: str, value: str = "") -> None:
        super().__init__(f"line {line}: {word} {value}".strip())
        self.line, self.word, self.value = line, word, value


@dataclass(frozen=True, slots=True)
class PabulibProject:
    id: str
    cost: int
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PabulibVote:
    """Amounts are whole: `scale` is how many units make one of the file's own, 1 unless it has decimals."""

    meta: Mapping[str, str]
    projects: tuple[PabulibProject, ...]
    ballots: tuple[Ballot, ...]
    budget: int
    scale: int = 1

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(project.id, project.cost) for project in self.projects)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Sequence[str]


def read(text: str) -> PabulibVote:
    sections = _sections(text)
    meta = {row.cells[0].strip(): ";".join(row.cells[1:]).strip() for row in sections["META"][1:] if row.cells}
    table = _table(sections["PROJECTS"])
    scale = _scale([meta.get("budget", ""), *(cells.get("cost", "") for _, cells in table)])
    projects = tuple(_project(row, cells, scale) for row, cells in table)
    _refuse_repeated(table)
    budget = _amount(_line_of(sections["META"], "budget"), meta.get("budget", ""), scale)
    ballots = _ballots(_table(sections["VOTES"]), meta, frozenset(project.id for project in projects))
    return PabulibVote(meta, projects, ballots, budget, scale)


def write(vote: PabulibVote, selected: Iterable[str] = ()) -> str:
    """Voter ids are numbers drawn from the order given: nothing about a person leaves."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"], *map(list, _meta(vote).items())])
    writer.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name", "selected"]])
    writer.writerows(_project_rows(vote, frozenset(selected)))
    pointed = _votes_type(vote) in POINTS_TYPES
    writer.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if pointed else [])]])
    writer.writerows(_vote_row(number, ballot, pointed) for number, ballot in enumerate(vote.ballots))
    return out.getvalue()


def _sections(text: str) -> dict[str, list[Row]]:
    sections: dict[str, list[Row]] = {}
    current: list[Row] | None = None
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    for cells in reader:
        heading = cells[0].strip().upper() if cells else ""
        if heading in SECTIONS and not any(cell.strip() for cell in cells[1:]):
            current = sections.setdefault(heading, [])
        elif any(cell.strip() for cell in cells):
            if current is None:
                raise PabulibUnreadable(reader.line_num, "section-missing", heading)
            current.append(Row(reader.line_num, cells))
    if missing := [name for name in SECTIONS if not sections.get(name)]:
        raise PabulibUnreadable(reader.line_num, "section-missing", missing[0])
    return sections


def _line_of(rows: Sequence[Row], name: str) -> int:
    return next((row.line for row in rows if row.cells[0].strip() == name), 0)


def _table(rows: Sequence[Row]) -> list[tuple[Row, dict[str, str]]]:
    header = [name.strip() for name in rows[0].cells]
    return [(row, dict(zip(header, (cell.strip() for cell in row.cells), strict=False))) for row in rows[1:]]


def _project(row: Row, cells: Mapping[str, str], scale: int) -> PabulibProject:
    if not cells.get("project_id"):
        raise PabulibUnreadable(row.line, "project-id-missing")
    rest = {name: value for name, value in cells.items() if name not in ("project_id", "cost", "name")}
    return PabulibProject(
        cells["project_id"], _amount(row.line, cells.get("cost", ""), scale), cells.get("name", ""), rest
    )


def _refuse_repeated(table: Sequence[tuple[Row, Mapping[str, str]]]) -> None:
    seen: set[str] = set()
    for row, cells in table:
        if cells["project_id"] in seen:
            raise PabulibUnreadable(row.line, "project-repeated", cells["project_id"])
        seen.add(cells["project_id"])


def _decimal(line: int, value: str) -> Decimal:
    try:
        number = Decimal(value.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise PabulibUnreadable(line, "amount-unreadable", value) from None
    if not number.is_finite() or number < 0:
        raise PabulibUnreadable(line, "amount-unreadable", value)
    return number


def _scale(values: Iterable[str]) -> int:
    places = (len(value.replace(",", ".").partition(".")[2].rstrip("0")) for value in values)
    return int(10 ** max(places, default=0))


def _amount(line: int, value: str, scale: int) -> int:
    return int(_decimal(line, value) * scale)


def _ballots(
    table: Sequence[tuple[Row, Mapping[str, str]]], meta: Mapping[str, str], known: frozenset[str]
) -> tuple[Ballot, ...]:
    kind = meta.get("vote_type", "approval").lower()
    given = meta.get("max_length", "")
    longest = int(given) if given.isdecimal() and int(given) else len(known)
    return tuple(_ballot(row, cells, kind, longest, known) for row, cells in table)


def _ballot(row: Row, cells: Mapping[str, str], kind: str, longest: int, known: frozenset[str]) -> Ballot:
    chosen = [each.strip() for each in cells.get("vote", "").split(",") if each.strip()]
    if unknown := [each for each in chosen if each not in known]:
        raise PabulibUnreadable(row.line, "project-unknown", unknown[0])
    if len(set(chosen)) != len(chosen):
        raise PabulibUnreadable(row.line, "project-repeated")
    return dict(zip(chosen, _points(row, cells, kind, longest, len(chosen)), strict=True))


def _points(row: Row, cells: Mapping[str, str], kind: str, longest: int, count: int) -> list[int]:
    if kind == "ordinal":
        return [max(longest - place, 1) for place in range(count)]
    if kind not in POINTS_TYPES:
        return [1] * count
    given = [each.strip() for each in cells.get("points", "").split(",") if each.strip()]
    if len(given) != count or not all(each.lstrip("-").isdigit() for each in given):
        raise PabulibUnreadable(row.line, "points-unreadable", cells.get("points", ""))
    return [int(each) for each in given]


def _votes_type(vote: PabulibVote) -> str:
    return vote.meta.get("vote_type", "approval")


def _meta(vote: PabulibVote) -> dict[str, str]:
    own = {name: value for name, value in vote.meta.items() if name not in ("num_projects", "num_votes", "budget")}
    counts = {"num_projects": str(len(vote.projects)), "num_votes": str(len(vote.ballots))}
    return {**own, **counts, "budget": _written(vote.budget, vote.scale), "vote_type": _votes_type(vote)}


def _project_rows(vote: PabulibVote, selected: frozenset[str]) -> Iterable[list[str]]:
    support: dict[str, int] = {project.id: 0 for project in vote.projects}
    for ballot in vote.ballots:
        for project_id, points in ballot.items():
            support[project_id] += points
    for project in vote.projects:
        chosen = "1" if project.id in selected else "0"
        yield [project.id, _written(project.cost, vote.scale), str(support[project.id]), project.name, chosen]


def _vote_row(number: int, ballot: Ballot, pointed: bool) -> list[str]:
    points = [",".join(str(value) for value in ballot.values())] if pointed else []
    return [str(number), ",".join(ballot), *points]


def _written(amount: int, scale: int) -> str:
    return format((Decimal(amount) / scale).normalize(), "f")
