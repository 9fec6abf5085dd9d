"""Which activity of the template each row of a table means, by its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.scheduling.domain.reading.cells import nearest
from services.scheduling.domain.reading.doubts import doubt
from services.scheduling.domain.reading.rows import Row
from services.scheduling.domain.template import Step

ALIKE = 0.45  # the least any activity of two real calendars shares with the one it means is 0.58
CLOSE = 0.1  # two activities nearer to each other than this are told apart by a person
OWN = "own"


@dataclass(frozen=True, slots=True)
class Candidate:
    """How much a row's words share with an activity's; `place` orders equals as the template does."""

    likeness: float
    place: int
    row: str
    key: str


def matched(rows: Sequence[Row], steps: Sequence[Step]) -> list[Row]:
    """Each activity is given to the row most like it; what a person chose stands."""
    asked = [row for row in rows if row.key is None and row.label and not row.left_out]
    likely = {row.id: candidates(row, steps) for row in asked}
    chosen = {row.id: row.key for row in rows if row.key}
    free = {step.activity.key for step in steps} - set(chosen.values())
    for one in sorted((c for found in likely.values() for c in found), key=lambda c: (-c.likeness, c.place)):
        if one.row not in chosen and one.key in free:
            chosen[one.row] = one.key
            free.discard(one.key)
    labels = {step.activity.key: step.activity.label for step in steps}
    return [with_key(row, chosen.get(row.id), likely.get(row.id, []), labels, chosen, rows) for row in rows]


def candidates(row: Row, steps: Sequence[Step]) -> list[Candidate]:
    found = [
        Candidate(nearest(row.label, step.activity.label), place + 100 * step.optional, row.id, step.activity.key)
        for place, step in enumerate(steps)
    ]
    return sorted((one for one in found if one.likeness >= ALIKE), key=lambda one: (-one.likeness, one.place))


def with_key(
    row: Row,
    key: str | None,
    likely: Sequence[Candidate],
    labels: Mapping[str, Mapping[str, str]],
    chosen: Mapping[str, str | None],
    rows: Sequence[Row],
) -> Row:
    if row.left_out or row.key is not None:
        return row
    if key is None:
        taken = next((other for one in likely for other in rows if chosen.get(other.id) == one.key), None)
        if taken is not None:
            return row.doubted(doubt("activity-twice", "activity", row.line, other=taken.line))
        return row.doubted(doubt("activity-unknown", "activity", row.line, text=row.label))
    mine = next(one.likeness for one in likely if one.key == key)
    close = next((one.key for one in likely if one.key != key and one.likeness > mine - CLOSE), None)
    found = replace(row, key=key)
    return found.doubted(doubt("activity-uncertain", "activity", row.line, other=labels[close])) if close else found
