"""Calendars through the doors of the service."""

import hashlib
import zipfile
from io import BytesIO

import pytest

from shared.contracts.scheduling import ActivityDone, ActivityRescheduled, CalendarAdopted
from tests.integration.scheduling.conftest import BENI_MELLAL, Town, document, paper, photograph

MHTML = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
TN = "template-tn-annual-investment-programme"


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def film() -> bytes:
    """The boxes every MP4 has, and nothing to see in them."""
    return box(b"ftyp", b"isom\x00\x00\x02\x00") + box(b"moov", bytes(64)) + box(b"mdat", bytes(256))


def packed() -> bytes:
    """An archive that unfolds to a thousand times its size."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("decision", bytes(20 * 1024 * 1024))
    return out.getvalue()


async def load(town: Town, name: str, historical: bool = False) -> dict[str, object]:
    kept = document(name)
    year = kept["programme_year"]
    body = {"edition": str(year), "template": TN, "programme_year": year, "document": kept, "historical": historical}
    return await town.made("/calendars", body)


async def test_a_calendar_kept_elsewhere_loads_with_the_verdicts_it_was_found_to_have(town: Town) -> None:
    for name in ("nefta-2022-calendar", "beni-hassen-2021-calendar"):
        made = await load(town, name, historical=True)
        expected = {o["data"]["rule"]: o["data"] for o in document(name)["observations"] if o["kind"] == "rule_verdict"}
        found = (await town.get(f"/calendars/{made['calendar_id']}/verdicts"))["verdicts"]
        assert {v["rule"]: (v["verdict"], v["detail"]["en"]) for v in found} == {
            rule: (o["verdict"], o["detail"]) for rule, o in expected.items()
        }


async def test_an_unlawful_calendar_is_not_adopted_unless_it_is_historical(town: Town) -> None:
    made = await load(town, "beni-hassen-2021-calendar")
    refused = await town.post(f"/calendars/{made['calendar_id']}/adoption", {})
    assert (refused.status_code, refused.json()["word"]) == (422, "calendar-not-lawful")
    assert refused.json()["rules"] == "TN-R23"
    [broken] = refused.json()["verdicts"]
    assert (broken["rule"], broken["verdict"], set(broken["text"])) == ("TN-R23", "fail", {"ar", "fr", "en"})
    assert "nearest_lawful_date" in broken
    assert await town.announced(CalendarAdopted) == []
    made = await load(town, "beni-hassen-2021-calendar", historical=True)
    adopted = await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    assert adopted["state"] == "adopted"
    assert [event["historical"] for event in await town.announced(CalendarAdopted)] == [True]


async def test_the_same_request_twice_makes_one_calendar(town: Town) -> None:
    body = {"edition": "2027", "template": TN, "programme_year": 2027}
    first = await town.post("/calendars", body, key="one-and-the-same")
    again = await town.post("/calendars", body, key="one-and-the-same")
    assert first.json() == again.json()
    assert len((await town.get("/calendars"))["items"]) == 1
    assert (await town.post("/calendars", {**body, "edition": "2028"}, key="one-and-the-same")).status_code == 422


async def test_an_activity_is_done_with_its_evidence_or_with_a_reason(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    place = f"/calendars/{made['calendar_id']}/activities/1.1"
    refused = await town.post(f"{place}/done", {})
    assert (refused.status_code, refused.json()["word"]) == (422, "evidence-missing")
    assert await town.announced(ActivityDone) == []
    sha256 = await town.upload(paper(), "decision.pdf", "application/pdf")
    filed = await town.made(f"{place}/evidence", {"type": "administrative_decision", "sha256": sha256})
    assert filed["missing_evidence"] == []
    await town.made(f"{place}/done", {})
    await town.made(f"/calendars/{made['calendar_id']}/activities/1.2/done", {"reason": "minutes lost in a flood"})
    assert [(e["activity"], e["evidence"]) for e in await town.announced(ActivityDone)] == [("1.1", 1), ("1.2", 0)]


async def test_two_people_editing_one_activity_do_not_overwrite_each_other(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    path = f"/{town.slug}/calendars/{made['calendar_id']}/activities/4.1"
    read = await town.client.get(f"/{town.slug}/calendars/{made['calendar_id']}")
    headers = {**town.headers("cell"), "If-Match": read.headers["etag"]}
    first = await town.client.patch(path, json={"planned_date": "2021-11-15"}, headers=headers)
    assert first.status_code == 200, first.text
    second = await town.client.patch(path, json={"planned_date": "2021-11-20"}, headers=headers)
    assert (second.status_code, second.json()["word"]) == (409, "changed-since-read")
    assert second.json()["current"] == {
        "planned_date": "2021-11-15",
        "sessions": [],
        "by_letters": False,
        "notes": None,
        "responsible_role": None,
    }
    assert second.json()["difference"] == [
        {"field": "planned_date", "theirs": "2021-11-15", "mine": "2021-11-20", "edited_by_you": True}
    ]
    third = await town.client.patch(path, json={"notes": "in the theatre"}, headers=headers)
    assert [row["field"] for row in third.json()["difference"]] == ["planned_date", "notes"]
    row = next(row for row in (await town.get(path.split("/activities")[0][9:]))["activities"] if row["code"] == "4.1")
    assert (row["planned_date"], row["notes"]) == ("2021-11-15", None)
    other = await town.client.patch(path.replace("4.1", "5.1"), json={"notes": "mine alone"}, headers=headers)
    assert other.status_code == 200
    again = {**headers, "If-Match": other.headers["etag"]}
    assert (await town.client.patch(path, json={"planned_date": "2021-11-20"}, headers=again)).status_code == 200
    assert [e["new_date"] for e in await town.announced(ActivityRescheduled)] == ["2021-11-15", "2021-11-20"]
    assert (await town.client.patch(path, json={}, headers=town.headers("cell"))).status_code == 428


async def test_a_whole_lawful_calendar_is_proposed_from_the_council_date(town: Town) -> None:
    asked = {"template": TN, "programme_year": 2027, "council_date": "2026-12-15"}
    found = await town.made("/plans", asked)
    assert len(found["activities"]) == 19
    religious = {day["label"]["ar"] for day in found["holidays"] if day["estimated"]}
    assert "عيد الأضحى" in religious
    assert {v["rule"] for v in found["verdicts"] if v["verdict"] not in ("pass", "not_applicable")} == set()
    refused = await town.post("/plans", {**asked, "not_before": "2026-12-07"})
    assert refused.json()["word"] == "no-lawful-calendar"
    assert "TN-R01" in refused.json()["rules"]
    named = {one["rule"]: one["text"] for one in refused.json()["conflicts"]}
    assert set(named) == set(refused.json()["rules"])
    assert all(set(text) == {"ar", "fr", "en"} for text in named.values())


async def test_a_slipped_date_shows_what_it_forces_before_anything_is_saved(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    path = f"/calendars/{made['calendar_id']}"
    shown = await town.made(f"{path}/replanning", {"moved": {"2.6": "2021-11-10"}})
    assert {row["code"]: row["to"] for row in shown["changes"]} == {"2.6": "2021-11-10", "4.1": "2021-11-18"}
    assert (await town.get(path))["activities"][10]["planned_date"] == "2021-11-02"


async def test_a_calendar_of_one_municipality_is_unknown_in_another(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    elsewhere = town.at(BENI_MELLAL)
    for path in (f"/calendars/{made['calendar_id']}", f"/calendars/{made['calendar_id']}/verdicts"):
        assert (await town.client.get(f"/{BENI_MELLAL}{path}")).status_code == 404
    assert (await elsewhere.post(f"/calendars/{made['calendar_id']}/adoption", {})).status_code == 404
    assert (await elsewhere.get("/calendars"))["items"] == []
    intruder = await town.client.post(
        f"/{BENI_MELLAL}/calendars/{made['calendar_id']}/adoption", json={}, headers=town.headers("cell")
    )
    assert intruder.json()["word"] == "foreign-municipality"


async def test_a_broken_document_is_refused_field_by_field(town: Town) -> None:
    kept = document("nefta-2022-calendar")
    kept["activities"][3]["planned_date"] = "the day after tomorrow"
    body = {"edition": "2022", "template": TN, "programme_year": 2022, "document": kept}
    refused = await town.post("/calendars", body)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == ["document.activities.3.planned_date"]
    assert (await town.get("/calendars"))["items"] == []


@pytest.mark.parametrize(("kind", "secret"), [("pdf", b"Somebody"), ("jpg", b"Camera of somebody")])
async def test_the_public_sees_a_copy_without_metadata_and_the_original_stays_sealed(
    town: Town, kind: str, secret: bytes
) -> None:
    content = paper() if kind == "pdf" else photograph()
    made = await load(town, "nefta-2022-calendar")
    sha256 = await town.upload(content, f"evidence.{kind}", "application/octet-stream")
    body = {"type": "administrative_decision", "sha256": sha256}
    filed = await town.made(f"/calendars/{made['calendar_id']}/activities/1.1/evidence", body)
    [piece] = filed["evidence"][0]["attached"]
    assert piece["sha256"] == hashlib.sha256(content).hexdigest()
    public = await town.client.get(f"/{town.slug}/documents/{piece['public_sha256']}")
    assert public.status_code == 200
    assert hashlib.sha256(public.content).hexdigest() == piece["public_sha256"]
    assert secret in content
    assert secret not in public.content
    assert (await town.client.get(f"/{town.slug}/documents/{sha256}")).status_code == 401


@pytest.mark.parametrize(
    ("content", "kind", "word"),
    [
        (paper()[:-200], "administrative_decision", "evidence-corrupted"),
        (photograph()[:-100], "photos", "evidence-corrupted"),
        (film()[:-10], "videos", "evidence-corrupted"),
        (packed(), "administrative_decision", "evidence-kind-not-allowed"),
        (b"plain words", "administrative_decision", "evidence-kind-not-allowed"),
        (b"%PDF-1.7\nnothing of a PDF follows", "administrative_decision", "evidence-corrupted"),
        (b"\xff\xd8\xff\xe0 half a photograph", "photos", "evidence-corrupted"),
        (b"plain words", "holy_scripture", "evidence-type-unknown"),
    ],
)
async def test_damaged_or_unknown_evidence_is_refused_by_name(town: Town, content: bytes, kind: str, word: str) -> None:
    made = await load(town, "nefta-2022-calendar")
    sha256 = await town.upload(content, "evidence.pdf", "application/pdf")
    path = f"/calendars/{made['calendar_id']}/activities/1.1"
    refused = await town.post(f"{path}/evidence", {"type": kind, "sha256": sha256})
    assert (refused.status_code, refused.json()["word"]) == (422, word)
    calendar = await town.get(f"/calendars/{made['calendar_id']}")
    assert calendar["activities"][0]["evidence"][0]["attached"] == []


async def test_a_captured_link_is_filed_with_the_page_as_it_was(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    sha256 = await town.upload(MHTML, "page.mhtml", "multipart/related")
    body = {"type": "web_extract", "sha256": sha256, "url": "https://commune-nefta.example/diagnostic"}
    filed = await town.made(f"/calendars/{made['calendar_id']}/activities/2.6/evidence", body)
    [piece] = next(chip for chip in filed["evidence"] if chip["type"] == "web_extract")["attached"]
    assert (piece["url"], piece["name"]) == (body["url"], body["url"])
    assert (piece["media_type"], piece["public_sha256"]) == ("multipart/related", None)


async def test_a_whole_video_is_evidence(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    sha256 = await town.upload(film(), "session.mp4", "video/mp4")
    body = {"type": "videos", "sha256": sha256}
    filed = await town.made(f"/calendars/{made['calendar_id']}/activities/4.1/evidence", body)
    assert [chip["type"] for chip in filed["evidence"] if chip["attached"]] == ["videos"]
