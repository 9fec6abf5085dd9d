"""Meetings of every kind: agendas to begin from, invitations said again, minutes by two hands, the signed paper."""

from typing import Any

import httpx
import pytest

from shared.contracts.event import Text3
from shared.contracts.proposals import DecisionRequested, DecisionSubject
from shared.contracts.scheduling import MeetingConvened
from tests.integration.scheduling.conftest import BENI_MELLAL, NEFTA, Town, paper

SECRETARY = "council_secretary"


async def convened(town: Town, **fields: Any) -> str:
    body = {
        "edition": "2022",
        "kind": "general_session",
        "title": {"ar": "الجلسة العامة"},
        "date": "2021-10-26",
        "start": "09:00",
        **fields,
    }
    return str((await town.made("/meetings", body))["meeting_id"])


async def put(town: Town, meeting: str, body: dict[str, Any], version: int, role: str = SECRETARY) -> httpx.Response:
    headers = {**town.headers(role), "If-Match": f'"{version}"'}
    return await town.client.put(f"/{town.slug}/meetings/{meeting}/minutes", json=body, headers=headers)


async def test_the_general_session_has_its_fixed_agenda(town: Town) -> None:
    found = (await town.client.get("/meeting-templates?country=TN")).json()
    assert {row["kind"] for row in found["items"]} >= {"general_session", "zone_session", "cell_meeting"}
    meeting = await town.get(f"/meetings/{await convened(town, agenda_template='tn-general-session')}")
    labels = [item["label"]["fr"] for item in meeting["agenda"]]
    assert labels[2:4] == ["cadre général de la séance", "méthode de découpage en zones"]
    assert (meeting["agenda"][0]["start"], meeting["agenda"][1]["start"]) == (
        "2021-10-26T08:00:00Z",
        "2021-10-26T08:30:00Z",
    )
    strange = await town.post(
        "/meetings",
        {
            "edition": "2022",
            "kind": "cell_meeting",
            "title": {"fr": "t"},
            "date": "2021-10-26",
            "start": "09:00",
            "agenda_template": "none",
        },
    )
    assert strange.json()["word"] == "agenda-template-unknown"


@pytest.mark.parametrize(
    "kind",
    [
        "cell_meeting",
        "work_meeting_civil_society",
        "staff_briefing",
        "works_committee",
        "zone_session",
        "general_session",
        "council_ordinary",
        "council_extraordinary",
        "citizen_forum",
        "restitution_meeting",
    ],
)
async def test_meetings_of_every_kind_are_convened(town: Town, kind: str) -> None:
    await convened(town, kind=kind, mode="hybrid")
    [event] = await town.announced(MeetingConvened)
    assert (event["kind"], event["mode"]) == (kind, "hybrid")


async def test_a_meeting_of_no_known_kind_is_refused(town: Town) -> None:
    refused = await town.post(
        "/meetings", {"edition": "2022", "kind": "party", "title": {"fr": "t"}, "date": "2021-10-26", "start": "09:00"}
    )
    assert (refused.status_code, refused.json()["word"]) == (422, "meeting-kind-unknown")


async def test_a_meeting_put_off_is_convened_again_in_full(town: Town) -> None:
    meeting = await convened(town, agenda_template="cell-meeting")
    headers = {**town.headers("cell"), "If-Match": '"1"'}
    path = f"/{NEFTA}/meetings/{meeting}"
    changed = await town.client.patch(path, json={"date": "2021-10-28", "place": {"fr": "Mairie"}}, headers=headers)
    assert changed.json()["agenda"][0]["start"] == "2021-10-28T08:00:00Z"
    events = await town.announced(MeetingConvened)
    assert [event["starts_at"] for event in events] == ["2021-10-26T08:00:00Z", "2021-10-28T08:00:00Z"]
    stale = await town.client.patch(path, json={"date": "2021-10-30"}, headers=headers)
    assert (stale.status_code, stale.json()["word"]) == (409, "stale-version")
    await town.step("2021-10-28T08:00:00+00:00")
    await town.made(f"/meetings/{meeting}/agenda/1/start", {}, "facilitator")
    begun = await town.client.patch(path, json={"date": "2021-10-30"}, headers={**headers, "If-Match": '"3"'})
    assert begun.json()["word"] == "meeting-has-begun"


async def test_of_two_people_writing_minutes_the_second_sees_the_difference(town: Town) -> None:
    meeting = await convened(town)
    version = (await town.get(f"/meetings/{meeting}/minutes", SECRETARY))["version"]
    assert (await put(town, meeting, {"chair": "الرئيس"}, version)).status_code == 200
    refused = await put(town, meeting, {"chair": "الكاتب"}, version)
    assert (refused.status_code, refused.json()["word"]) == (409, "stale-version")
    assert refused.json()["difference"] == [{"field": "chair", "theirs": "الرئيس", "mine": "الكاتب"}]
    assert (await put(town, meeting, {"chair": "الرئيس"}, version)).status_code == 200  # the same text is harmless


