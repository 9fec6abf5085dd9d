"""Council decisions, consultation windows, plans, warnings."""

import pytest

from services.scheduling.tasks import sweep_activities, sweep_timers
from shared.contracts.event import Text3
from shared.contracts.proposals import DecisionRequested, DecisionSubject
from shared.contracts.scheduling import (
    ActivityDueSoon,
    ActivityOverdue,
    ConsultationClosed,
    ConsultationOpened,
    CouncilDecided,
)
from tests.integration.scheduling.conftest import BENI_MELLAL, NEFTA, Town, document
from tests.integration.scheduling.test_calendars import load

ANSWER = {
    "number": "2021/47",
    "decided_on": "2021-11-30",
    "outcome": "approved",
    "votes": {"for": 14, "against": 2, "abstain": 1},
}


def asked() -> DecisionRequested:
    subject = DecisionSubject(kind="programme", id="p1", version=2, digest="f" * 64)
    return DecisionRequested(
        municipality=NEFTA,
        request_id="r1",
        edition="2022",
        subject_of_decision=subject,
        title=Text3(fr="Programme 2022"),
    )


async def test_the_councils_answer_holds_for_the_digest_it_was_asked_about(town: Town) -> None:
    await town.tell(asked())
    assert [d["state"] for d in (await town.get("/decisions?state=requested"))["items"]] == ["requested"]
    await town.made("/decisions/r1", ANSWER, "council_secretary")
    [event] = await town.announced(CouncilDecided)
    assert event["subject_of_decision"]["digest"] == "f" * 64
    assert event["votes"] == {"in_favour": 14, "against": 2, "abstained": 1}
    assert (await town.get("/decisions?state=requested"))["items"] == []
    refused = await town.post("/decisions/r1", {**ANSWER, "outcome": "rejected"}, "council_secretary")
    assert refused.json()["word"] == "already-decided"
    assert len(await town.announced(CouncilDecided)) == 1
    await town.tell(asked())
    assert (await town.get("/decisions"))["items"][0]["state"] == "decided"


async def test_nobody_but_the_councils_staff_records_a_decision(town: Town) -> None:
    await town.tell(asked())
    assert (await town.post("/decisions/r1", ANSWER, "facilitator")).json()["word"] == "role-missing"
    assert (await town.at(BENI_MELLAL).post("/decisions/r1", ANSWER)).status_code == 404


async def test_a_window_opens_and_closes_by_itself_even_if_nobody_looked_in_between(town: Town) -> None:
    await town.step("2023-07-04T00:00:00+00:00")
    body = {
        "edition": "2024",
        "title": {"fr": "Concertation"},
        "opens_at": "2023-07-05T08:00:00Z",
        "closes_at": "2023-11-10T23:00:00Z",
    }
    made = await town.made("/consultations", body)
    path = f"/consultations/{made['consultation_id']}"
    await sweep_timers(town.service)
    assert (await town.get(path))["state"] == "scheduled"
    await town.step("2023-07-05T08:00:00+00:00")
    await sweep_timers(town.service)
    await sweep_timers(town.service)
    assert (await town.get(path))["state"] == "open"
    await town.step("2023-12-01T00:00:00+00:00")
    await sweep_timers(town.service)
    assert (await town.get(path))["state"] == "closed"
    assert len(await town.announced(ConsultationOpened)) == 1
    assert [e["closed_at"] for e in await town.announced(ConsultationClosed)] == ["2023-11-10T23:00:00Z"]
    refused = await town.post("/consultations", {**body, "closes_at": "2023-07-01T00:00:00Z"})
    assert refused.json()["word"] == "window-ends-before-start"


async def test_what_is_due_soon_or_overdue_is_said_once_for_each_planned_date(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    await town.step("2021-10-19T09:00:00+00:00")
    await sweep_activities(town.service)
    await sweep_activities(town.service)
    assert [e["activity"] for e in await town.announced(ActivityOverdue)] == ["1.1"]
    assert [e["activity"] for e in await town.announced(ActivityDueSoon)] == ["1.2", "1.3", "1.4", "1.5"]
    await town.step("2021-10-20T09:00:00+00:00")
    await sweep_activities(town.service)
    assert len(await town.announced(ActivityDueSoon)) == 4


@pytest.mark.parametrize(
    ("path", "name", "activities"),
    [
        ("action-plans", "beni-mellal-action-plan-2024", 38),
        ("open-programmes", "el-jadida-open-commune-2024-2025", 23),
    ],
)
async def test_plans_load_whole_with_their_verdicts(town: Town, path: str, name: str, activities: int) -> None:
    here, kept = town.at(BENI_MELLAL), document(name)
    made = await here.made(f"/{path}", {"document": kept})
    assert made["counts"]["activities"] == activities
    shown = await here.get(f"/{path}/{made['plan_id']}")
    assert shown["document"] == kept
    expected = {o["data"]["rule"]: o["data"]["verdict"] for o in kept["observations"] if o["kind"] == "rule_verdict"}
    assert {v["rule"]: v["verdict"] for v in shown["verdicts"]} == expected
    wrong = "open-programmes" if path == "action-plans" else "action-plans"
    assert (await here.post(f"/{wrong}", {"document": kept})).status_code == 422


async def test_rules_judge_any_document_without_storing_it(town: Town) -> None:
    kept = document("beni-mellal-forum-2025")
    answer = await town.client.post(f"/{BENI_MELLAL}/documents/verdicts", json={"document": kept})
    assert {v["rule"]: v["verdict"] for v in answer.json()["verdicts"]} == {
        "MA-R01": "pass",
        "MA-R02": "pass",
        "MA-R03": "pass",
        "MA-R04": "pass",
        "MA-R08": "pass",
    }
