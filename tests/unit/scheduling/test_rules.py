"""The forty rules, on the five source documents and on what they do not show."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from services.scheduling.domain.checks import OPERATIONS
from services.scheduling.domain.facts import UnreadableDate
from services.scheduling.domain.rules import Outcome, UnknownOperation, Verdict
from services.scheduling.domain.texts import LANGUAGES
from tests.unit.scheduling.documents import NAMES, RULES, document


def judged(facts: dict[str, Any]) -> dict[str, Verdict]:
    return {verdict.rule: verdict for verdict in RULES.evaluate(facts)}


def recorded() -> list[tuple[str, str, str, str]]:
    return [
        (name, seen["data"]["rule"], seen["data"]["verdict"], seen["data"]["detail"])
        for name in NAMES
        for seen in document(name)["observations"]
        if seen["kind"] == "rule_verdict"
    ]


def calendar(**dates: str) -> dict[str, Any]:
    rows = [{"code": str(n), "key": key, "planned_date": day} for n, (key, day) in enumerate(dates.items(), 1)]
    return {"kind": "tn_programme_calendar", "programme_year": 2027, "activities": rows}


def test_there_are_forty_rules_over_twenty_three_operations() -> None:
    assert len(RULES.rules) == 40
    assert {rule.check["op"] for rule in RULES.rules} <= set(OPERATIONS)
    assert len(OPERATIONS) == 23


@pytest.mark.parametrize(("name", "rule", "verdict", "detail"), recorded())
def test_each_verdict_is_the_one_the_document_was_found_to_deserve(
    name: str, rule: str, verdict: str, detail: str
) -> None:
    found = judged(document(name))[rule]
    assert (found.outcome, found.detail["en"]) == (verdict, detail)


@pytest.mark.parametrize("name", NAMES)
def test_every_verdict_speaks_arabic_french_and_english(name: str) -> None:
    for verdict in RULES.evaluate(document(name)):
        assert set(verdict.text) == set(LANGUAGES)
        assert all("{" not in text for text in verdict.text.values())


def test_the_shifted_reading_of_the_broken_table_gives_the_verdicts_it_was_found_to_give() -> None:
    facts = document("beni-hassen-2021-calendar")
    reading = next(seen for seen in facts["observations"] if seen["id"] == "BH-05")["data"]
    for row in facts["activities"]:
        row["planned_date"] = reading["shifted_dates"].get(row["code"], row["planned_date"])
    found = RULES.evaluate(facts)
    expected = reading["shifted_alignment"]
    assert [v.rule for v in found if v.outcome is Outcome.UNKNOWN] == expected["unknown"]
    assert [v.rule for v in found if v.outcome is Outcome.FAIL] == expected["fail"]
    counts = Counter(verdict.outcome for verdict in found)
    assert (counts[Outcome.PASS], counts[Outcome.NOT_APPLICABLE]) == (expected["pass"], expected["not_applicable"])


@pytest.mark.parametrize(
    ("session", "outcome"), [("2026-11-08", "fail"), ("2026-11-09", "warn"), ("2026-11-10", "pass")]
)
def test_exactly_seven_days_between_publication_and_session_are_a_warning(session: str, outcome: str) -> None:
    found = judged(calendar(diagnosis_published="2026-11-02", first_general_session=session))["TN-R01"]
    assert found.outcome == outcome
    assert found.nearest is not None
    assert found.nearest.on == date(2026, 11, 9)


@pytest.mark.parametrize(("day", "outcome"), [("2026-12-31", "pass"), ("2027-01-01", "fail")])
def test_the_council_approves_before_the_year_ends(day: str, outcome: str) -> None:
    found = judged(calendar(council_approval=day))["TN-R02"]
    assert (found.outcome, found.nearest and found.nearest.on) == (outcome, date(2026, 12, 31))


def test_the_draft_is_not_published_on_the_day_it_is_approved() -> None:
    found = judged(calendar(draft_published="2026-12-01", council_approval="2026-12-01"))["TN-R03"]
    assert (found.outcome, found.nearest and found.nearest.on) == (Outcome.FAIL, date(2026, 12, 2))


def test_nothing_happens_before_the_cell_exists() -> None:
    found = judged(calendar(cell_created="2026-10-10", cso_meeting="2026-10-09"))["TN-R10"]
    assert (found.outcome, found.nearest and found.nearest.on) == (Outcome.FAIL, date(2026, 10, 9))


def test_a_date_that_is_missing_makes_a_rule_unknown_and_not_failed() -> None:
    facts = calendar(diagnosis_published="2026-11-02", first_general_session="")
    facts["activities"][1]["planned_date"] = None
    assert judged(facts)["TN-R01"].outcome is Outcome.UNKNOWN


def test_a_date_nobody_can_read_is_named() -> None:
    with pytest.raises(UnreadableDate):
        RULES.evaluate(calendar(council_approval="2026-13-45"))


@pytest.mark.parametrize(("cost", "outcome"), [(["works"], "pass"), ([], "fail")])
def test_a_preliminary_sheet_has_feasibility_components_and_cost(cost: list[str], outcome: str) -> None:
    sheet = {"id": "p1", "feasibility": "feasible", "components": ["paving"], "cost": cost}
    facts = {**calendar(), "records": {"preliminary_sheet": [sheet]}}
    assert judged(facts)["TN-R07"].outcome == outcome


@pytest.mark.parametrize(("zone", "outcome"), [(70, "pass"), (69, "fail")])
def test_the_parts_of_the_resources_add_up(zone: int, outcome: str) -> None:
    kinds = [{"kind": "proximity", "amount": 100}, {"kind": "administrative_buildings", "amount": 50}]
    zones = [{"zone": "a", "amount": 30}, {"zone": "b", "amount": zone}]
    record = {"id": "e", "total": 150, "by_kind": kinds, "by_zone": zones}
    facts = {**calendar(), "records": {"resource_allocation": [record]}}
    assert judged(facts)["TN-R08"].outcome == outcome


def test_slots_that_leave_a_gap_or_come_in_another_order_are_named() -> None:
    facts = document("beni-mellal-forum-2025")
    facts["agenda"][3]["start"] = "10:50"
    facts["agenda"] = [facts["agenda"][7], *facts["agenda"]]
    found = judged(facts)
    assert found["MA-R01"].outcome is Outcome.FAIL
    assert found["MA-R03"].outcome is Outcome.FAIL


def test_a_forum_without_an_election_slot_fails_and_does_not_crash() -> None:
    facts = document("beni-mellal-forum-2025")
    facts["agenda"] = [slot for slot in facts["agenda"] if slot["type"] != "election"]
    assert {rule for rule, v in judged(facts).items() if v.failed} == {"MA-R01", "MA-R03", "MA-R04"}


def test_a_rule_with_an_operation_nobody_knows_is_refused() -> None:
    rule = RULES.rules[0]
    odd = type(rule)(**{name: getattr(rule, name) for name in rule.__slots__} | {"check": {"op": "divine"}})
    with pytest.raises(UnknownOperation):
        RULES.judge(odd, calendar())