async def test_figures_that_come_in_meanwhile_do_not_hold_up_the_writer(town: Town) -> None:
    meeting = await convened(town, agenda_template="cell-meeting")
    version = (await town.get(f"/meetings/{meeting}/minutes", SECRETARY))["version"]
    await town.made(f"/meetings/{meeting}/agenda/1/start", {}, "facilitator")
    assert (await put(town, meeting, {"chair": "الرئيس"}, version)).status_code == 200


async def test_a_recorded_decision_of_the_council_stays_in_the_minutes_as_it_is(town: Town) -> None:
    subject = DecisionSubject(kind="programme", id="p", version=1, digest="a" * 64)
    request = DecisionRequested(
        municipality=NEFTA,
        request_id="r1",
        edition="2022",
        subject_of_decision=subject,
        title=Text3(ar="برنامج 2022", fr="programme 2022"),
    )
    await town.tell(request)
    meeting = await convened(town, kind="council_ordinary")
    body = {"number": "2021/47", "decided_on": "2021-11-30", "outcome": "approved", "meeting_id": meeting}
    await town.made("/decisions/r1", body, SECRETARY)
    answer = await put(town, meeting, {"decisions": [{"text": "برنامج 2022"}, {"text": "نشر المحضر"}]}, 99)
    assert [(row.get("number"), row["text"]) for row in answer.json()["decisions"]] == [
        ("2021/47", {"ar": "برنامج 2022", "fr": "programme 2022"}),
        (None, "نشر المحضر"),
    ]


async def test_the_signed_paper_comes_back_as_a_scan(town: Town) -> None:
    meeting = await convened(town)
    scan = {"sha256": await town.upload(paper(), "scan.pdf", "application/pdf")}
    path = f"/meetings/{meeting}/minutes"
    early = await town.post(f"{path}/scan", scan, SECRETARY)
    assert early.json()["word"] == "minutes-not-signed"
    await town.made(f"{path}/signature", {"signatories": [{"role": "president", "name": "محمد"}]}, SECRETARY)
    kept = await town.made(f"{path}/scan", scan, SECRETARY)
    assert (kept["scan"]["sha256"], kept["scan"]["by"]) == (scan["sha256"], f"{NEFTA}-council-secretary")
    assert (await town.get(path, SECRETARY))["scan"]["sha256"] == scan["sha256"]
    strange = await town.post(f"{path}/scan", {"sha256": "0" * 64}, SECRETARY)
    assert strange.status_code == 404


async def test_who_came_is_read_by_staff_and_counted_for_everybody(town: Town) -> None:
    here = town.at(BENI_MELLAL)
    meeting = await convened(here, kind="citizen_forum", edition="2025")
    entries = [
        {
            "name": f"Person {n}",
            "neighbourhood": "hay-1" if n < 12 else "hay-2",
            "gender": "woman" if n % 2 else "man",
            "organisation": "Association A" if n == 1 else None,
            "seen_at": "2021-10-26T08:05:00Z",
        }
        for n in range(24)
    ]
    entries += [{**entries[0], "name": "alone", "neighbourhood": "hay-3"}]
    batch = {"device": "d", "entries": entries}
    await here.made(f"/forums/{meeting}/attendance/batches", batch, "registration_clerk")
    summary = await here.get(f"/meetings/{meeting}/attendance/summary")
    assert (summary["total"], summary["by_gender"], summary["associations"]) == (25, {"man": 13, "woman": 12}, 1)
    # hay-3 alone would be the total less the others
    assert sorted(summary["by_neighbourhood"].items(), key=str) == [("hay-1", None), ("hay-2", 12), ("hay-3", None)]
    listed = (await here.get(f"/meetings/{meeting}/attendance", "registration_clerk"))["items"]
    assert (len(listed), listed[0]["zone"]) == (25, "medina")
    assert await here.resources.db["_audit"].count_documents({"command": "read-attendance"}) == 1
    assert (await here.client.get(f"/{BENI_MELLAL}/meetings/{meeting}/attendance")).status_code == 401


async def test_the_working_groups_are_shown_in_the_hall(town: Town) -> None:
    here = town.at(BENI_MELLAL)
    meeting = await convened(here, kind="citizen_forum", edition="2025")
    idea = {"title": "سقايات", "body": "ترميم", "zone": "medina"}
    report = {"theme": "المدينة العتيقة", "place": "القاعة 2", "facilitator_attendance": 14, "proposals": [idea]}
    await here.made(f"/forums/{meeting}/groups/2/report", report, "facilitator")
    groups = (await here.get(f"/forums/{meeting}/groups"))["items"]
    assert groups == [
        {"n": 2, "theme": "المدينة العتيقة", "place": "القاعة 2", "participants": 14, "proposals": ["سقايات"]}
    ]
