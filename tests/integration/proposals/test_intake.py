"""Proposals coming in by every channel."""

import asyncio
from datetime import date

import pytest

from shared.contracts.proposals import ProposalsMerged, ProposalSubmitted
from shared.contracts.scheduling import GroupProposal, WorkingGroupReported
from tests.integration.proposals.town import LAMPS, NEFTA, TOZEUR, Town

PAGE = {
    "edition": "2022",
    "channel": "notebook",
    "place": "دار البلدية",
    "received_on": "2022-01-03",
    "rows": [
        {**LAMPS, "title": "تعبيد نهج الواحة"},
        {**LAMPS, "title": "حديقة", "zone": "nowhere"},
        {**LAMPS, "body": ""},
        {**LAMPS, "title": "ملعب حي للشباب", "neighbourhood": "souk"},
    ],
}


async def test_anybody_proposes_without_an_account_and_follows_by_a_code(nefta: Town) -> None:
    received = await nefta.post("/proposals", {**LAMPS, "edition": "2022"}, who=None)
    found = await nefta.get(f"/proposals/track/{received['tracking_code'].lower()}")
    assert (found["proposal_id"], found["status"]) == (received["proposal_id"], "submitted")
    [event] = await nefta.announced(ProposalSubmitted)
    assert ProposalSubmitted.model_validate_json(event["data"]).channel == "online_form"


async def test_every_field_in_error_is_told_in_the_readers_language_and_nothing_is_kept(nefta: Town) -> None:
    body = {"edition": "2022", "title": " ", "body": "قصير", "zone": "nowhere"}
    answer = await nefta.ask("POST", f"/{NEFTA}/proposals", body, **{"Accept-Language": "fr"})
    assert answer.status_code == 422
    assert [(error["field"], error["word"]) for error in answer.json()["errors"]] == [
        ("title", "field-missing"),
        ("body", "too-short"),
        ("zone", "zone-unknown"),
    ]
    assert "au moins 10" in answer.json()["errors"][1]["message"]
    assert (await nefta.announced(ProposalSubmitted), await nefta.service.queries.count(NEFTA)) == ([], 0)


async def test_a_persons_address_is_kept_apart_and_never_announced(nefta: Town) -> None:
    author = {"kind": "citizen", "name": "سعاد بن علي", "email": "souad@example.org", "consent": True}
    proposal = await nefta.propose(author=author)
    await nefta.propose(author={**author, "email": "ali@example.org", "consent": False})
    page = await nefta.ask("GET", f"/{NEFTA}/proposals/{proposal}")
    events = b"".join([row["data"] for row in await nefta.announced()])
    audit = str([row async for row in nefta.resources.db["_audit"].find()])
    assert not any(word in page.text + events.decode() + audit for word in ("souad", "سعاد", "ali@example.org"))
    kept = await nefta.resources.db["contacts"].find({"municipality": NEFTA}).to_list(None)
    assert [row["email"] for row in kept] == ["souad@example.org"]


async def test_a_proposal_that_looks_like_abuse_is_looked_at_before_it_is_shown(nefta: Town) -> None:
    proposal = await nefta.propose(website="http://spam.example")
    await nefta.get(f"/proposals/{proposal}", expect=404)
    assert (await nefta.get("/proposals"))["items"] == []
    assert not await nefta.announced(ProposalSubmitted)
    [held] = (await nefta.get("/proposals/held", who="cell"))["items"]
    assert held["proposal_id"] == proposal
    await nefta.post(f"/proposals/{proposal}/release")
    assert (await nefta.get(f"/proposals/{proposal}"))["status"] == "submitted"
    assert len(await nefta.announced(ProposalSubmitted)) == 1


async def test_good_rows_of_a_notebook_page_are_kept_and_bad_ones_named_by_line(nefta: Town) -> None:
    answer = await nefta.post("/proposals/batches", PAGE)
    assert [row["row"] for row in answer["accepted"]] == [1, 4]
    assert [(row["row"], row["field"], row["word"]) for row in answer["errors"]] == [
        (2, "zone", "zone-unknown"),
        (3, "body", "field-missing"),
    ]
    kept = await nefta.get(f"/proposals/{answer['accepted'][1]['proposal_id']}")
    assert (kept["channel"], kept["place"], kept["received_on"]) == ("notebook", "دار البلدية", "2022-01-03")


async def test_paper_is_typed_by_staff_only(nefta: Town) -> None:
    problem = await nefta.post("/proposals", {**LAMPS, "edition": "2022", "channel": "notebook"}, None, 401)
    assert problem["word"] == "token-missing"
    await nefta.post("/proposals/batches", PAGE, None, 401)


