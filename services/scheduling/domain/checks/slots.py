"""Checks on the slots of a day and on the meetings that were held."""

from itertools import pairwise

from services.scheduling.domain.checks.dates import verdict
from services.scheduling.domain.facts import Facts, Row, activities, code, day, rows
from services.scheduling.domain.rules import Check, DateUsed, Finding, Outcome

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def slots_contiguous(check: Check, facts: Facts) -> Finding:
    slots = rows(facts, check["list"])
    gaps = [code(two) for one, two in pairwise(slots) if one.get("end") != two.get("start")]
    if not slots or not all(slot.get("start") for slot in slots):
        return Finding(Outcome.NOT_APPLICABLE, "not_given", {"field": check["list"]})
    last = slots[-1].get("end") or slots[-1]["start"]
    values = {"count": len(slots), "start": slots[0]["start"], "end": last, "codes": ", ".join(gaps)}
    return Finding(verdict(not gaps), "slots_gap" if gaps else "slots", values)


def slot_order(check: Check, facts: Facts) -> Finding:
    types = [slot["type"] for slot in rows(facts, "agenda")]
    lacking = [wanted for wanted in check["types"] if wanted not in types]
    if lacking:
        return Finding(Outcome.FAIL, "slots_missing", {"types": ", ".join(lacking)})
    places = {wanted: types.index(wanted) for wanted in check["types"]}
    listed = ", ".join(f"{kind}={place}" for kind, place in places.items())
    return Finding(verdict(all(a < b for a, b in pairwise(places.values()))), "places", {"listed": listed})


def slot_min_minutes(check: Check, facts: Facts) -> Finding:
    minutes = [slot.get("minutes") or 0 for slot in rows(facts, "agenda") if slot["type"] == check["type"]]
    values = {"type": check["type"], "minutes": minutes}
    return Finding(verdict(any(length >= check["minutes"] for length in minutes)), "slot_minutes", values)


def printed(check: Check, facts: Facts) -> list[Row]:
    listed = [facts] if check["list"] is None else rows(facts, check["list"])
    return [row for row in listed if row.get("weekday_as_printed") and day(row.get("date"))]


def weekday_matches(check: Check, facts: Facts) -> Finding:
    checked = [(row["weekday_as_printed"], when) for row in printed(check, facts) if (when := day(row["date"]))]
    if not checked:
        return Finding(Outcome.NOT_APPLICABLE, "no_weekday")
    wrong = [(said, when) for said, when in checked if WEEKDAYS[when.weekday()] != said]
    dates = tuple(DateUsed("date", when) for _, when in checked)
    if not wrong:
        return Finding(Outcome.PASS, "checked", {"count": len(checked)}, dates)
    said, when = wrong[0]
    values = {"on": when, "printed": said, "actual": WEEKDAYS[when.weekday()]}
    return Finding(Outcome.FAIL, "weekday_differs", values, dates)


def meeting_on_plan(check: Check, facts: Facts) -> Finding:
    held = facts.get("meetings") or []
    if not held:
        return Finding(Outcome.NOT_APPLICABLE, "no_minutes")
    found, off = activities(facts), []
    for meeting in held:
        row = found.by_code(str(meeting.get("activity")))
        if row is not None and day(meeting.get("date")) != day(row.get("planned_date")):
            off.append(f"{code(row)} {meeting.get('date')} ({row.get('planned_date')})")
    return Finding(verdict(not off), "off_plan" if off else "meetings", {"count": len(held), "listed": "; ".join(off)})


SLOT_OPERATIONS = {
    "slots_contiguous": slots_contiguous,
    "slot_order": slot_order,
    "slot_min_minutes": slot_min_minutes,
    "weekday_matches": weekday_matches,
    "meeting_on_plan": meeting_on_plan,
}
