"""A running order as a hall sees it: what is under way, by how much it overruns, what comes next."""

from datetime import datetime, timedelta
from typing import Any

from web.reader import Reader
from web.services import Json

STATES = {"planned": "next", "waiting": "next", "running": "now", "ended": "done"}
SHOWN_NEXT = 4  # lines the last row of a hall can still read


def running(meeting: Json, reader: Reader) -> Json:
    """Everything the templates show; no arithmetic is left to them."""
    now = datetime.fromisoformat(meeting["now"])
    items = [_item(item, now, reader) for item in meeting["agenda"]]
    coming = [item for item in items if item["state"] == "next"]
    current = next((item for item in items if item["state"] == "now"), None)
    return {
        "items": items,
        "current": current,
        "coming": coming[:SHOWN_NEXT],
        "over": bool(items) and not coming and current is None,
        "version": meeting.get("version", 0),
    }


def _item(item: Json, now: datetime, reader: Reader) -> Json:
    state = STATES.get(item["state"], "next")
    late = _overrun(item, now) if state == "now" else int(item.get("late_minutes") or 0) if state == "next" else 0
    return {
        "n": item["n"],
        "label": item["label"],
        "state": state,
        "election": item.get("election", False),
        "hours": hours(item, reader),
        "overrun": max(late, 0) if state == "now" else 0,
        "left": max(-late, 0) if state == "now" and _length(item) else 0,
        "late": late if state == "next" else 0,
    }


def hours(item: Json, reader: Reader) -> str:
    """From and to as they were, or as they are expected now."""
    start = item.get("started_at") or item.get("expected_start") or item.get("start")
    end = item.get("ended_at") or item.get("expected_end") or item.get("end")
    if not end:
        return reader.hour(start)
    return reader.say("meeting.hours", start=reader.hour(start), end=reader.hour(end))


def _overrun(item: Json, now: datetime) -> int:
    """Whole minutes beyond the item's length; negative while there is time left."""
    length, started = _length(item), item.get("started_at")
    if length is None or not started:
        return 0
    beyond = now - datetime.fromisoformat(started) - length
    return int(beyond.total_seconds() // 60)


def _length(item: dict[str, Any]) -> timedelta | None:
    if item.get("minutes"):
        return timedelta(minutes=item["minutes"])
    if item.get("start") and item.get("end"):
        return datetime.fromisoformat(item["end"]) - datetime.fromisoformat(item["start"])
    return None
