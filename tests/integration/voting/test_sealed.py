"""A sealed vote from draft to declaration: nobody reads a choice on the board or in the store, and anybody checks the sums."""

import asyncio
import json
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

import bson
import pytest
from redis.asyncio import Redis

from services.voting import voter
from services.voting.application.sealing import opened
from services.voting.domain.ballot import SignedBallot, read_ballot
from services.voting.domain.late import state_batch
from services.voting.domain.sealed import Question
from services.voting.tasks import sort_ballots, sweep_sorting
from services.voting.verifier.verify import main, verify
from shared.sealed import KeysSealed
from tests.integration.voting.hall import Hall, Vote, contest, one_time_key
from tests.unit.voting.elections import TABLET

SEALED = {"disclosure": "sealed"}
TABLETS = [{"tablet": "t1", "key": TABLET.public_key().public_bytes_raw().hex()}]


async def sealed_vote(hall: Hall, slips: int = 6, **more: Any) -> Vote:
    vote = await hall.drafted(contest(seats=2, alternates=1), **SEALED, **more)
    await vote.print(slips)
    await vote.open()
    return vote


async def phone(vote: Vote, slip: int, *chosen: str) -> bytes:
    """What a phone sends: it knows the options and the rule from the public page of the vote."""
    (known,) = (await vote.read())["contests"]
    question = Question(tuple(one["id"] for one in known["candidates"]), known["max_choices"])
    key = one_time_key(vote.slips["medina"][slip]["code"], vote.id)
    chance = (secrets.token_bytes(16), secrets.token_bytes(32))
    return voter.sealed_body(key, vote.id, "medina", question, chosen, chance)


async def test_a_sealed_vote_is_declared_and_verified_from_its_draft_on(hall: Hall, tmp_path: Path) -> None:
    vote = await sealed_vote(hall, slips=6, tablets=TABLETS)
    view = await vote.read()
    assert (view["disclosure"], view["experimental"]) == ("sealed", True)
    receipts = []
    for slip, chosen in enumerate([("c0", "c1"), ("c0",), ("c0", "c2"), ()]):
        cast = await vote.cast(await phone(vote, slip, *chosen))
        assert cast.status_code == 201, cast.text
        receipts.append(cast.content)
    late = (read_ballot(await phone(vote, 4, "c1")),)
    await vote.close()
    stated = state_batch("t1", vote.id, late, TABLET).document()
    await hall.made(f"{vote.path}/statements", stated)
    await hall.made(f"{vote.path}/late", {"tablet": "t1", "ballots": [late[0].sent().decode()]})
    paper = {"contest": "medina", "cred": vote.slips["medina"][5]["cred"], "choices": ["c1"]}
    for role in ("bureau", "second"):
        await hall.made(f"{vote.path}/paper", paper, role=role)
    (result,) = (await vote.roll())["results"]
    assert {one["candidate"]: one["votes"] for one in result["tally"]} == {"c0": 3, "c1": 3, "c2": 1}
    assert (result["ballots"], result["blank"]) == (6, 1)
    assert set(result["elected"]) == {"c0", "c1"}
    view, board, receipt = await vote.read(), tmp_path / "board.json", tmp_path / "receipt.json"
    board.write_text(json.dumps(await vote.board()))
    receipt.write_bytes(receipts[0])
    anchors = ["--manifest", view["manifest"]["spoken"], "--head", view["heads"][-1]["hash"]]
    assert main([str(board), *anchors, "--receipt", str(receipt)]) == 0


