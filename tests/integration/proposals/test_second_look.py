"""Paper is looked at twice, complaints lead further, and personal data leaves a trace."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.proposals.adapters.network import forget_contacts
from services.proposals.adapters.renewing import renew_searches
from shared.contracts.proposals import ProposalCorrected, ProposalWithdrawn
from tests.integration.proposals.town import LAMPS, Town

PAGE = {
    "edition": "2022",
    "channel": "notebook",
    "place": "دفتر البلدية",
    "received_on": "2020-01-01",
    "rows": [
        {"title": "تبليط نهج السوق", "body": "النهج محفر ولا يصلح للمشاة.", "zone": "centre"},
        {"title": "انارة ساحة الواحة", "body": "الساحة مظلمة كل ليلة.", "zone": "oasis"},
    ],
}


async def page(town: Town) -> dict[str, Any]:
    """Typed by the cell; a clerk is there to look at it too."""
    grant = {"issuer": town.issuer.issuer, "subject": "registration-clerk", "role": "registration_clerk"}
    await town.post("/grants", grant, who="network-administrator")
    batch: dict[str, Any] = await town.post("/proposals/batches", PAGE)
    return batch


async def test_another_person_confirms_a_page_and_corrects_what_was_misread(nefta: Town) -> None:
    batch = await page(nefta)
    wrong = batch["accepted"][1]["proposal_id"]
    own = await nefta.ask("POST", f"/tn-nefta/proposals/batches/{batch['batch_id']}/check", {}, "cell")
    assert (own.status_code, own.json()["word"]) == (409, "own-batch")
    body = {"corrections": [{"proposal_id": wrong, "title": "إنارة ساحة الواحات"}]}
    checked = await nefta.post(f"/proposals/batches/{batch['batch_id']}/check", body, who="registration-clerk")
    assert (checked["checked"], checked["corrected"]) == (2, 1)
    assert (await nefta.get(f"/proposals/{wrong}"))["title"] == "إنارة ساحة الواحات"
    [told] = [ProposalCorrected.model_validate_json(row["data"]) for row in await nefta.announced(ProposalCorrected)]
    assert (told.proposal_id, told.title, told.zone) == (wrong, "إنارة ساحة الواحات", "oasis")
    [shown] = (await nefta.get("/proposals/batches", who="cell"))["items"]
    assert shown["checked_by"] != shown["recorded_by"]
    again = await nefta.ask("POST", f"/tn-nefta/proposals/batches/{batch['batch_id']}/check", {}, "registration-clerk")
    assert again.json()["word"] == "batch-already-checked"


async def test_a_page_is_shown_with_its_rows_and_only_rows_of_it_are_corrected(nefta: Town) -> None:
    batch, other = await page(nefta), await nefta.propose()
    shown = await nefta.get(f"/proposals/batches/{batch['batch_id']}", who="cell")
    assert [each["row"] for each in shown["proposals"]] == [1, 2]
    body = {"corrections": [{"proposal_id": other, "title": "عنوان آخر تماما"}]}
    refused = await nefta.ask(
        "POST", f"/tn-nefta/proposals/batches/{batch['batch_id']}/check", body, "registration-clerk"
    )
    assert (refused.status_code, refused.json()["word"]) == (404, "batch-unknown")


async def test_an_undone_page_is_told_to_the_other_services(nefta: Town) -> None:
    batch = await page(nefta)
    answer = await nefta.ask("DELETE", f"/tn-nefta/proposals/imports/{batch['batch_id']}", who="cell")
    assert answer.json()["withdrawn"] == 2
    told = await nefta.announced(ProposalWithdrawn)
    withdrawn = [ProposalWithdrawn.model_validate_json(row["data"]).proposal_id for row in told]
    assert withdrawn == [each["proposal_id"] for each in batch["accepted"]]


async def test_a_letter_is_typed_by_staff_and_its_delay_counts_from_the_day_it_came(nefta: Town) -> None:
    letter = {"kind": "petition", "subject": "إنارة الحي", "body": "الشارع مظلم ليلا.", "signatures": 80}
    typed = await nefta.post("/requests", {**letter, "received_on": "2020-03-01"}, "cell")
    online = await nefta.post("/requests", {**letter, "received_on": "2020-03-01"}, who=None)
    days = [(await nefta.get(f"/requests/track/{each['tracking_code']}"))["received_on"] for each in (typed, online)]
    assert days[0] == "2020-03-01" < days[1]
    for wrong, word in (({"received_on": "2999-01-01"}, "received-in-the-future"), ({"zone": "moon"}, "zone-unknown")):
        refused = await nefta.post("/requests", {**letter, **wrong}, "cell", expect=422)
        assert refused["word"] == word


async def test_a_complaint_becomes_a_proposal_and_is_still_answered(nefta: Town) -> None:
    body = {"kind": "complaint", "subject": "تسرب مياه الصرف", "body": "القنوات مكسورة منذ شهر.", "zone": "oasis"}
    complaint = await nefta.post("/requests", body, who=None)
    made = await nefta.post(f"/requests/{complaint['request_id']}/proposal", {"edition": "2022"})
    shown = await nefta.get(f"/proposals/{made['proposal_id']}")
    assert (shown["channel"], shown["zone"], shown["title"]) == ("complaint", "oasis", body["subject"])
    twice = await nefta.ask(
        "POST", f"/tn-nefta/requests/{complaint['request_id']}/proposal", {"edition": "2022"}, "cell"
    )
    assert (twice.status_code, twice.json()["word"]) == (409, "already-proposed")
    counts = await nefta.get("/requests/counts")
    assert (counts["received"], counts["answered"], counts["longest_waiting_days"]) == (1, 0, 0)
    await nefta.post(f"/requests/{complaint['request_id']}/answer", {"answer": "برمج إصلاح القنوات."})
    counts = await nefta.get("/requests/counts")
    assert (counts["answered"], counts["median_days"]) == (1, 0)


AUTHOR = {"name": "سلمى", "email": "salma@example.org", "consent": True}


async def test_who_asks_gets_what_is_kept_of_her_and_that_it_was_read_is_kept(nefta: Town) -> None:
    proposal = await nefta.propose(author=AUTHOR)
    look = {"email": "salma@example.org", "reason": "طلب من المعنية"}
    [kept] = (await nefta.post("/personal-data/looks", look))["items"]
    assert (kept["about"], kept["name"]) == (proposal, "سلمى")
    [reading] = (await nefta.get("/personal-data/readings", who="network-administrator"))["items"]
    assert (reading["about"], reading["reason"]) == ([proposal], "طلب من المعنية")
    assert "salma" not in str(await nefta.get(f"/proposals/{proposal}"))


async def test_erasing_a_person_changes_no_count(nefta: Town) -> None:
    proposal = await nefta.propose(author=AUTHOR)
    before = await nefta.get("/proposals")
    assert (await nefta.post("/personal-data/erasures", {"about": [proposal]}))["erased"] == 1
    assert await nefta.get("/proposals") == before
    look = {"email": "salma@example.org", "reason": "تحقق"}
    assert (await nefta.post("/personal-data/looks", look))["items"] == []


async def test_names_and_addresses_are_forgotten_when_their_time_is_over(nefta: Town) -> None:
    await nefta.propose(author=AUTHOR)
    db, now = nefta.resources.db, datetime.now(UTC)
    assert await forget_contacts(db, now - timedelta(days=30)) == 0
    assert await forget_contacts(db, now + timedelta(days=1)) == 1
    assert len((await nefta.get("/proposals"))["items"]) == 1


async def test_a_list_is_read_to_its_end_while_new_proposals_come_in(nefta: Town) -> None:
    first = [await nefta.propose(title=f"إنارة الشارع رقم {number}") for number in range(5)]
    page_one = await nefta.get("/proposals?limit=2&q=اناره")
    await nefta.propose(title="إنارة شارع جديد")
    seen = [each["proposal_id"] for each in page_one["items"]]
    cursor = page_one["next"]
    while cursor:
        following = await nefta.get(f"/proposals?limit=2&q=اناره&cursor={cursor}")
        seen += [each["proposal_id"] for each in following["items"]]
        cursor = following["next"]
    assert seen == first[::-1]


async def test_a_search_finds_other_spellings_and_unfinished_words_within_filters(nefta: Town) -> None:
    lamp = await nefta.propose(title="تركيز أعمدة الإنارة", zone="oasis")
    await nefta.propose(**{**LAMPS, "title": "تركيز أعمدة الإنارة"})
    for words in ("اناره", "الإنا", "اعمده انارة", "أعمِدة"):
        found = await nefta.get(f"/proposals?zone=oasis&year=2022&q={words}")
        assert [each["proposal_id"] for each in found["items"]] == [lamp]
    assert (await nefta.get("/proposals?zone=oasis&q=حديقة"))["items"] == []


async def test_rows_kept_before_words_were_compared_are_found_after_setup(nefta: Town) -> None:
    lamp = await nefta.propose(title="تركيز أعمدة الإنارة")
    kept = nefta.resources.db["proposals"]
    await kept.update_many({}, {"$unset": {"words": ""}, "$set": {"terms": ["old"]}})
    assert (await nefta.get("/proposals?q=اناره"))["items"] == []
    assert [await renew_searches(nefta.resources.db) for _ in range(2)] == [1, 0]
    assert [each["proposal_id"] for each in (await nefta.get("/proposals?q=اناره"))["items"]] == [lamp]
