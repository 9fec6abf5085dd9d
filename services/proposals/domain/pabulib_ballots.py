"""How a line of VOTES becomes a ballot: approvals, places and points are all points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.proposals.domain.pabulib_tables import PabulibUnreadable, Row, decimal, scale_of
from services.proposals.domain.selection import Ballot

POINTS_TYPES = frozenset({"cumulative", "scoring"})
VOTE_TYPES = POINTS_TYPES | {"approval", "ordinal", "choose-1"}


@dataclass(frozen=True, slots=True)
class BallotReader:
    """What is needed to read one ballot; `unnamed` is what a scoring vote gives a project nobody wrote down."""

    kind: str
    longest: int
    known: frozenset[str]
    points_scale: int
    unnamed: int

    def read(self, row: Row) -> Ballot:
        chosen = chosen_in(row)
        if unknown := [each for each in chosen if each not in self.known]:
            raise PabulibUnreadable(row.line, "project-unknown", unknown[0])
        points = self._points(row, len(chosen))
        ballot = dict(zip(reversed(chosen), reversed(points), strict=True))  # named twice, the first place counts
        ballot = {each: ballot[each] for each in dict.fromkeys(chosen)}
        if self.unnamed:
            ballot = dict.fromkeys(sorted(self.known), self.unnamed) | ballot
        return ballot

    def _points(self, row: Row, count: int) -> list[int]:
        if self.kind == "ordinal":
            return [max(self.longest - place, 1) for place in range(count)]
        if self.kind not in POINTS_TYPES:
            return [1] * count
        given = points_in(row)
        if len(given) != count:
            raise PabulibUnreadable(row.line, "points-unreadable", row.cells.get("points", ""))
        return [int(decimal(row.line, each, "points-unreadable") * self.points_scale) for each in given]


def ballot_reader(meta: Mapping[str, str], rows: Sequence[Row], projects: Sequence[Row], line: int) -> BallotReader:
    """`line` is where META names the type of vote."""
    kind = meta.get("vote_type", "approval").lower()
    if kind not in VOTE_TYPES:
        raise PabulibUnreadable(line, "vote-type-unknown", kind)
    default = meta.get("default_score", "") if kind == "scoring" else ""
    given = (row.cells.get("points", "") for row in rows) if kind in POINTS_TYPES else ()
    pointed = [point for each in given for point in each.split(",")]
    stated = [] if rows else [row.cells.get("score", "") for row in projects]
    scale = scale_of([*pointed, *stated, default])
    unnamed = int(decimal(line, default or "0", "points-unreadable") * scale)
    known = frozenset(row.cells["project_id"] for row in projects)
    return BallotReader(kind, _longest(meta, len(projects)), known, scale, unnamed)


def chosen_in(row: Row) -> list[str]:
    given = row.cells.get("vote", "")
    return [] if given.lower() == "none" else [each.strip() for each in given.split(",") if each.strip()]


def points_in(row: Row) -> list[str]:
    return [each.strip() for each in row.cells.get("points", "").split(",") if each.strip()]


def _longest(meta: Mapping[str, str], projects: int) -> int:
    """How many points the first place of an ordinal ballot is worth."""
    given = meta.get("max_length", "").removesuffix(".0")
    return int(given) if given.isdecimal() and int(given) else projects
