"""What a `.pb` file says that its own lines do not bear out; it is read all the same."""

from collections.abc import Iterable, Mapping, Sequence

from services.proposals.domain.pabulib_ballots import chosen_in
from services.proposals.domain.pabulib_limits import beyond_limits
from services.proposals.domain.pabulib_tables import Remark, Row, total


def oddities(meta: Mapping[str, str], projects: Sequence[Row], rows: Sequence[Row]) -> tuple[Remark, ...]:
    """A file of totals only has no ballots to contradict it."""
    counted = (*_counts(meta, {"num_projects": len(projects)}), *_surplus(projects))
    if not rows:
        return (*counted, Remark(0, "no-ballots", meta.get("num_votes", "")))
    ballots = (*_surplus(rows), *_repeats(rows), *beyond_limits(meta, projects, rows))
    return (*counted, *_counts(meta, {"num_votes": len(rows)}), *_votes(projects, rows), *ballots)


def score_oddities(projects: Sequence[Row], support: Mapping[str, int], scale: int) -> Iterable[Remark]:
    """Points beside a project that are not those of the ballots: the city gave places other points, or counted other ballots."""
    for row in projects:
        said, found = total(row.cells.get("score", ""), scale), support[row.cells["project_id"]]
        if said is not None and said != found:
            yield Remark(row.line, "score-differs", f"{row.cells['score']} / {found / scale:g}")


def _counts(meta: Mapping[str, str], found: Mapping[str, int]) -> Iterable[Remark]:
    for name, count in found.items():
        if meta.get(name, str(count)).removesuffix(".0") != str(count):
            yield Remark(0, f"{name.replace('_', '-')}-differs", f"{meta[name]} / {count}")


def _surplus(rows: Sequence[Row]) -> Iterable[Remark]:
    for row in rows:
        if row.surplus:
            yield Remark(row.line, "cells-too-many", ";".join(row.surplus))


def _votes(projects: Sequence[Row], rows: Sequence[Row]) -> Iterable[Remark]:
    named: dict[str, int] = dict.fromkeys((row.cells["project_id"] for row in projects), 0)
    for row in rows:
        for each in set(chosen_in(row)):
            named[each] += 1
    for row in projects:
        said, found = total(row.cells.get("votes", ""), 1), named[row.cells["project_id"]]
        if said is not None and said != found:
            yield Remark(row.line, "votes-differ", f"{said} / {found}")


def _repeats(rows: Sequence[Row]) -> Iterable[Remark]:
    """A voter or a project named twice: every ballot counts, every project once in it."""
    seen: set[str] = set()
    for row in rows:
        voter = row.cells.get("voter_id", "")
        if voter and voter in seen:
            yield Remark(row.line, "voter-repeated", voter)
        seen.add(voter)
        chosen = chosen_in(row)
        if len(set(chosen)) != len(chosen):
            yield Remark(row.line, "named-twice", ",".join(chosen))
