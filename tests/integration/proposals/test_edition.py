"""One edition of a town, from its registration to a delivered project."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from shared.contracts.event import Decision, Text3
from shared.contracts.proposals import (
    DecisionRequested,
    DecisionSubject,
    DiagnosisReady,
    EnvelopesSet,
    ProgrammeApproved,
    ProjectDelivered,
    SheetPublished,
)
from shared.contracts.scheduling import ConsultationClosed, ConsultationOpened, CouncilDecided
from shared.contracts.voting import MandateAssigned, PrioritisationDeclared, ProjectSupport
from tests.integration.proposals.town import LAMPS, NEFTA, SHEET, Town

TABLE = {
    "title": {"ar": "الطرقات"},
    "columns": [{"ar": "المنطقة"}, {"ar": "طول المعبد"}],
    "rows": [["وسط المدينة", "4.5"], [{"ar": "الواحة"}, 2]],
}


async def test_the_zones_share_the_proximity_money_to_the_last_millime(nefta: Town) -> None:
    envelopes = await nefta.get("/editions/2022/envelopes")
    assert sum(part["amount"] for part in envelopes["by_zone"]) == 200_000_000
    assert envelopes["by_zone"][0] == {"zone": "centre", "amount": 112_492_969}
    [event] = await nefta.announced(EnvelopesSet)
    assert EnvelopesSet.model_validate_json(event["data"]).total == 300_000_000


async def test_the_dossier_of_the_diagnosis_is_printed_and_announced(nefta: Town) -> None:
    await nefta.put("/editions/2022/diagnosis", {"technical": {"tables": [TABLE]}, "financial": {"tables": [TABLE]}})
    ready = await nefta.post("/editions/2022/diagnosis/ready")
    [event] = await nefta.announced(DiagnosisReady)
    announced = DiagnosisReady.model_validate_json(event["data"])
    assert announced.document.sha256 == ready["document"]["sha256"]
    page = await nefta.ask("GET", f"/{NEFTA}/documents/{announced.document.sha256}")
    assert page.content.startswith(b"%PDF")
    published = await nefta.get("/editions/2022/diagnosis")
    assert published["technical"]["tables"][0]["rows"][1][0] == {"ar": "الواحة"}
    later = {**TABLE, "rows": [["وسط المدينة", "9"]]}
    written = {"technical": {"tables": [later]}, "financial": {"tables": [TABLE]}}
    await nefta.put("/editions/2022/diagnosis", written)
    assert await nefta.get("/editions/2022/diagnosis") == published
    draft = await nefta.get("/editions/2022/diagnosis/draft", who="cell")
    assert draft["technical"]["tables"][0]["rows"] == later["rows"]
    await nefta.get("/editions/2022/diagnosis/draft", expect=401)


@pytest.mark.parametrize("what", ["envelopes", "diagnosis"])
async def test_an_edit_made_on_an_older_version_overwrites_nobodys(nefta: Town, what: str) -> None:
    path = f"/{NEFTA}/editions/2022/{what}"
    bodies = {
        "envelopes": {"currency": "TND", "total": 1000},
        "diagnosis": {"technical": {"tables": []}, "financial": {"tables": []}},
    }
    first = await nefta.ask("PUT", path, bodies[what], "cell")
    seen = first.headers["ETag"]
    assert (await nefta.ask("PUT", path, bodies[what], "cell", **{"If-Match": seen})).status_code == 200
    late = await nefta.ask("PUT", path, bodies[what], "cell", **{"If-Match": seen})
    assert (late.status_code, late.json()["word"]) == (409, "stale-version")


async def test_a_diagnosis_without_its_financial_part_is_not_sent_to_associations(nefta: Town) -> None:
    await nefta.put("/editions/2022/diagnosis", {"technical": {"tables": [TABLE]}, "financial": {"tables": []}})
    problem = await nefta.post("/editions/2022/diagnosis/ready", expect=409)
    assert problem["word"] == "diagnosis-incomplete"
    assert not await nefta.announced(DiagnosisReady)


async def test_a_sheet_is_published_with_its_cost_and_its_document(nefta: Town) -> None:
    proposal = await nefta.propose()
    for stage, verdict in (("formal", "admissible"), ("substantive", "feasible")):
        body = {"stage": stage, "verdict": verdict, "reason": {"ar": "مطابق"}}
        await nefta.post(f"/proposals/{proposal}/reviews", body)
    written = await nefta.post(f"/proposals/{proposal}/sheets", {**SHEET, "total": 18_206_000})
    assert written == {"proposal_id": proposal, "sheet_version": 1, "total": 18_206_000}
    await nefta.get(f"/proposals/{proposal}/sheets/1", expect=404)
    await nefta.post(f"/proposals/{proposal}/sheets/1/publish")
    assert (await nefta.get(f"/proposals/{proposal}/sheets/1"))["total"] == 18_206_000
    page = await nefta.ask("GET", f"/{NEFTA}/proposals/{proposal}/sheets/1.pdf")
    assert page.content.startswith(b"%PDF")
    [event] = await nefta.announced(SheetPublished)
    assert SheetPublished.model_validate_json(event["data"]).total_cost == 18_206_000


async def test_an_edition_goes_from_the_vote_to_the_handover(nefta: Town) -> None:
    lamps, garden, road = [await nefta.ready(f"مشروع رقم {n}", n * 40_000_000) for n in (1, 2, 3)]
    shortlist = await nefta.shortlist([lamps, garden, road], 150_000_000)
    await nefta.deliver(declared(shortlist, {lamps: 30, garden: 20, road: 25}))
    chosen = await nefta.post("/editions/2022/selection")
    assert (chosen["selected"], chosen["spent"]) == ([lamps, garden], 120_000_000)
    selection = await nefta.get("/editions/2022/selection")
    assert all(step["text"].keys() == {"ar", "fr", "en"} for step in selection["trace"])

    draft = await nefta.post("/editions/2022/programme/draft")
    remark = await nefta.post(
        "/editions/2022/programme/remarks", {"text": "زيدوا عدد الأعمدة", "project_id": lamps}, who=None
    )
    change = {
        "project_id": lamps,
        "remark_ids": [remark["remark_id"]],
        "new_cost": 41_000_000,
        "reason": {"ar": "عمود إضافي"},
    }
    amended = await nefta.post("/editions/2022/programme/amendments", {"changes": [change]})
    assert amended["digest"] != draft["digest"]
    answers = await nefta.get("/editions/2022/you-said-we-did")
    assert (answers["received"], answers["led_to_change"]) == (1, 1)
    pdf = await nefta.ask("GET", f"/{NEFTA}/editions/2022/you-said-we-did.pdf")
    assert pdf.content.startswith(b"%PDF")

    for outcome, status in ((Decision.REJECTED, "amended"), (Decision.APPROVED, "approved")):
        assert not await nefta.announced(ProgrammeApproved)
        requested = await nefta.post("/editions/2022/programme/request-decision")
        event = (await nefta.announced(DecisionRequested))[-1]
        subject = DecisionRequested.model_validate_json(event["data"]).subject_of_decision
        await nefta.deliver(decided(requested["request_id"], subject, outcome))
        programme = await nefta.get("/editions/2022/programme")
        assert programme["status"] == status
    assert (programme["status"], programme["decision"]["number"]) == ("approved", "2021/57")
    assert len(await nefta.announced(ProgrammeApproved)) == 1
    carried = await nefta.get("/editions/2022/carry-over")
    assert [project["project_id"] for project in carried["items"]] == [road]

    for project in [item["project_id"] for item in programme["projects"]]:
        await nefta.post(f"/projects/{project}/progress", {"percent": 40, "committed": 30_000_000, "spent": 10_000_000})
        await nefta.post(f"/projects/{project}/delivery")
    assert (await nefta.get("/editions/2022/programme"))["status"] == "closed"
    assert len(await nefta.announced(ProjectDelivered)) == len(programme["projects"])

    await nefta.post("/editions", {"year": 2023, "template": "tn-annual", "title": {"ar": "برنامج 2023"}})
    again = await nefta.post("/editions/2023/carried-over", {"from_edition": "2022"})
    [back] = again["carried_over"]
    returned = await nefta.get(f"/proposals/{back['proposal_id']}")
    assert (returned["channel"], returned["origin"], returned["edition"]) == ("carried_over", road, "2023")
    await nefta.post("/editions", {"year": 2024, "template": "tn-annual", "title": {"ar": "برنامج 2024"}})
    twice = await nefta.post("/editions/2024/carried-over", {"from_edition": "2022"})
    assert twice["carried_over"] == []


async def test_an_approval_of_another_version_approves_nothing(nefta: Town) -> None:
    lamps = await nefta.ready("إنارة الشارع", 40_000_000)
    shortlist = await nefta.shortlist([lamps], 150_000_000)
    await nefta.deliver(declared(shortlist, {lamps: 3}))
    await nefta.post("/editions/2022/selection")
    draft = await nefta.post("/editions/2022/programme/draft")
    requested = await nefta.post("/editions/2022/programme/request-decision")
    subject = DecisionSubject(kind="programme", id="2022", version=1, digest="0" * 64)
    await nefta.deliver(decided(requested["request_id"], subject, Decision.APPROVED))
    programme = await nefta.get("/editions/2022/programme")
    assert (programme["status"], programme["digest"]) == ("published", draft["digest"])
    assert not await nefta.announced(ProgrammeApproved)


async def test_a_consultation_is_shown_while_it_is_open(nefta: Town) -> None:
    closes = datetime(2025, 6, 25, 12, tzinfo=UTC)
    opened = ConsultationOpened(
        municipality=NEFTA, consultation_id="c1", edition="2022", title=Text3(ar="استشارة"), closes_at=closes
    )
    await nefta.deliver(opened)
    [shown] = (await nefta.get("/editions/2022"))["consultations"]
    assert shown["consultation_id"] == "c1"
    await nefta.deliver(ConsultationClosed(municipality=NEFTA, consultation_id="c1", edition="2022", closed_at=closes))
    assert (await nefta.get("/editions/2022"))["consultations"] == []


async def test_delegates_are_known_by_their_neighbourhood(nefta: Town) -> None:
    mandate = MandateAssigned(
        municipality=NEFTA,
        mandate_id="m1",
        election_id="e1",
        edition="2022",
        neighbourhood="souk",
        name="سعاد",
        alternate=False,
        rank=1,
        starts_on=date(2022, 1, 1),
    )
    await nefta.deliver(mandate)
    [kept] = await nefta.service.queries.mandates(NEFTA)
    assert kept["neighbourhood"] == "souk"


async def test_a_proposal_without_a_published_sheet_does_not_go_to_the_vote(nefta: Town) -> None:
    proposal = await nefta.propose(**{**LAMPS, "title": "حديقة عمومية"})
    body = {"proposals": [proposal], "rule": {"method": "greedy"}, "envelope": {"amount": 1000}}
    problem = await nefta.post("/editions/2022/shortlist", body, expect=409)
    assert (problem["word"], problem["proposal_id"]) == ("proposal-not-eligible", proposal)


async def test_a_vote_is_not_held_over_more_money_than_there_is(nefta: Town) -> None:
    lamps = await nefta.ready("إنارة الشارع", 40_000_000)
    body = {
        "proposals": [lamps],
        "rule": {"method": "greedy"},
        "envelope": {"kind": "proximity", "amount": 200_000_001},
    }
    problem = await nefta.post("/editions/2022/shortlist", body, expect=422)
    assert problem["word"] == "envelope-overspent"


async def test_two_votes_of_an_edition_share_its_money_and_each_project_is_decided_once(nefta: Town) -> None:
    lamps, road = [await nefta.ready(f"مشروع رقم {n}", 60_000_000) for n in (1, 2)]
    first = await nefta.shortlist([lamps], 150_000_000)
    body = {"proposals": [road], "rule": {"method": "council"}, "envelope": {"kind": "proximity", "amount": 60_000_000}}
    refused = await nefta.post("/editions/2022/shortlist", body, expect=422)
    assert (refused["word"], refused["envelope"], refused["cost"]) == ("envelope-overspent", 50_000_000, 60_000_000)
    await nefta.deliver(declared(first, {lamps: 3}))
    again = await nefta.post("/editions/2022/shortlist", {**body, "proposals": [lamps]}, expect=409)
    assert (again["word"], again["proposal_id"]) == ("proposal-not-eligible", lamps)
    less = {"currency": "TND", "total": 140_000_000, "by_kind": [{"kind": "proximity", "amount": 140_000_000}]}
    assert (await nefta.put("/editions/2022/envelopes", less, expect=422))["word"] == "envelope-overspent"

    await nefta.post("/editions/2022/selection")
    second = await nefta.post("/editions/2022/shortlist", body)
    await nefta.post("/editions/2022/selection", {**second, "reasons": {road: "الأولوية للطريق"}})
    draft = await nefta.post("/editions/2022/programme/draft")
    assert draft["total"] == 120_000_000
    change = {"project_id": lamps, "new_cost": 140_000_001, "reason": {"ar": "توسعة"}}
    amended = await nefta.post("/editions/2022/programme/amendments", {"changes": [change]}, expect=422)
    assert (amended["word"], amended["envelope"]) == ("envelope-overspent", 200_000_000)
    late = await nefta.ask("POST", f"/{NEFTA}/editions/2022/selection", {}, "cell", **{"Accept-Language": "ar"})
    assert (late.status_code, late.json()["word"], late.json()["state"]) == (409, "step-out-of-order", "published")
    assert late.json()["detail"] == "لا يمكن اختيار المشاريع: البرنامج منشور."


async def test_two_votes_frozen_at_the_same_moment_do_not_both_get_the_money(nefta: Town) -> None:
    lamps, road = [await nefta.ready(f"مشروع رقم {n}", 60_000_000) for n in (1, 2)]
    money = {"rule": {"method": "council"}, "envelope": {"kind": "proximity", "amount": 150_000_000}}
    path = f"/{NEFTA}/editions/2022/shortlist"
    answers = await asyncio.gather(
        *(nefta.ask("POST", path, money | {"proposals": [p]}, "cell") for p in (lamps, road))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422]


def declared(shortlist: str, votes: dict[str, int]) -> PrioritisationDeclared:
    return PrioritisationDeclared(
        municipality=NEFTA,
        election_id="vote-1",
        edition="2022",
        shortlist_id=shortlist,
        ballots=max(votes.values()),
        support=[ProjectSupport(project_id=project, votes=count) for project, count in votes.items()],
        board_href=f"http://voting/{NEFTA}/elections/vote-1/board",
        board_sha256="a" * 64,
    )


def decided(request_id: str, subject: DecisionSubject, outcome: Decision) -> CouncilDecided:
    return CouncilDecided(
        municipality=NEFTA,
        request_id=request_id,
        edition="2022",
        number="2021/57",
        decided_on=date(2021, 12, 24),
        subject_of_decision=subject,
        outcome=outcome,
    )
