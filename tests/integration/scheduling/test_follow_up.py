"""Action plans and open programmes are followed up: what events count is counted, what people type says who and when."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from shared.contracts.event import Text3
from shared.contracts.proposals import (
    EditionOpened,
    ProjectDelivered,
    ProposalSubmitted,
    RemarkReceived,
    RequestAnswered,
    RequestKind,
)
from tests.integration.scheduling.conftest import BENI_MELLAL, Town, document

CLERK = "registration_clerk"


@pytest.fixture
async def plan(town: Town) -> tuple[Town, str]:
    here = town.at(BENI_MELLAL)
    await here.step("2024-05-20T09:00:00+00:00")
    made = await here.made("/action-plans", {"document": document("beni-mellal-action-plan-2024")})
    return here, f"/action-plans/{made['plan_id']}"


async def edited(town: Town, path: str, body: dict[str, Any], version: int, role: str = "cell") -> httpx.Response:
    headers = {**town.headers(role), "If-Match": f'"{version}"'}
    return await town.client.patch(f"/{town.slug}{path}", json=body, headers=headers)


def activity(board: dict[str, Any], code: str) -> dict[str, Any]:
    every = (row for axis in board["axes"] for row in axis["activities"])
    return next(row for row in every if row["code"] == code)


def values(board: dict[str, Any]) -> dict[str, int | None]:
    every = [i for axis in board["axes"] for row in axis["activities"] for i in row["indicators"]]
    return {one["code"]: one["value"] for one in [*board["indicators"], *every]}


async def forum(town: Town, people: int, organisations: list[str | None]) -> None:
    await town.step("2025-02-15T09:00:00+00:00")
    made = await town.made("/meetings", {"edition": "2025", "document": document("beni-mellal-forum-2025")})
    path = f"/forums/{made['meeting_id']}"
    entries = [
        {
            "name": f"Person {n}",
            "neighbourhood": "hay-1",
            "organisation": organisations[n % len(organisations)],
            "seen_at": "2025-02-15T09:00:00Z",
        }
        for n in range(people)
    ]
    await town.made(f"{path}/attendance/batches", {"device": "d", "entries": entries}, CLERK)
    await town.made(f"{path}/check-in/close", {}, CLERK)
    await town.made(f"/meetings/{made['meeting_id']}/agenda/9/start", {}, "facilitator")
    await town.made(f"/meetings/{made['meeting_id']}/agenda/9/end", {}, "facilitator")


def submitted(own: str) -> ProposalSubmitted:
    return ProposalSubmitted(
        municipality=BENI_MELLAL,
        proposal_id=own,
        edition="2025",
        title="t",
        channel="online_form",
        zone="medina",
        author_kind="citizen",
        received_on=date(2024, 6, 1),
        tracking_code="ABCD",
    )


def answered(own: str, day: date) -> RequestAnswered:
    return RequestAnswered(
        municipality=BENI_MELLAL, request_id=own, kind=RequestKind.INFORMATION, received_on=day, answered_on=day
    )


async def test_indicators_that_events_can_count_are_counted(plan: tuple[Town, str]) -> None:
    town, path = plan
    before = values(await town.get(f"{path}/board"))
    assert (before["citizens_taking_part"], before["pb_years"], before["services_surveyed"]) == (0, 0, None)
    await forum(town, 30, ["جمعية نساء الأطلس", "جمعيّة نساء الاطلس", "Association Ain Asserdoun", None])
    await town.tell(submitted("p1"))
    await town.tell(submitted("p2"))
    await town.tell(RemarkReceived(municipality=BENI_MELLAL, programme_id="g", edition="2025", remark_id="r1"))
    await town.tell(answered("q1", date(2024, 9, 1)))
    await town.tell(answered("q0", date(2023, 9, 1)))  # before the plan
    await town.tell(
        EditionOpened(municipality=BENI_MELLAL, edition="2025", year=2025, template="t", title=Text3(fr="e"))
    )
    done = ProjectDelivered(
        municipality=BENI_MELLAL, project_id="x", edition="2025", title="t", delivered_on=date(2025, 1, 5)
    )
    await town.tell(done)
    await town.tell(done)
    found = values(await town.get(f"{path}/board"))
    assert found == found | {
        "citizens_taking_part": 30,
        "associations_taking_part": 2,
        "meetings_held": 1,
        "citizen_interactions": 4,
        "information_requests_answered": 1,
        "pb_years": 1,
        "pb_projects_completed": 1,
    }


async def test_a_computed_indicator_says_its_rule_and_since_when(plan: tuple[Town, str]) -> None:
    town, path = plan
    board = await town.get(f"{path}/board")
    [one] = [i for i in board["indicators"] if i["code"] == "citizens_taking_part"]
    assert one["computed"] is True
    assert set(one["rule"]) == {"ar", "fr", "en"}
    assert one["events"] == ["pb.scheduling.check-in-closed.v1"]
    assert (one["since"], board["counted_from"]) == ("2024-05-20", "2024-05-20")


async def test_few_people_are_hidden_from_the_public_and_seen_by_staff(plan: tuple[Town, str]) -> None:
    town, path = plan
    await forum(town, 7, [None])
    hidden = await town.get(f"{path}/board")
    [one] = [i for i in hidden["indicators"] if i["code"] == "citizens_taking_part"]
    assert (one["value"], one["hidden"]) == (None, True)
    assert values(await town.get(f"{path}/board", "cell"))["citizens_taking_part"] == 7
    printed = await town.client.get(f"/{BENI_MELLAL}{path}/follow-up.csv?language=fr")
    assert "moins de 10" in printed.text


async def test_progress_is_reported_activity_by_activity(plan: tuple[Town, str]) -> None:
    town, path = plan
    version = (await town.get(f"{path}/board"))["version"]
    first = await edited(
        town, f"{path}/activities/1.1", {"status": "in_progress", "percent": 40, "note": "بدأ"}, version
    )
    assert first.status_code == 200
    other = await edited(
        town, f"{path}/activities/1.2", {"status": "done"}, version
    )  # another activity does not collide
    assert activity(other.json(), "1.2")["percent"] == 100
    again = await edited(town, f"{path}/activities/1.1", {"percent": 60}, other.json()["version"])
    row = activity(again.json(), "1.1")
    assert (row["status"], row["percent"], [u["percent"] for u in row["updates"]]) == ("in_progress", 60, [40, 60])
    public = activity(await town.get(f"{path}/board"), "1.1")
    assert (public["updates"][0]["by"], row["updates"][0]["by"]) == (None, f"{BENI_MELLAL}-cell")
    assert again.json()["by_status"]["done"] == 1


async def test_two_people_reporting_on_the_same_activity_the_second_sees_the_difference(plan: tuple[Town, str]) -> None:
    town, path = plan
    version = (await town.get(f"{path}/board"))["version"]
    await edited(town, f"{path}/activities/1.1", {"status": "in_progress", "percent": 40}, version)
    refused = await edited(town, f"{path}/activities/1.1", {"status": "suspended"}, version)
    assert (refused.status_code, refused.json()["word"]) == (409, "stale-version")
    assert refused.json()["difference"] == [{"field": "status", "theirs": "in_progress", "mine": "suspended"}]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"status": "done", "percent": 40}, "progress-contradicts-status"),
        ({"status": "not_started", "percent": 1}, "progress-contradicts-status"),
        ({"percent": 101}, "invalid-input"),
        ({"status": "nearly"}, "invalid-input"),
    ],
)
async def test_progress_that_contradicts_itself_is_refused(
    plan: tuple[Town, str], body: dict[str, Any], word: str
) -> None:
    town, path = plan
    refused = await edited(town, f"{path}/activities/1.1", body, 1)
    assert (refused.status_code, refused.json()["word"]) == (422, word)


async def test_what_no_event_tells_is_typed_and_what_events_tell_is_not(plan: tuple[Town, str]) -> None:
    town, path = plan
    typed = await edited(town, f"{path}/activities/1.2/indicators/services_surveyed", {"value": 12}, 1)
    [one, _] = activity(typed.json(), "1.2")["indicators"]
    assert (one["value"], one["computed"], one["typed"]["by"]) == (12, False, f"{BENI_MELLAL}-cell")
    counted = await edited(town, f"{path}/activities/1.2/indicators/citizen_interactions", {"value": 12}, 2)
    assert counted.json()["word"] == "indicator-is-counted"
    strange = await edited(town, f"{path}/activities/1.2/indicators/happiness", {"value": 12}, 2)
    assert strange.json()["word"] == "indicator-unknown"


async def test_the_evaluation_falls_due_at_its_horizon(plan: tuple[Town, str]) -> None:
    town, path = plan
    assert (await town.get(f"{path}/board"))["evaluation"]["state"] == "none"
    body = {"evaluation_due_on": "2024-12-31", "counted_from": "2024-01-01"}
    board = (await edited(town, path, body, 1)).json()
    assert (board["evaluation"]["state"], board["counted_from"]) == ("ahead", "2024-01-01")
    await town.step("2024-12-31T08:00:00+00:00")
    assert (await town.get(f"{path}/board"))["evaluation"]["state"] == "due"
    done = (await edited(town, path, {"evaluated_on": "2025-01-10"}, board["version"])).json()
    assert done["evaluation"]["state"] == "done"


async def test_an_open_programme_has_its_own_horizon_and_projects(town: Town) -> None:
    here = town.at(BENI_MELLAL)
    await here.step("2023-12-01T09:00:00+00:00")
    made = await here.made("/open-programmes", {"document": document("el-jadida-open-commune-2024-2025")})
    board = await here.get(f"/open-programmes/{made['plan_id']}/board")
    assert board["evaluation"] == {"due_on": "2025-06-30", "state": "ahead", "evaluated_on": None}
    assert board["counted_from"] == "2023-11-27"
    listed = [row for axis in board["axes"] for project in axis["projects"] for row in project["activities"]]
    assert len(listed) == made["counts"]["activities"]
    other = await here.client.get(f"/{BENI_MELLAL}/action-plans/{made['plan_id']}/board")
    assert (other.status_code, other.json()["word"]) == (404, "plan-unknown")


async def test_the_report_is_printed_and_is_also_data(plan: tuple[Town, str]) -> None:
    town, path = plan
    await edited(town, f"{path}/activities/1.1", {"status": "in_progress", "percent": 40}, 1)
    for language in ("ar", "fr", "en"):
        pdf = await town.client.get(f"/{BENI_MELLAL}{path}/follow-up.pdf?language={language}")
        assert pdf.content.startswith(b"%PDF"), pdf.text
    lines = list(csv.reader(io.StringIO((await town.client.get(f"/{BENI_MELLAL}{path}/follow-up.csv")).text)))
    assert len(lines) > 38
    assert len({len(line) for line in lines}) == 1
    data = await town.get(f"{path}/follow-up.json")
    assert activity(data, "1.1")["percent"] == 40
    assert datetime.now(UTC) > datetime.fromisoformat(data["axes"][0]["activities"][0]["updated_at"])
