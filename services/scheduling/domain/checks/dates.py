"""Checks on the dates of activities and events."""

from datetime import date, timedelta
from itertools import pairwise

from services.scheduling.domain.facts import Facts, Row, activities, at, code, day, rows
from services.scheduling.domain.rules import Check, DateUsed, Finding, Outcome

PASS, FAIL, WARN = Outcome.PASS, Outcome.FAIL, Outcome.WARN


def verdict(holds: bool) -> Outcome:
    return PASS if holds else FAIL


def missing(subject: str) -> Finding:
    return Finding(Outcome.NOT_APPLICABLE, "no_activity", {"key": subject})


def undated(*keys: str) -> Finding:
    return Finding(Outcome.UNKNOWN, "undated", {"keys": ", ".join(keys)})


def used(row: Row, when: date) -> DateUsed:
    return DateUsed(code(row), when)


def min_days_between(check: Check, facts: Facts) -> Finding:
    found = activities(facts)
    first, second = found.by_key(check["from"]), found.by_key(check["to"])
    if first is None or second is None:
        return missing(check["from"] if first is None else check["to"])
    start, end = day(first.get("planned_date")), day(second.get("planned_date"))
    if start is None or end is None:
        return undated(*[code(row) for row, when in ((first, start), (second, end)) if when is None])
    days, least = (end - start).days, int(check["days"])
    outcome = WARN if days == least else verdict(days > least)
    phrase = "days_between_exact" if outcome is WARN else "days_between"
    values = {"start": start, "end": end, "days": days, "minimum": least}
    nearest = DateUsed(code(second), start + timedelta(days=least))
    return Finding(outcome, phrase, values, (used(first, start), used(second, end)), nearest)


def on_or_before(check: Check, facts: Facts) -> Finding:
    if (row := activities(facts).by_key(check["subject"])) is None:
        return missing(check["subject"])
    if (when := day(row.get("planned_date"))) is None:
        return undated(code(row))
    month, of_month = (int(part) for part in check["month_day"].split("-"))
    limit = date(int(facts["programme_year"]) + int(check["year_offset"]), month, of_month)
    values = {"on": when, "limit": limit, "days": (limit - when).days}
    nearest = DateUsed(code(row), min(when, limit))
    return Finding(verdict(when <= limit), "against_limit", values, (used(row, when),), nearest)


def in_order(first: date, second: date, strict: bool) -> bool:
    return first < second if strict else first <= second


def not_after(check: Check, facts: Facts) -> Finding:
    found = activities(facts)
    first, second = found.by_key(check["first"]), found.by_key(check["second"])
    if first is None or second is None:
        return missing(check["first"] if first is None else check["second"])
    start, end = day(first.get("planned_date")), day(second.get("planned_date"))
    if start is None or end is None:
        return undated(*[code(row) for row, when in ((first, start), (second, end)) if when is None])
    values = {"first": code(first), "start": start, "second": code(second), "end": end, "days": (end - start).days}
    nearest = DateUsed(code(second), start + timedelta(days=int(check["strict"])))
    holds = in_order(start, end, check["strict"])
    return Finding(verdict(holds), "days_apart", values, (used(first, start), used(second, end)), nearest)


def path_not_after(check: Check, facts: Facts) -> Finding:
    start, end = day(at(facts, check["first"])), day(at(facts, check["second"]))
    if start is None or end is None:
        return undated(*[path for path, when in ((check["first"], start), (check["second"], end)) if when is None])
    values = {"start": start, "end": end, "days": (end - start).days}
    dates = (DateUsed(check["first"], start), DateUsed(check["second"], end))
    nearest = DateUsed(check["second"], start + timedelta(days=int(check["strict"])))
    return Finding(verdict(in_order(start, end, check["strict"])), "events_apart", values, dates, nearest)


def earliest(check: Check, facts: Facts) -> Finding:
    found = activities(facts)
    if (row := found.by_key(check["subject"])) is None:
        return missing(check["subject"])
    if (when := day(row.get("planned_date"))) is None:
        return undated(code(row))
    before = [used(other, on) for other, on in found.dated() if on < when]
    if not before:
        return Finding(PASS, "nothing_before", {"on": when}, (used(row, when),))
    listed = ", ".join(f"{other.subject} {other.on}" for other in before)
    nearest = DateUsed(code(row), min(other.on for other in before))
    return Finding(FAIL, "something_before", {"on": when, "listed": listed}, (used(row, when), *before), nearest)


def non_decreasing(check: Check, facts: Facts) -> Finding:
    dated = [used(row, when) for row, when in activities(facts).dated()]
    falls = [(one, two) for one, two in pairwise(dated) if two.on < one.on]
    if not falls:
        return Finding(PASS, "dates_in_order", {"count": len(dated)}, tuple(dated))
    pairs = [(f"{one.subject} {one.on}", f"{two.subject} {two.on}") for one, two in falls]
    values = {"pairs": Pairs(pairs)}
    return Finding(
        FAIL,
        "dates_fall",
        values,
        tuple(d for fall in falls for d in fall),
        DateUsed(falls[0][1].subject, falls[0][0].on),
    )


class Pairs(list[tuple[str, str]]):
    """Pairs that a phrase joins with its own word for *then*: `{pairs:then}`."""

    def __format__(self, word: str) -> str:
        return "; ".join(f"{one} {word} {two}" for one, two in self)


def windows_close_before(check: Check, facts: Facts) -> Finding:
    ends = [end for row in rows(facts, check["list"]) if (end := day(row.get("end")))]
    event = day(at(facts, check["event"]))
    if event is None or not ends:
        return undated(check["event"] if event is None else check["list"])
    last = max(ends)
    dates = (DateUsed(check["list"], last), DateUsed(check["event"], event))
    nearest = DateUsed(check["event"], last + timedelta(days=1))
    values = {"last": last, "event": event, "days": (event - last).days}
    return Finding(verdict(last < event), "last_window", values, dates, nearest)


def year_within(check: Check, facts: Facts) -> Finding:
    years = at(facts, check["years"])
    if (when := day(at(facts, check["path"]))) is None or not years:
        return undated(check["path"])
    nearest = DateUsed(check["path"], max(date(years[0], 1, 1), min(when, date(years[-1], 12, 31))))
    holds = years[0] <= when.year <= years[-1]
    return Finding(verdict(holds), "year_in", {"on": when, "years": years}, (DateUsed(check["path"], when),), nearest)


DATE_OPERATIONS = {
    "min_days_between": min_days_between,
    "on_or_before": on_or_before,
    "not_after": not_after,
    "path_not_after": path_not_after,
    "earliest": earliest,
    "non_decreasing": non_decreasing,
    "windows_close_before": windows_close_before,
    "year_within": year_within,
}
