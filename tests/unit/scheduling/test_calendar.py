"""What may be adopted, what is done, what is due."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.scheduling.domain.activity import Activity, DueState, Evidence, activity_from
from services.scheduling.domain.calendar import (
    Calendar,
    CalendarAlreadyAdopted,
    CalendarNotLawful,
    EvidenceMissing,
    UnknownActivity,
)
from shared.contracts.scheduling import ActivityDueSoon, ActivityOverdue, ActivityRescheduled, CalendarAdopted
from tests.unit.scheduling.documents import RULES, document

NOW = datetime(2021, 9, 1, 9, tzinfo=UTC)


def loaded(name: str, historical: bool = False) -> Calendar:
    kept = document(name)
    return Calendar(
        municipality=kept["municipality"]["id"],
        id="c1",
        edition=str(kept["programme_year"]),
        template=kept["template"],
        template_version=1,
        kind=kept["kind"],
        programme_year=kept["programme_year"],
        title=kept["title"],
        phases=kept["phases"],
        activities=[activity_from(row) for row in kept["activities"]],
        meetings=kept["meetings"],
        historical=historical,
    )


def filed(kind: str, digest: str = "a") -> Evidence:
    return Evidence(type=kind, sha256=digest * 64, name="f.pdf", by="cell", at=NOW)


@pytest.mark.parametrize("name", ["nefta-2022-calendar", "beni-hassen-2021-calendar"])
def test_a_calendar_keeps_every_fact_its_rules_look_at(name: str) -> None:
    kept = document(name)
    before = {v.rule: (v.outcome, v.detail["en"]) for v in RULES.evaluate(kept)}
    after = {v.rule: (v.outcome, v.detail["en"]) for v in RULES.evaluate(loaded(name).facts())}
    assert after == before


def test_adopting_refuses_failures_of_severity_error_and_names_them() -> None:
    calendar = loaded("beni-hassen-2021-calendar")
    with pytest.raises(CalendarNotLawful) as refused:
        calendar.adopt(NOW, RULES.evaluate(calendar.facts()))
    assert [verdict.rule for verdict in refused.value.verdicts] == ["TN-R23"]
    assert calendar.adopted_at is None
    assert calendar.drain() == []


def test_a_historical_calendar_is_adopted_with_its_failures_on_record() -> None:
    calendar = loaded("beni-hassen-2021-calendar", historical=True)
    calendar.adopt(NOW, RULES.evaluate(calendar.facts()))
    [event] = calendar.drain()
    assert isinstance(event, CalendarAdopted)
    assert event.failed_rules == ["TN-R11", "TN-R12", "TN-R22", "TN-R23", "TN-R25"]
    with pytest.raises(CalendarAlreadyAdopted):
        calendar.adopt(NOW, ())


def test_an_activity_is_done_only_with_its_mandatory_evidence_or_a_reason() -> None:
    calendar = loaded("nefta-2022-calendar")
    with pytest.raises(EvidenceMissing) as refused:
        calendar.finish("1.2", date(2021, 10, 20))
    assert refused.value.missing == ("minutes", "photos")
    calendar.attach("1.2", filed("minutes"))
    calendar.attach("1.2", filed("photos", "b"))
    calendar.finish("1.2", date(2021, 10, 20))
    assert calendar.activity("1.2").done


def test_letters_may_stand_in_for_minutes_and_photographs() -> None:
    calendar = loaded("nefta-2022-calendar")
    assert calendar.activity("2.4").missing() == ["letters"]
    calendar.attach("2.4", filed("minutes"))
    calendar.attach("2.4", filed("letters", "c"))
    assert calendar.activity("2.4").missing() == []


def test_the_same_file_is_filed_once() -> None:
    calendar = loaded("nefta-2022-calendar")
    assert calendar.attach("1.2", filed("minutes"))
    assert not calendar.attach("1.2", filed("minutes"))


def test_filing_a_dispatch_slip_meets_the_rule_that_asked_for_it() -> None:
    calendar = loaded("nefta-2022-calendar")
    calendar.attach("2.6", filed("dispatch_slip"))
    verdicts = {v.rule: v.outcome for v in RULES.evaluate(calendar.facts())}
    assert verdicts["TN-R06"] == "pass"


def test_once_something_was_really_published_its_actual_date_counts() -> None:
    calendar = loaded("nefta-2022-calendar")
    calendar.annotate("2.6", occurred_on=date(2021, 11, 8))
    verdict = next(v for v in RULES.evaluate(calendar.facts()) if v.rule == "TN-R01")
    assert (verdict.outcome, verdict.nearest and verdict.nearest.on) == ("fail", date(2021, 11, 15))


def test_a_draft_moves_in_silence_and_an_adopted_calendar_says_so() -> None:
    calendar = loaded("nefta-2022-calendar")
    calendar.reschedule("4.1", date(2021, 11, 14))
    assert calendar.drain() == []
    calendar.adopt(NOW, RULES.evaluate(calendar.facts()))
    calendar.drain()
    calendar.reschedule("4.1", date(2021, 11, 15))
    calendar.reschedule("4.1", date(2021, 11, 15))
    assert [type(event) for event in calendar.drain()] == [ActivityRescheduled]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2021, 10, 1), DueState.PLANNED),
        (date(2021, 10, 6), DueState.DUE_SOON),
        (date(2021, 10, 13), DueState.DUE_SOON),
        (date(2021, 10, 14), DueState.OVERDUE),
    ],
)
def test_an_activity_is_due_soon_within_a_week_and_overdue_the_day_after(today: date, state: DueState) -> None:
    assert loaded("nefta-2022-calendar").activity("1.1").due(today) is state


def test_a_warning_is_given_once_and_again_only_for_another_date() -> None:
    calendar = loaded("nefta-2022-calendar")
    calendar.adopt(NOW, RULES.evaluate(calendar.facts()))
    calendar.drain()
    calendar.warn(date(2021, 10, 12))
    calendar.warn(date(2021, 10, 13))
    assert [type(event) for event in calendar.drain()] == [ActivityDueSoon, ActivityDueSoon]
    calendar.warn(date(2021, 10, 14))
    calendar.warn(date(2021, 10, 15))
    assert [type(e) for e in calendar.drain() if isinstance(e, ActivityOverdue)] == [ActivityOverdue]


def test_the_past_of_a_historical_calendar_is_silent() -> None:
    calendar = loaded("beni-hassen-2021-calendar", historical=True)
    calendar.adopt(NOW, ())
    calendar.drain()
    calendar.warn(date(2021, 1, 1))
    assert calendar.drain() == []


def test_an_activity_nobody_planned_is_unknown() -> None:
    with pytest.raises(UnknownActivity):
        loaded("nefta-2022-calendar").activity("9.9")


def test_an_activity_without_a_date_is_neither_due_nor_late() -> None:
    activity: Activity = replace(loaded("beni-hassen-2021-calendar").activity("1.4"))
    assert activity.due(date(2030, 1, 1)) is DueState.UNDATED