async def test_after_the_declaration_no_store_opens_a_sealed_ballot(hall: Hall) -> None:
    vote = await sealed_vote(hall, slips=6, tablets=TABLETS)
    ballots = [read_ballot(await phone(vote, slip, "c0")) for slip in range(5)]
    for one in ballots[:4]:
        assert (await vote.cast(one.sent())).status_code == 201
    await vote.close()
    await hall.made(f"{vote.path}/statements", state_batch("t1", vote.id, ballots[4:], TABLET).document())
    await hall.made(f"{vote.path}/late", {"tablet": "t1", "ballots": [ballots[4].sent().decode()]})
    paper = {"contest": "medina", "cred": vote.slips["medina"][5]["cred"], "choices": ["c1"]}
    await hall.made(f"{vote.path}/paper", paper)
    await nowhere_readable(hall, ballots)
    await hall.made(f"{vote.path}/paper", paper, role="second")
    await vote.roll()
    await sweep_sorting(hall.service)
    await nowhere_readable(hall, ballots)
    for name, rows in (await dump(hall)).items():
        fields = {field for row in rows for field in row}
        assert not {"opening", "openings", "seed"} & fields, name
    assert await hall.service.urn.openings(hall.slug, vote.id) == []
    board = await vote.board()
    assert verify(board)[0] == 2
    await sort_ballots(hall.service, hall.slug, vote.id)
    assert await vote.board() == board


async def dump(hall: Hall) -> dict[str, list[dict[str, Any]]]:
    db = hall.resources.db
    return {name: await db[name].find({}).to_list(None) for name in await db.list_collection_names()}


async def nowhere_readable(hall: Hall, ballots: list[SignedBallot]) -> None:
    """Not even before the declaration: what the store holds of an opening is sealed, and no choice of a paper is there."""
    stored = bson.encode({"stores": await dump(hall)})
    redis: Redis = hall.resources.redis
    stored += b"".join([await redis.dump(name) or b"" async for name in redis.scan_iter()])
    for one in ballots:
        assert one.opening is not None
        for hidden in one.opening.document()["blindings"]:
            assert hidden.encode() not in stored
            assert bytes.fromhex(hidden) not in stored
    assert b'"values":[' not in stored
    assert b'"choices":["c' not in stored
    assert all("choices" not in row for row in (await dump(hall)).get("paper", []))


async def test_a_ballot_and_what_opens_it_lie_in_one_row_so_that_a_crash_leaves_both_or_neither(hall: Hall) -> None:
    vote = await sealed_vote(hall)
    sent = read_ballot(await phone(vote, 0, "c0"))
    await vote.cast(sent.sent())
    (row,) = await hall.resources.db["ballots"].find({"_id": {"$gt": vote.id}}).to_list(None)
    assert set(row) == {"_id", "wire", "opening"}
    assert bytes(row["wire"]) == sent.wire
    assert sent.ballot.sealed is not None
    kept = opened(hall.service.keys, await hall.service.urn.openings(hall.slug, vote.id))
    assert kept == {sent.ballot.sealed.digest: sent.opening}
    with pytest.raises(KeysSealed):
        hall.service.keys.unseal(bytes(row["opening"]), "opening/another")


async def test_the_same_bytes_again_get_the_same_receipt_and_another_ballot_of_the_slip_is_refused(hall: Hall) -> None:
    vote = await sealed_vote(hall)
    wire = await phone(vote, 0, "c0")
    first, again = await vote.cast(wire), await vote.cast(wire)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    other = await vote.cast(await phone(vote, 0, "c1"))
    assert (other.status_code, other.json()["word"]) == (409, "already-voted")
    await vote.close()
    after = await vote.cast(wire)
    assert (after.status_code, after.content) == (200, first.content)
    late = await vote.cast(await phone(vote, 1, "c1"))
    assert (late.status_code, late.json()["word"]) == (409, "closed")
    assert read_ballot(wire).digest == first.json()["ballot"]


async def test_of_twenty_sealed_ballots_of_one_slip_sent_at_once_one_is_accepted(hall: Hall) -> None:
    vote = await sealed_vote(hall)
    wires = [await phone(vote, 0, f"c{n % 3}") for n in range(20)]
    answers = await asyncio.gather(*(vote.cast(wire) for wire in wires))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    accepted = next(answer for answer in answers if answer.status_code == 201).json()["ballot"]
    assert [one.digest for one in await hall.service.urn.ballots(vote.id)] == [accepted]


