"""Votes that came by tablet or on paper: counted with the others, or shown with the reason why not."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.ballot import SignedBallot, read_ballot
from services.voting.domain.credentials import public_bytes
from services.voting.domain.late import state_batch
from services.voting.verifier.verify import main
from tests.integration.voting.hall import Hall, Vote

TABLET = Ed25519PrivateKey.from_private_bytes(b"t" * 32)


async def with_tablet(hall: Hall) -> tuple[Vote, list[SignedBallot]]:
    """A closed election: slip 0 voted online, slips 1 and 2 on a tablet that was offline."""
    tablet = {"tablet": "t1", "key": public_bytes(TABLET).hex()}
    vote = await hall.opened(slips=5, tablets=[tablet])
    await vote.cast(vote.ballot(0, "c0"))
    held = [read_ballot(vote.ballot(slip, "c1")) for slip in (1, 2)]
    await vote.close()
    return vote, held


def statement(vote: Vote, held: list[SignedBallot], key: Ed25519PrivateKey = TABLET) -> dict[str, Any]:
    return state_batch("t1", vote.id, held, key).document()


def batch(held: list[SignedBallot]) -> dict[str, Any]:
    return {"tablet": "t1", "ballots": [signed.wire.decode() for signed in held]}


async def test_the_count_waits_for_the_ballots_a_tablet_stated_and_counts_them(hall: Hall, tmp_path: Path) -> None:
    vote, held = await with_tablet(hall)
    await hall.made(f"{vote.path}/statements", statement(vote, held))
    answer = await vote.roll()
    assert answer["waiting_for"] == ["tablet:t1"]
    answer = await hall.made(f"{vote.path}/late", batch(held))
    assert answer["state"] == "declared"
    assert answer["results"][0]["ballots"] == 3
    view, board = await vote.read(), tmp_path / "board.json"
    board.write_text(json.dumps(await vote.board()))
    assert main([str(board), "--manifest", view["manifest"]["digest"], "--head", view["heads"][-1]["hash"]]) == 0


async def test_a_statement_forged_second_or_after_the_dice_is_refused(hall: Hall) -> None:
    vote, held = await with_tablet(hall)
    stranger = Ed25519PrivateKey.generate()
    path = f"{vote.path}/statements"
    assert (await hall.post(path, statement(vote, held, stranger))).json()["word"] == "statement-forged"
    await hall.made(path, statement(vote, held))
    await hall.made(path, statement(vote, held))
    assert (await hall.post(path, statement(vote, held[:1]))).json()["word"] == "second-statement"
    await vote.roll()
    assert (await hall.post(path, statement(vote, held))).json()["word"] == "dice-already-rolled"


async def test_a_batch_that_is_not_the_stated_one_is_refused(hall: Hall) -> None:
    vote, held = await with_tablet(hall)
    path = f"{vote.path}/late"
    assert (await hall.post(path, batch(held))).json()["word"] == "statement-missing"
    await hall.made(f"{vote.path}/statements", statement(vote, held))
    swapped = [held[0], read_ballot(vote.ballot(2, "c2"))]
    for changed in (held[:1], swapped, [*held, read_ballot(vote.ballot(3, "c2"))]):
        assert (await hall.post(path, batch(changed))).json()["word"] == "batch-not-as-stated"


async def test_paper_is_entered_by_two_officers_who_agree(hall: Hall) -> None:
    vote, _ = await with_tablet(hall)
    entry = {"contest": "medina", "cred": vote.slips["medina"][3]["cred"], "choices": ["c2"]}
    path = f"{vote.path}/paper"
    assert (await hall.made(path, entry))["both_entered"] is False
    assert (await vote.roll())["waiting_for"] == ["paper"]
    assert (await hall.post(path, entry)).json()["word"] == "officer-enters-once"
    assert (await hall.post(path, {**entry, "choices": ["c1"]}, role="second")).json()["word"] == "paper-entries-differ"
    answer = await hall.made(path, entry, role="second")
    assert answer["both_entered"] is True
    assert answer["results"][0]["ballots"] == 2
    unknown = {**entry, "cred": "0" * 64}
    assert (await hall.post(path, unknown)).json()["word"] == "already-declared"


async def test_an_officer_whose_own_entry_was_the_wrong_one_puts_it_right(hall: Hall) -> None:
    vote, _ = await with_tablet(hall)
    path = f"{vote.path}/paper"
    wrong = {"contest": "medina", "cred": vote.slips["medina"][3]["cred"], "choices": ["c1"]}
    right = wrong | {"choices": ["c2"]}
    assert (await hall.made(path, wrong))["both_entered"] is False
    assert (await hall.post(path, right, role="second")).json()["word"] == "paper-entries-differ"
    assert (await hall.made(path, right))["both_entered"] is False
    assert (await hall.made(path, right, role="second"))["both_entered"] is True
    for role in ("bureau", "second"):
        assert (await hall.post(path, wrong, role=role)).json()["word"] == "paper-entries-differ"
    assert (await vote.roll())["results"][0]["ballots"] == 2


async def test_a_slip_scanned_by_mistake_does_not_keep_the_count_waiting_for_ever(hall: Hall) -> None:
    vote, _ = await with_tablet(hall)
    slip = {"contest": "medina", "cred": vote.slips["medina"][3]["cred"]}
    right, path = {**slip, "cred": vote.slips["medina"][4]["cred"], "choices": ["c2"]}, f"{vote.path}/paper"
    for role in ("bureau", "second"):
        await hall.made(path, right, role=role)
    await hall.made(path, {**slip, "choices": ["c1"]})
    assert (await vote.roll())["waiting_for"] == ["paper"]
    settled = await hall.post(f"{path}/withdrawal", {"contest": "medina", "cred": right["cred"]})
    assert (settled.status_code, settled.json()["word"]) == (404, "paper-entry-unknown")
    assert (await hall.post(f"{path}/withdrawal", slip, role="cell")).status_code == 403
    answer = await hall.made(f"{path}/withdrawal", slip, role="second")
    assert (answer["state"], answer["results"][0]["ballots"]) == ("declared", 2)
    assert [one["cred"] for one in (await vote.board())["paper"]] == [right["cred"]]


async def test_paper_of_a_slip_that_voted_online_is_shown_and_not_counted(hall: Hall) -> None:
    vote, _ = await with_tablet(hall)
    entry = {"contest": "medina", "cred": vote.slips["medina"][0]["cred"], "choices": ["c2"]}
    for role in ("bureau", "second"):
        await hall.made(f"{vote.path}/paper", entry, role=role)
    answer = await vote.roll()
    assert answer["results"][0]["ballots"] == 1
    assert (await vote.board())["outcome"]["refused"] == [{"ballot": entry["cred"], "reason": "already-voted"}]


async def test_counting_before_closing_is_refused(hall: Hall) -> None:
    vote = await hall.opened()
    answer = await hall.post(f"{vote.path}/dice", {"medina": "3516"})
    assert (answer.status_code, answer.json()["word"]) == (409, "election-not-closed")
