"""What a vote over projects is in Pabulib's `.pb` text format, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from services.proposals.domain.pabulib_ballots import POINTS_TYPES, ballot_reader
from services.proposals.domain.pabulib_oddities import oddities, score_oddities
from services.proposals.domain.pabulib_tables import (
    PabulibUnreadable,
    Remark,
    Row,
    amount,
    line_of,
    meta_rows,
    scale_of,
    sections,
    table,
    total,
)
from services.proposals.domain.selection import Ballot, Candidate, count_support

# Kinds of vote whose support is counted in points.
POINTED = POINTS_TYPES | {"ordinal"}


@dataclass(frozen=True, slots=True)
class PabulibProject:
    """`selected` is the city's own decision: 1 funded, 0 not, 2 and 3 funded for a reason the file's comment gives."""

    id: str
    cost: int
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def selected(self) -> int | None:
        return total(self.extra.get("selected", ""), 1)


@dataclass(frozen=True)
class PabulibVote:
    """Amounts and points are whole: `scale` and `points_scale` say how many units make one of the file's own.

    `rule_line` is where META names its rule (else where META begins).
    """

    meta: Mapping[str, str]
    projects: tuple[PabulibProject, ...]
    ballots: tuple[Ballot, ...]
    budget: int
    scale: int = 1
    points_scale: int = 1
    oddities: tuple[Remark, ...] = ()
    rule_line: int = 0

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(Candidate(project.id, project.cost) for project in self.projects)

    @property
    def vote_type(self) -> str:
        return self.meta.get("vote_type", "approval").lower()

    @property
    def units_of_a_point(self) -> int:
        """How many units of support make a point; 0 where voters only name projects."""
        return self.points_scale if self.vote_type in POINTED else 0

    @property
    def official(self) -> frozenset[str] | None:
        """What the city funded by its rule; None where the file does not say."""
        return self.marked(1)

    def marked(self, *values: int) -> frozenset[str] | None:
        """The projects with one of these in `selected`."""
        if all(project.selected is None for project in self.projects):
            return None
        return frozenset(project.id for project in self.projects if project.selected in values)

    @cached_property
    def support(self) -> dict[str, int]:
        """What the ballots come to; where there are none, the totals the file gives."""
        if not self.ballots and self.stated is not None:
            return self.stated
        return count_support(self.candidates, self.ballots)

    @cached_property
    def stated(self) -> dict[str, int] | None:
        """The totals beside the projects: `score` where there is one, else `votes`."""
        scored = any(project.extra.get("score") for project in self.projects)
        column, scale = ("score", self.points_scale) if scored else ("votes", 1)
        said = {project.id: total(project.extra.get(column, ""), scale) for project in self.projects}
        known = {project_id: votes for project_id, votes in said.items() if votes is not None}
        return known if known and len(known) == len(said) else None


def read(text: str) -> PabulibVote:
    """Raises `PabulibUnreadable` for what cannot be counted; what is only inconsistent becomes an oddity."""
    found = sections(text)
    meta = {each.cells["key"]: each.cells["value"] for each in meta_rows(found["META"])}
    listed = _listed(table(found["PROJECTS"], "project_id", "cost"))
    rows = table(found["VOTES"], "vote") if found.get("VOTES") else []
    scale = scale_of([meta.get("budget", ""), *(row.cells.get("cost", "") for row in listed)])
    projects = tuple(_project(row, scale) for row in listed)
    if not meta.get("budget"):
        raise PabulibUnreadable(line_of(found["META"], "budget"), "budget-missing")
    budget = amount(line_of(found["META"], "budget"), meta["budget"], scale)
    reader = ballot_reader(meta, rows, listed, line_of(found["META"], "vote_type"))
    ballots = tuple(map(reader.read, rows))
    odd, rule_line = oddities(meta, listed, rows), line_of(found["META"], "rule")
    vote = PabulibVote(meta, projects, ballots, budget, scale, reader.points_scale, odd, rule_line)
    return _counted(vote, listed)


def _listed(rows: Sequence[Row]) -> Sequence[Row]:
    seen: set[str] = set()
    for row in rows:
        project_id = row.cells.get("project_id", "")
        if not project_id:
            raise PabulibUnreadable(row.line, "project-id-missing")
        if project_id in seen:
            raise PabulibUnreadable(row.line, "project-repeated", project_id)
        seen.add(project_id)
    return rows


def _project(row: Row, scale: int) -> PabulibProject:
    cells = row.cells
    rest = {name: value for name, value in cells.items() if name not in ("project_id", "cost", "name")}
    if not cells.get("cost"):
        raise PabulibUnreadable(row.line, "cost-missing", cells["project_id"])
    cost = amount(row.line, cells["cost"], scale)
    return PabulibProject(cells["project_id"], cost, cells.get("name", ""), rest)


def _counted(vote: PabulibVote, listed: Sequence[Row]) -> PabulibVote:
    """Without ballots and without totals there is nothing to count."""
    if not vote.ballots and vote.stated is None:
        raise PabulibUnreadable(listed[-1].line, "nothing-to-count")
    odd = score_oddities(listed, vote.support, vote.points_scale) if vote.ballots else ()
    return replace(vote, oddities=(*vote.oddities, *odd))
