"""What head 1 summarised is what is counted, whatever happens to the store afterwards."""

from services.voting.adapters.urn import ballot_row
from services.voting.domain.ballot import read_ballot
from services.voting.tasks import sweep_heads
from services.voting.verifier.verify import verify
from tests.integration.voting.hall import TOWN, Hall, Vote


async def closed(hall: Hall) -> Vote:
    vote = await hall.opened(slips=5)
    for slip in range(3):
        assert (await vote.cast(vote.ballot(slip, f"c{slip}"))).status_code == 201
    await vote.close()
    return vote


async def counted_as_published(hall: Hall, vote: Vote) -> None:
    """The first head stays, the board verifies, and the record says what happened."""
    before = (await vote.read())["heads"][0]["value"]
    await vote.roll()
    shown, board = await vote.read(), await vote.board()
    assert shown["state"] == "declared"
    assert shown["heads"][0]["value"] == before
    assert (len(board["ballots"]), shown["results"][0]["ballots"]) == (3, 3)
    assert verify(board, shown["manifest"]["digest"], shown["heads"][1]["value"]) == (0, [])


async def test_a_ballot_stored_by_a_worker_that_slept_through_the_closing_is_not_counted(hall: Hall) -> None:
    vote = await closed(hall)
    late = read_ballot(vote.ballot(3, "c0"))
    await hall.resources.db["ballots"].insert_one(ballot_row(late))
    await counted_as_published(hall, vote)
    (incident,) = (await vote.read())["incidents"]
    assert "only those published were counted" in incident["text"]["en"]


async def test_a_ballot_lost_by_the_store_after_the_closing_is_counted_from_the_board(hall: Hall) -> None:
    vote = await closed(hall)
    await hall.resources.db["ballots"].delete_one({"_id": f"{vote.id}/medina/{vote.slips['medina'][0]['cred']}"})
    await counted_as_published(hall, vote)


async def test_where_nothing_happened_nothing_is_noted(hall: Hall) -> None:
    vote = await closed(hall)
    await counted_as_published(hall, vote)
    assert (await vote.read())["incidents"] == []


async def test_nothing_is_declared_where_neither_store_nor_board_gives_the_head_that_was_read_out(hall: Hall) -> None:
    vote = await closed(hall)
    pool = {"municipality": TOWN, "election": vote.id}
    await hall.resources.db["pools"].update_one(pool, {"$push": {"creds": "f" * 64}})
    rolled = await hall.post(f"{vote.path}/dice", {"medina": "351624"})
    assert (rolled.status_code, rolled.json()["word"]) == (409, "board-lost")
    await sweep_heads(hall.service)
    assert (await vote.read())["state"] == "closed"
