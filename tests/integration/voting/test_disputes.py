"""What is said against an election is recorded; a decision can annul it, and the vote is then repeated."""

from shared.contracts.voting import ElectionAnnulled, ElectionPrepared, MandateEnded
from tests.integration.voting.hall import Hall, Vote

DECISION = {"decision_number": "2025/12", "decided_on": "2025-02-20", "reasons": {"fr": "Liste incomplète"}}


async def declared(hall: Hall) -> Vote:
    vote = await hall.opened(slips=2)
    await vote.cast(vote.ballot(0, "c1"))
    await vote.close()
    await vote.roll()
    return vote


async def annul(hall: Hall, vote: Vote, **more: object) -> dict[str, object]:
    return await hall.made(f"{vote.path}/annulment", DECISION | more, "council_secretary")


async def test_an_annulled_election_keeps_its_board_and_its_mandates_end_without_a_follower(hall: Hall) -> None:
    vote = await declared(hall)
    board = await vote.board()
    assert (await annul(hall, vote))["state"] == "annulled"
    view = await vote.read()
    assert view["annulment"]["decision_number"] == "2025/12"
    assert await vote.board() == board
    mandates = (await hall.get("/mandates"))["items"]
    assert [(one["state"], one["ended"]) for one in mandates] == [("ended", "annulled")] * len(mandates)
    assert len(await hall.announced(MandateEnded)) == len(mandates) > 0
    (event,) = await hall.announced(ElectionAnnulled)
    assert (event["decision_number"], event["rerun_election_id"]) == ("2025/12", None)
    again = await hall.post(f"{vote.path}/annulment", DECISION, "council_secretary")
    assert (again.status_code, again.json()["word"]) == (409, "election-annulled")


async def test_the_vote_is_repeated_from_a_draft_with_the_same_candidates_and_slips_of_its_own(hall: Hall) -> None:
    vote = await declared(hall)
    rerun = str((await annul(hall, vote, rerun=True))["rerun"])
    again = Vote(hall, rerun)
    view = await again.read()
    assert (view["state"], view["rerun_of"]) == ("draft", vote.id)
    assert {one["id"] for one in view["contests"][0]["candidates"]} == {"c0", "c1", "c2"}
    assert len(await hall.announced(ElectionPrepared)) == 2
    await again.print(1)
    await again.open()
    assert (await again.cast(again.ballot(0, "c2"))).status_code == 201


async def test_nothing_is_annulled_before_the_board_is_published_nor_counted_after(hall: Hall) -> None:
    vote = await hall.opened(slips=1)
    early = await hall.post(f"{vote.path}/annulment", DECISION, "council_secretary")
    assert (early.status_code, early.json()["word"]) == (409, "election-not-closed")
    await vote.close()
    await annul(hall, vote)
    late = await hall.post(f"{vote.path}/dice", {"medina": "351624"})
    assert (late.status_code, late.json()["word"]) == (409, "election-annulled")


async def test_what_the_bureau_notes_until_the_declaration_stands_in_the_record(hall: Hall) -> None:
    vote = await hall.opened(slips=1)
    path, said = f"{vote.path}/incidents", {"text": {"fr": "Coupure de courant, cinq minutes"}}
    assert (await hall.made(path, said))["text"] == said["text"]
    assert (await hall.post(path, said, role="cell")).status_code == 403
    await vote.close()
    await vote.roll()
    assert [one["text"] for one in (await vote.read())["incidents"]] == [said["text"]]
    late = await hall.post(path, said)
    assert (late.status_code, late.json()["word"]) == (409, "already-declared")


async def test_only_the_council_s_side_annuls(hall: Hall) -> None:
    vote = await declared(hall)
    assert (await hall.post(f"{vote.path}/annulment", DECISION)).status_code == 403


async def test_a_complaint_gets_a_number_and_one_answer_with_reasons(hall: Hall) -> None:
    vote = await declared(hall)
    path = f"{vote.path}/complaints"
    assert await hall.made(path, {"text": "أغلق الباب قبل الوقت"}) == {"complaint": 1}
    answer = {"outcome": "dismissed", "reasons": {"ar": "أغلق في وقته"}}
    assert (await hall.made(f"{path}/1/answer", answer))["outcome"] == "dismissed"
    assert (await hall.post(f"{path}/1/answer", answer)).json()["word"] == "complaint-answered"
    assert (await hall.post(f"{path}/2/answer", answer)).json()["word"] == "complaint-unknown"
    assert (await vote.read())["complaints"] == {"received": 1, "answered": 1}
    assert (await hall.client.get(f"/{hall.slug}{path}")).status_code == 401