async def test_a_working_group_is_the_author_of_what_it_reported(nefta: Town) -> None:
    report = WorkingGroupReported(
        municipality=NEFTA,
        report_id="r1",
        meeting_id="forum",
        edition="2022",
        group=3,
        theme="البيئة",
        reported_on=date(2022, 1, 15),
        proposals=[GroupProposal(title="تشجير المدينة", body="غراسة 200 شجرة", zone="centre")],
    )
    await nefta.deliver(report, times=3)
    [found] = (await nefta.get("/proposals"))["items"]
    assert (found["author"], found["channel"]) == ({"kind": "working_group", "label": "3"}, "working_group")
    assert len(await nefta.announced(ProposalSubmitted)) == 1


@pytest.mark.parametrize("words", ["إنَارة", "انارة البيئه", "شارع", "ANARAH"])
async def test_a_search_finds_any_spelling(nefta: Town, words: str) -> None:
    lamps = await nefta.propose()
    await nefta.propose(title="حديقة عمومية للأطفال", body="فضاء أخضر قرب المدرسة")
    found = [each["proposal_id"] for each in (await nefta.get(f"/proposals?q={words}"))["items"]]
    assert found == ([] if words == "ANARAH" else [lamps])


async def test_lists_are_filtered_and_read_page_by_page(nefta: Town) -> None:
    made = [
        await nefta.propose(title=f"مقترح رقم {number}", zone=zone)
        for number, zone in enumerate(["centre"] * 3 + ["oasis"])
    ]
    first = await nefta.get("/proposals?zone=centre&limit=2&edition=2022&status=submitted&channel=online_form")
    rest = await nefta.get(f"/proposals?zone=centre&limit=2&cursor={first['next']}")
    listed = [each["proposal_id"] for each in first["items"] + rest["items"]]
    assert (listed, rest["next"]) == (made[2::-1], None)
    assert (await nefta.get("/proposals?status=held"))["items"] == []


async def test_duplicates_are_suggested_merged_and_parted_again(nefta: Town) -> None:
    first, second = await nefta.propose(), await nefta.propose(title="تركيز اعمدة اناره بشارع البيئه")
    [suggested] = (await nefta.get(f"/proposals/{first}/duplicates", who="cell"))["items"]
    assert suggested["proposal_id"] == second
    merged = await nefta.post("/proposals/merges", {"into": first, "merged": [second]})
    assert (await nefta.get(f"/proposals/{second}"))["merged_into"] == first
    taken = (await nefta.get(f"/proposals/{first}"))["merged"]
    assert [each["proposal_id"] for each in taken] == [second]
    assert (await nefta.get(f"/proposals/{first}"))["backers"] == 2
    undone = await nefta.ask("DELETE", f"/{NEFTA}/proposals/merges/{merged['merge_id']}", who="cell")
    assert undone.status_code == 204
    assert (await nefta.get(f"/proposals/{second}"))["status"] == "submitted"
    assert (await nefta.get(f"/proposals/{first}"))["backers"] == 1
    assert len(await nefta.announced(ProposalsMerged)) == 2


async def test_the_same_request_sent_twice_makes_one_proposal(nefta: Town) -> None:
    key = {"Idempotency-Key": "one-and-the-same"}
    body = {**LAMPS, "edition": "2022"}
    first, again = [await nefta.ask("POST", f"/{NEFTA}/proposals", body, **key) for _ in range(2)]
    assert first.json() == again.json()
    other = await nefta.ask("POST", f"/{NEFTA}/proposals", {**body, "title": "شيء آخر تماما"}, **key)
    assert (other.status_code, other.json()["word"]) == (422, "idempotency-key-reused")
    assert len(await nefta.announced(ProposalSubmitted)) == 1


async def test_nothing_of_one_municipality_is_seen_or_done_from_another(nefta: Town) -> None:
    proposal = await nefta.propose()
    await nefta.register(TOZEUR)
    revoked = (await nefta.ask("GET", f"/{TOZEUR}/grants", who="network-administrator")).json()["items"][0]
    path = f"/{TOZEUR}/grants/{revoked['grant_id']}"
    assert (await nefta.ask("DELETE", path, who="network-administrator")).status_code == 204
    assert (await nefta.ask("GET", f"/{TOZEUR}/proposals/{proposal}")).status_code == 404
    assert (await nefta.ask("GET", f"/{TOZEUR}/proposals")).json()["items"] == []
    edition = {"year": 2022, "template": "t", "title": {"ar": "برنامج"}}
    await _after_a_second()
    foreign = await nefta.ask("POST", f"/{TOZEUR}/editions", edition, "cell")
    assert (foreign.status_code, foreign.json()["word"]) == (403, "foreign-municipality")


async def test_staff_routes_need_a_token_with_a_role(nefta: Town) -> None:
    edition = {"year": 2023, "template": "t", "title": {"ar": "برنامج"}}
    assert (await nefta.post("/editions", edition, None, 401))["word"] == "token-missing"
    assert (await nefta.post("/editions", edition, "observer", 403))["word"] == "role-missing"
    assert (await nefta.post("/grants", {"issuer": "i", "subject": "s", "role": "cell"}, "cell", 403))[
        "word"
    ] == "role-missing"


async def _after_a_second() -> None:
    """A revoked grant may be obeyed for one more second."""
    await asyncio.sleep(1.1)
