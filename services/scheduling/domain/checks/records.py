"""Checks on lists, windows and the records of other services."""

from collections.abc import Mapping
from typing import Any

from services.scheduling.domain.checks.dates import missing, verdict
from services.scheduling.domain.facts import Facts, activities, code, rows
from services.scheduling.domain.rules import Check, Finding, Outcome


def required_fields(check: Check, facts: Facts) -> Finding:
    """Applies where the facts carry the records; a calendar may name the fields of a sheet and still hold none."""
    records = facts.get("records", {}).get(check["entity"])
    if records is None:
        named = any(row.get("sheet_fields") for row in activities(facts).listed)
        return Finding(Outcome.NOT_APPLICABLE, "fields_named_only" if named else "no_record")
    bare = [code(record) for record in records if any(not record.get(field) for field in check["fields"])]
    return Finding(verdict(not bare), "records_lack" if bare else "checked", counted(bare, len(records)))


def counted(codes: list[str], total: int) -> dict[str, Any]:
    return {"codes": ", ".join(codes), "count": total}


def amounts(value: Any) -> int:
    return sum(part["amount"] for part in value)


def sums_match(check: Check, facts: Facts) -> Finding:
    """Parts add up to the total, and the parts of a nested kind to their kind; whole minor units, so exactly."""
    records = facts.get("records", {}).get(check["entity"])
    if records is None:
        return Finding(Outcome.NOT_APPLICABLE, "no_record")
    wrong = [code(record) for record in records if not adds_up(check, record)]
    return Finding(verdict(not wrong), "sums_differ" if wrong else "checked", counted(wrong, len(records)))


def adds_up(check: Check, record: Mapping[str, Any]) -> bool:
    parts, nested = record[check["parts"]], check.get("nested")
    if amounts(parts) != record[check["total"]]:
        return False
    if not nested:
        return True
    kind = next((part for part in parts if part["kind"] == nested["kind"]), None)
    return kind is None or amounts(record[nested["parts"]]) == kind["amount"]


def min_items(check: Check, facts: Facts) -> Finding:
    if (row := activities(facts).by_key(check["subject"])) is None:
        return missing(check["subject"])
    if check["field"] not in row:
        return Finding(Outcome.NOT_APPLICABLE, "not_given", {"field": check["field"]})
    count = len(row[check["field"]])
    return Finding(verdict(count >= check["count"]), "items", {"count": count})


def windows_bounded(check: Check, facts: Facts) -> Finding:
    windows = rows(facts, check["list"])
    open_ended = [code(row) for row in windows if not (row.get("start") and row.get("end"))]
    phrase = "not_bounded" if open_ended else "checked"
    return Finding(verdict(not open_ended), phrase, counted(open_ended, len(windows)))


def values_in(check: Check, facts: Facts) -> Finding:
    listed = rows(facts, check["list"])
    odd = [code(row) for row in listed if row.get(check["field"]) not in check["values"]]
    phrase = "value_outside" if odd else "checked"
    return Finding(verdict(not odd), phrase, {**counted(odd, len(listed)), "field": check["field"]})


def implies_nonempty(check: Check, facts: Facts) -> Finding:
    wanted = [row for row in rows(facts, check["list"]) if all(row.get(k) == v for k, v in check["when"].items())]
    bare = [code(row) for row in wanted if not row.get(check["field"])]
    values = {**counted(bare, len(wanted)), "field": check["field"], "bare": len(bare)}
    return Finding(verdict(not bare), "without_field" if bare else "checked", values)


RECORD_OPERATIONS = {
    "required_fields": required_fields,
    "sums_match": sums_match,
    "min_items": min_items,
    "windows_bounded": windows_bounded,
    "values_in": values_in,
    "implies_nonempty": implies_nonempty,
}