async def test_what_is_wrong_with_a_sealed_ballot_is_said_and_nothing_is_stored(hall: Hall) -> None:
    vote = await sealed_vote(hall)
    honest, other = read_ballot(await phone(vote, 0, "c0")), read_ballot(await phone(vote, 1, "c0"))
    assert honest.ballot.sealed is not None
    key = one_time_key(vote.slips["medina"][0]["code"], vote.id)
    stolen = replace(honest.ballot, sealed=other.ballot.sealed)
    replayed = replace(honest, ballot=stolen, signature=key.sign(stolen.body()), opening=other.opening)
    outside = honest.sent().replace(honest.ballot.sealed.commitments[0].hex().encode(), b"ed" + b"ff" * 30 + b"7f")
    cases = {
        "bad-proof": replayed.sent(),
        "bad-opening": replace(honest, opening=other.opening).sent(),
        "wrong-disclosure": vote.ballot(2, "c0"),
        "bad-signature": outside,
        "not-canonical": honest.sent() + b" ",
        "malformed-ballot": honest.sent().replace(b'"total":"', b'"total":"zz'),
    }
    for word, wire in cases.items():
        answer = await vote.cast(wire)
        assert answer.json()["word"] == word
        assert answer.status_code == (403 if word == "bad-signature" else 422)
    assert (await vote.cast(honest.wire)).json()["word"] == "bad-opening"
    assert await hall.service.urn.ballots(vote.id) == []


async def test_a_late_batch_that_cannot_be_opened_is_refused(hall: Hall) -> None:
    vote = await sealed_vote(hall, tablets=TABLETS)
    late = (read_ballot(await phone(vote, 0, "c1")),)
    await vote.close()
    await hall.made(f"{vote.path}/statements", state_batch("t1", vote.id, late, TABLET).document())
    answer = await hall.post(f"{vote.path}/late", {"tablet": "t1", "ballots": [late[0].wire.decode()]})
    assert (answer.status_code, answer.json()["word"]) == (422, "bad-opening")


async def test_two_officers_who_differ_on_a_sealed_paper_are_told_so(hall: Hall) -> None:
    vote = await sealed_vote(hall)
    await vote.cast(await phone(vote, 0, "c0"))
    await vote.close()
    paper = {"contest": "medina", "cred": vote.slips["medina"][5]["cred"], "choices": ["c1"]}
    await hall.made(f"{vote.path}/paper", paper)
    answer = await hall.post(f"{vote.path}/paper", {**paper, "choices": ["c2"]}, role="second")
    assert (answer.status_code, answer.json()["word"]) == (409, "paper-entries-differ")
    known = await hall.post(f"{vote.path}/paper", {**paper, "choices": ["c9"]}, role="second")
    assert known.json()["word"] == "unknown-candidate"


@pytest.mark.parametrize("method", ["stv", "knapsack", "points"])
async def test_a_method_that_needs_more_than_sums_is_refused_at_drafting(hall: Hall, method: str) -> None:
    body = {"edition": "2025", "contests": [contest(method=method, budget=100)], **SEALED}
    answer = await hall.post("/elections", body)
    assert (answer.status_code, answer.json()["word"]) == (422, "sealed-not-possible")


async def test_an_annulled_sealed_election_forgets_its_openings_and_its_repetition_is_sealed_too(hall: Hall) -> None:
    vote = await sealed_vote(hall)
    await vote.cast(await phone(vote, 0, "c0"))
    await vote.close()
    decision = {"decision_number": "12", "decided_on": "2025-03-01", "reasons": {"ar": "خلل"}, "rerun": True}
    ended = await hall.made(f"{vote.path}/annulment", decision, role="council_secretary")
    await sweep_sorting(hall.service)
    assert await hall.service.urn.openings(hall.slug, vote.id) == []
    assert (await hall.get(f"/elections/{ended['rerun']}"))["disclosure"] == "sealed"


async def test_a_sealed_vote_on_projects_has_no_list_of_votes(hall: Hall) -> None:
    vote = await hall.drafted(contest(seats=0, method="approval"), kind="prioritisation", **SEALED)
    await vote.print(2)
    await vote.open()
    await vote.cast(await phone(vote, 0, "c0"))
    await vote.close()
    await vote.roll()
    answer = await hall.client.get(f"/{hall.slug}{vote.path}/votes.pb")
    assert (answer.status_code, answer.json()["word"]) == (409, "votes-sealed")
