"""What a `.pb` file says that its own lines do not bear out; it is read all the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.proposals.domain.pabulib_ballots import chosen_in
from services.proposals.domain.pabulib_tables import Row, total


@dataclass(frozen=True, slots=True)
class Oddity:
    line: int
    word: str
    value: str = ""


def oddities(meta: Mapping[str, str], projects: Sequence[Row], rows: Sequence[Row]) -> tuple[Oddity, ...]:
    """A file of totals only has no ballots to contradict it."""
    counted = _counts(meta, {"num_projects": len(projects)})
    if not rows:
        return (*counted, Oddity(0, "no-ballots", meta.get("num_votes", "")))
    return (*counted, *_counts(meta, {"num_votes": len(rows)}), *_totals(projects, rows), *_repeats(rows))


def _counts(meta: Mapping[str, str], found: Mapping[str, int]) -> Iterable[Oddity]:
    for name, count in found.items():
        if meta.get(name, str(count)).removesuffix(".0") != str(count):
            yield Oddity(0, f"{name.replace('_', '-')}-differs", f"{meta[name]} / {count}")


def _totals(projects: Sequence[Row], rows: Sequence[Row]) -> Iterable[Oddity]:
    named: dict[str, int] = dict.fromkeys((row.cells["project_id"] for row in projects), 0)
    for row in rows:
        for each in set(chosen_in(row)):
            named[each] += 1
    for row in projects:
        said, found = total(row.cells.get("votes", ""), 1), named[row.cells["project_id"]]
        if said is not None and said != found:
            yield Oddity(0, "votes-differ", f"{row.cells['project_id']}: {said} / {found}")


def _repeats(rows: Sequence[Row]) -> Iterable[Oddity]:
    """A voter or a project named twice: every ballot counts, every project once in it."""
    seen: set[str] = set()
    for row in rows:
        voter = row.cells.get("voter_id", "")
        if voter and voter in seen:
            yield Oddity(row.line, "voter-repeated", voter)
        seen.add(voter)
        chosen = chosen_in(row)
        if len(set(chosen)) != len(chosen):
            yield Oddity(row.line, "project-repeated", ",".join(chosen))
