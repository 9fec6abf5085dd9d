"""What the rules say of a calendar, ready to be read: what fails, why, and when it would be lawful."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from web.reader import Reader
from web.services import Json
from web.views.phases import phases
from web.views.timeline import Bracket, bracket, chart

BAD = {"fail", "warn"}
GRAVITY = {"error": 0, "warning": 1, "info": 2}


def calendar_values(reader: Reader, today: date, calendar: Json) -> dict[str, Any]:
    """What the calendar's templates need, for residents and staff alike."""
    rtl, found = reader.direction == "rtl", phases(calendar)
    drawn = bracket(calendar.get("bracket"), rtl=rtl)
    return {
        "phases": found,
        "chart": chart(found, today, rtl=rtl),
        "bracket": drawn,
        "bracket_text": bracket_text(reader, drawn),
        "failing": failing(calendar["verdicts"]),
    }


def bracket_text(reader: Reader, drawn: Bracket | None) -> str:
    if drawn is None:
        return ""
    key = {"good": "good", "wait": "warn", "bad": "bad"}[drawn.tone]
    return reader.say(f"calendar.bracket_{key}", days=reader.count("calendar.days", drawn.days))


def failing(verdicts: Iterable[Json]) -> list[Json]:
    """Broken rules first, warnings after them."""
    found = [_failing(verdict) for verdict in verdicts if verdict["verdict"] in BAD]
    return sorted(found, key=lambda one: GRAVITY.get(one["severity"], 3))


def _failing(verdict: Json) -> Json:
    nearest = verdict.get("nearest_lawful_date") or {}
    severity = verdict["severity"] if verdict["verdict"] == "fail" else "warning"
    kept = {name: verdict.get(name) for name in ("rule", "text")}
    return kept | {"severity": severity, "nearest": nearest.get("date"), "activities": verdict.get("activities", [])}
