"""The publication clock: from the finished diagnosis to the first lawful session."""

import hashlib
from datetime import UTC, datetime

from services.scheduling.tasks import fetch_copy
from shared.contracts.event import Document
from shared.contracts.notifications import DispatchCompleted
from shared.contracts.proposals import DiagnosisReady
from shared.contracts.scheduling import PublicationProven
from tests.integration.scheduling.conftest import BENI_MELLAL, NEFTA, Town, photograph
from tests.integration.scheduling.test_calendars import load

TABLE = Document(
    href="http://notifications/tn-nefta/documents/" + "b" * 64,
    sha256="b" * 64,
    type="application/json",
    size=512,
    name="dispatch.json",
)
DOSSIER = Document(href="http://proposals/x", sha256="a" * 64, type="application/pdf", size=1024, name="diagnosis.pdf")


def ready() -> DiagnosisReady:
    return DiagnosisReady(municipality=NEFTA, diagnosis_id="diagnosis-1", edition="2022", document=DOSSIER)


def dispatched(audience: str = "associations") -> DispatchCompleted:
    return DispatchCompleted(
        municipality=NEFTA,
        dispatch_id="dispatch-1",
        edition="2022",
        about="diagnosis-1",
        about_type=DiagnosisReady.TYPE,
        audience=audience,
        recipients=12,
        sent=11,
        failed=1,
        completed_at=datetime(2021, 11, 2, 10, 0, tzinfo=UTC),
        dispatch_table=TABLE,
    )


async def prove(town: Town) -> dict[str, object]:
    place = "/publications/diagnosis-1"
    copy = {
        "url": "https://commune-nefta.example/diagnostic",
        "sha256": hashlib.sha256(b"page").hexdigest(),
        "published_at": "2021-11-02T08:00:00Z",
    }
    await town.made(f"{place}/web-copy", copy, "communication_officer")
    photo = await town.upload(photograph(), "posting.jpg", "image/jpeg")
    posting = {"sha256": photo, "posted_at": "2021-11-02T23:30:00Z"}
    return await town.made(f"{place}/posting", posting, "communication_officer")


async def test_the_seven_days_run_from_the_latest_of_web_copy_posting_and_dispatch(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    await town.tell(ready())
    await town.tell(dispatched())
    proven = await prove(town)
    # 23:30 UTC is already 3 November in Tunis
    assert proven["published_at"] == "2021-11-02T23:30:00Z"
    assert proven["first_lawful_session"] == "2021-11-10"
    [event] = await town.announced(PublicationProven)
    assert (event["kind"], event["first_lawful_session"]) == ("diagnosis", "2021-11-10")
    calendar = await town.get(f"/calendars/{made['calendar_id']}")
    row = next(row for row in calendar["activities"] if row["code"] == "2.6")
    filed = {chip["type"]: len(chip["attached"]) for chip in row["evidence"]}
    assert filed == {"web_extract": 1, "posting_photos": 1, "dispatch_slip": 1}
    assert (row["occurred_on"], row["missing_evidence"]) == ("2021-11-03", [])
    assert calendar["bracket"]["days"] == 10


async def test_the_dispatch_table_may_come_before_the_diagnosis_itself(town: Town) -> None:
    await town.tell(dispatched())
    await town.tell(ready())
    [publication] = (await town.get("/publications"))["items"]
    assert publication["missing"] == ["web_copy", "posting"]
    assert publication["document"]["sha256"] == DOSSIER.sha256
    assert publication["dispatch"]["recipients"] == 12


async def test_a_dispatch_to_somebody_else_proves_nothing(town: Town) -> None:
    await town.tell(ready())
    await town.tell(dispatched("citizens"))
    [publication] = (await town.get("/publications"))["items"]
    assert publication["dispatch"] is None


async def test_a_complete_proof_does_not_change(town: Town) -> None:
    await town.tell(ready())
    await town.tell(dispatched())
    await prove(town)
    copy = {"url": "https://elsewhere.example", "sha256": "c" * 64, "published_at": "2021-11-20T08:00:00Z"}
    refused = await town.post("/publications/diagnosis-1/web-copy", copy)
    assert (refused.status_code, refused.json()["word"]) == (409, "publication-already-proven")
    assert len(await town.announced(PublicationProven)) == 1


async def test_a_posting_needs_a_photograph_that_was_uploaded(town: Town) -> None:
    await town.tell(ready())
    posting = {"sha256": "d" * 64, "posted_at": "2021-11-02T09:00:00Z"}
    refused = await town.post("/publications/diagnosis-1/posting", posting)
    assert (refused.status_code, refused.json()["word"]) == (404, "file-unknown")
    assert (await town.get("/publications/diagnosis-1"))["posting"] is None


async def test_a_token_is_never_sent_to_an_address_that_is_no_service(town: Town) -> None:
    await town.tell(ready())
    own = f"{NEFTA}/{DOSSIER.sha256}"
    await fetch_copy(town.service, own)
    row = await town.resources.db["copies"].find_one({"_id": own})
    assert row is not None
    assert row["state"] == "failed"


async def test_a_publication_of_one_municipality_is_unknown_in_another(town: Town) -> None:
    await town.tell(ready())
    assert (await town.client.get(f"/{BENI_MELLAL}/publications/diagnosis-1")).status_code == 404
    assert (await town.at(BENI_MELLAL).get("/publications"))["items"] == []
