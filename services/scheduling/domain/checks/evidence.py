"""Checks on the evidence and the publication places of activities."""

from services.scheduling.domain.checks.dates import missing, verdict
from services.scheduling.domain.facts import Facts, activities, code
from services.scheduling.domain.rules import Check, Finding, Outcome

NO_COLUMN = Finding(Outcome.NOT_APPLICABLE, "no_evidence_column")


def list_includes(check: Check, facts: Facts) -> Finding:
    if (row := activities(facts).by_key(check["subject"])) is None:
        return missing(check["subject"])
    listed = row.get(check["field"]) or []
    lacking = [item for item in check["all_of"] if item not in listed]
    if lacking:
        return Finding(Outcome.FAIL, "lacks", {"code": code(row), "missing": ", ".join(lacking)})
    return Finding(Outcome.PASS, "lists", {"code": code(row), "listed": ", ".join(listed)})


def evidence_if(check: Check, facts: Facts) -> Finding:
    found = activities(facts)
    if not found.have_evidence_column():
        return NO_COLUMN
    concerned = [row for row in found.listed if check["when_includes"] in (row.get(check["when_field"]) or ())]
    without = [code(row) for row in concerned if check["evidence"] not in found.evidence_types(row)]
    phrase = "no_evidence_for" if without else "evidence_for"
    codes = without or [code(row) for row in concerned]
    return Finding(verdict(not without), phrase, {"evidence": check["evidence"], "codes": ", ".join(codes)})


def evidence_any_of(check: Check, facts: Facts) -> Finding:
    found = activities(facts)
    if not found.have_evidence_column():
        return NO_COLUMN
    if (row := found.by_key(check["subject"])) is None:
        return missing(check["subject"])
    types = found.evidence_types(row)
    if any(wanted in types for wanted in check["any_of"]):
        return Finding(Outcome.PASS, "lists", {"code": code(row), "listed": ", ".join(types)})
    return Finding(Outcome.FAIL, "lacks_any", {"code": code(row), "missing": ", ".join(check["any_of"])})


WORDED = {"evidence", "planned_date"}  # columns that have a name in every language


def all_have(check: Check, facts: Facts) -> Finding:
    listed = activities(facts).listed
    field = check["field"]
    if check.get("only_if_any") and not any(row.get(field) for row in listed):
        return NO_COLUMN
    empty = [code(row) for row in listed if not row.get(field)]
    if empty:
        phrase = f"empty_{field}" if field in WORDED else "empty"
        return Finding(Outcome.FAIL, phrase, {"field": field, "codes": ", ".join(empty)})
    return Finding(Outcome.PASS, "all_of", {"count": len(listed), "total": len(listed)})


EVIDENCE_OPERATIONS = {
    "list_includes": list_includes,
    "evidence_if": evidence_if,
    "evidence_any_of": evidence_any_of,
    "all_have": all_have,
}
