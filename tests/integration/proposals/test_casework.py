"""The file of a proposal, who judges it, and how the zones' money was computed."""

from tests.integration.proposals.town import Town


async def test_a_reviewer_finds_what_is_hers_to_judge_with_the_whole_file(nefta: Town) -> None:
    proposal = await nefta.propose()
    await nefta.post(f"/proposals/{proposal}/assignment", {"to": "technical_service", "due": "2030-01-31"})
    [mine] = (await nefta.get("/proposals/assigned?to=technical_service", who="cell"))["items"]
    assert (mine["proposal_id"], mine["assignment"]["due"]) == (proposal, "2030-01-31")
    assert (await nefta.get("/proposals/assigned?to=advisory_body", who="cell"))["items"] == []


async def test_the_file_shows_verdicts_that_are_still_hidden_and_merges_that_can_be_undone(nefta: Town) -> None:
    stays, goes = await nefta.propose(), await nefta.propose(title="اناره شارع البيئة")
    merged = await nefta.post("/proposals/merges", {"into": stays, "merged": [goes]})
    await nefta.post("/editions/2022/review-rounds/formal")
    review = {"stage": "formal", "verdict": "admissible", "reason": {"ar": "مطابق"}}
    await nefta.post(f"/proposals/{stays}/reviews", review)
    assert (await nefta.get(f"/proposals/{stays}"))["reviews"] == []
    file = await nefta.get(f"/proposals/{stays}/file", who="cell")
    assert [each["public"] for each in file["reviews"]] == [False]
    [merge] = file["merges"]
    assert (merge["merge_id"], merge["merged"][0]["proposal_id"]) == (merged["merge_id"], goes)
    assert (await nefta.ask("GET", f"/tn-nefta/proposals/{stays}/file")).status_code == 401


async def test_pairs_that_say_the_same_are_listed_for_the_whole_edition(nefta: Town) -> None:
    first = await nefta.propose(title="تركيز أعمدة إنارة بشارع البيئة")
    second = await nefta.propose(title="اعمده اناره في شارع البيئه")
    await nefta.propose(title="تهيئة حديقة عمومية", body="فضاء أخضر قرب المدرسة.")
    found = await nefta.get("/proposals/duplicates?edition=2022", who="cell")
    assert found["found"] == 1
    assert {found["items"][0][each]["proposal_id"] for each in ("first", "second")} == {first, second}


async def test_the_calculation_of_the_zones_money_is_a_table_and_a_document_anybody_can_check(nefta: Town) -> None:
    table = (await nefta.ask("GET", "/tn-nefta/editions/2022/envelopes.csv")).content.decode("utf-8-sig")
    header, *lines = [line.split(",") for line in table.splitlines()]
    amounts = [int(line[header.index("amount")]) for line in lines]
    assert sum(amounts) == 200_000_000
    prints = [(await nefta.ask("GET", "/tn-nefta/editions/2022/envelopes.pdf")).content for _ in range(2)]
    assert prints[0].startswith(b"%PDF")
    assert prints[0] == prints[1]
