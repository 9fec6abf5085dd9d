"""A proposed calendar read against the days of the country: weekends, holidays, and what moved where."""

from datetime import date

from web.services import Json

WEEKEND = {"TN": {5, 6}, "MA": {5, 6}}


def days_off(proposed: Json | None, country: str) -> dict[str, str]:
    """Why a proposed day is no working day: `weekend`, or `holiday`; nothing where it is one."""
    holidays = {str(one["date"]) for one in (proposed or {}).get("holidays", [])}
    days = {str(row["planned_date"]) for row in (proposed or {}).get("activities", []) if row["planned_date"]}
    weekend = {day for day in days if date.fromisoformat(day).weekday() in WEEKEND.get(country, {5, 6})}
    return dict.fromkeys(weekend, "weekend") | dict.fromkeys(days & holidays, "holiday")


def moves(shown: Json | None, calendar: Json) -> list[Json]:
    """What moves, with its label, in the order of the calendar, and by how many days."""
    names = {row["code"]: row["label"] for row in calendar["activities"]}
    order = list(names)
    found = [
        change | {"label": names.get(change["code"], {}), "days": _days(change)}
        for change in (shown or {}).get("changes", [])
    ]
    return sorted(found, key=lambda change: order.index(change["code"]) if change["code"] in names else len(order))


def _days(change: Json) -> int | None:
    if not change.get("from"):
        return None
    return (date.fromisoformat(change["to"]) - date.fromisoformat(change["from"])).days
