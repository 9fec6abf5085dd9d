"""The phases of a calendar as a resident sees them: done, under way, late or to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from web.services import Json


@dataclass(frozen=True)
class Phase:
    """One phase on the vertical line."""

    code: str
    label: Json
    state: str
    first: date | None
    last: date | None
    activities: Sequence["Activity"]


@dataclass(frozen=True)
class Piece:
    """One kind of evidence an activity needs or has."""

    label: Any
    type: str
    required: bool
    there: bool
    files: Sequence[Json]


@dataclass(frozen=True)
class Activity:
    """One row of the calendar."""

    code: str
    label: Json
    state: str
    dates: Sequence[date]
    evidence: Sequence[Piece]
    notes: Any
    reason: Any
    done: bool


def phases(calendar: Json) -> list[Phase]:
    """The phases of a calendar as the scheduling service gives it, in their order."""
    today = date.fromisoformat(calendar["today"])
    past = bool(calendar.get("historical"))
    rows = [(row["phase"], _activity(row, past=past)) for row in calendar["activities"]]
    return [_phase(head, [row for code, row in rows if code == head["code"]], today) for head in calendar["phases"]]


def current(found: Sequence[Phase]) -> Phase | None:
    """The phase to look at first."""
    waiting = [phase for phase in found if phase.state in ("now", "late", "next")]
    return waiting[0] if waiting else None


def _phase(head: Json, rows: Sequence[Activity], today: date) -> Phase:
    days = sorted(day for row in rows for day in row.dates)
    first, last = (days[0], days[-1]) if days else (None, None)
    return Phase(head["code"], head["label"], _state(rows, first, last, today), first, last, rows)


def _state(rows: Sequence[Activity], first: date | None, last: date | None, today: date) -> str:
    if rows and all(row.done for row in rows):
        return "done"
    if last is not None and last < today:
        return "late" if any(row.state == "overdue" for row in rows) else "past"
    started = any(row.done for row in rows) or (first is not None and first <= today)
    return "now" if started else "next"


def _activity(row: Json, *, past: bool) -> Activity:
    planned = row.get("sessions") or [row.get("occurred_on") or row.get("planned_date")]
    state = "past" if past and row["due"] == "overdue" else row["due"]
    return Activity(
        code=row["code"],
        label=row["label"],
        state=state,
        dates=[date.fromisoformat(day) for day in planned if day],
        evidence=[_piece(chip, past=past) for chip in row["evidence"]],
        notes=row.get("notes"),
        reason=row.get("done_reason"),
        done=bool(row.get("done")),
    )


def _piece(chip: Json, *, past: bool) -> Piece:
    """Of a past calendar nothing is awaited any more, so nothing in it calls for attention."""
    files = chip.get("attached") or []
    return Piece(chip.get("label"), chip["type"], bool(chip.get("required")) and not past, bool(files), files)
