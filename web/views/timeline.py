"""Drawings of a calendar: its phases over the year, and the seven days after publication as a bracket."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from web.services import Json
from web.views.phases import Phase

WIDTH, EDGE, LANE, HEAD = 720, 16, 46, 34
CELL, MOST_CELLS = 34, 21
LAWFUL_DAYS = 7


@dataclass(frozen=True)
class Scale:
    """Days to places; right to left where the page is."""

    first: date
    last: date
    rtl: bool

    def at(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        along = EDGE + (WIDTH - 2 * EDGE) * (day - self.first).days / span
        return round(WIDTH - along if self.rtl else along, 1)


@dataclass(frozen=True)
class Chart:
    """Everything the template places; no arithmetic is left to it."""

    width: int
    height: int
    rtl: bool
    months: Sequence[tuple[float, date]]
    lanes: Sequence[Json]
    today: float | None


@dataclass(frozen=True)
class Bracket:
    """The days between publication and session, a cell a day."""

    days: int
    tone: str
    start: date
    end: date
    nearest: date | None
    width: int
    cells: Sequence[Json]


def chart(found: Sequence[Phase], today: date, *, rtl: bool) -> Chart | None:
    """None where fewer than two days are known."""
    days = sorted(day for phase in found for row in phase.activities for day in row.dates)
    if len(set(days)) < 2:
        return None
    scale = Scale(days[0], days[-1], rtl)
    lanes = [_lane(phase, place, scale) for place, phase in enumerate(found)]
    now = scale.at(today) if days[0] <= today <= days[-1] else None
    months = [(scale.at(day), day) for day in _months(days[0], days[-1])]
    return Chart(WIDTH, HEAD + LANE * len(found) + 8, rtl, months, lanes, now)


def bracket(found: Json | None, *, rtl: bool) -> Bracket | None:
    """From the scheduling service's bracket; None where a date is missing."""
    if not found or not found.get("from") or not found.get("to"):
        return None
    start, end = date.fromisoformat(found["from"]["date"]), date.fromisoformat(found["to"]["date"])
    nearest = found.get("nearest_lawful_date")
    tone = {"pass": "good", "warn": "wait", "fail": "bad"}.get(found["verdict"], "wait")
    shown = min(max((end - start).days, LAWFUL_DAYS), MOST_CELLS) + 1
    lawful = date.fromisoformat(nearest["date"]) if nearest else None
    width = shown * CELL
    cells = [_cell(start, end, n, width, rtl=rtl) for n in range(shown)]
    return Bracket((end - start).days, tone, start, end, lawful, width, cells)


def _lane(phase: Phase, place: int, scale: Scale) -> Json:
    y = HEAD + LANE * place
    dots = [{"x": scale.at(day), "state": row.state} for row in phase.activities for day in row.dates]
    xs = [scale.at(day) for row in phase.activities for day in row.dates]
    span = (min(xs), max(xs) - min(xs)) if xs else (0, 0)
    return {"y": y, "label": phase.label, "state": phase.state, "dots": dots, "from": span[0], "length": span[1]}


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _cell(start: date, end: date, n: int, width: int, *, rtl: bool) -> dict[str, Any]:
    day = start + timedelta(days=n)
    x = width - (n + 1) * CELL if rtl else n * CELL
    kind = "start" if day == start else "end" if day == end else "lawful" if n <= LAWFUL_DAYS else "more"
    return {"x": x, "middle": x + CELL / 2, "day": day, "n": n, "kind": kind, "inside": day <= end}
