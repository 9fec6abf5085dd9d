"""What the ballot box accepts, refuses, and stores exactly once."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from services.voting import voter
from services.voting.adapters.guesses import FREE
from services.voting.domain.canonical import canonical, parse
from services.voting.domain.receipt import Receipt
from tests.integration.voting.hall import Hall, contest, one_time_key


async def test_a_ballot_gets_a_receipt_signed_by_the_box(hall: Hall) -> None:
    vote = await hall.opened()
    answer = await vote.cast(vote.ballot(0, "c0"), **{"Content-Type": "text/plain"})
    assert answer.status_code == 201
    said = answer.json()
    receipt = Receipt(said["election"], said["contest"], said["cred"], said["ballot"], bytes.fromhex(said["sig"]))
    assert receipt.holds(bytes.fromhex((await vote.read())["box_key"]))


async def test_the_same_bytes_again_get_the_same_receipt_and_another_ballot_is_refused(hall: Hall) -> None:
    vote = await hall.opened()
    wire = vote.ballot(0, "c0")
    first, again = await vote.cast(wire), await vote.cast(wire)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    other = await vote.cast(vote.ballot(0, "c1"))
    assert (other.status_code, other.json()["word"]) == (409, "already-voted")


async def test_of_a_hundred_posts_of_one_slip_at_once_one_is_accepted(hall: Hall) -> None:
    vote = await hall.opened()
    wires = [vote.ballot(0, "c0", nonce=bytes([n]) * 16) for n in range(10)]
    answers = await asyncio.gather(*(vote.cast(wire) for wire in wires * 10))
    codes = Counter(answer.status_code for answer in answers)
    assert codes[201] == 1
    assert codes[409] == 90
    assert codes[200] == 9
    assert await hall.resources.db["ballots"].count_documents({"_id": {"$gt": ""}}) == 1


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        (lambda text: text.replace(b'"c0"', b'"c9"'), 422, "unknown-candidate"),
        (lambda text: text.replace(b'"c0"', b'"c0","c1"'), 422, "too-many-choices"),
        (lambda text: text.replace(b'"c0"', b'"c1","c0"'), 422, "choices-out-of-form"),
        (lambda text: text.replace(b'"c0"', b'"c1"'), 403, "bad-signature"),
        (lambda text: text.replace(b'"medina"', b'"elsewhere"'), 422, "unknown-contest"),
        (lambda text: text.replace(b'"v":1', b'"v": 1'), 422, "not-canonical"),
        (lambda text: text.replace(b'"v":1', b'"v":2'), 422, "malformed-ballot"),
        (lambda text: text.replace(b'"v":1', b'"v":1.0'), 422, "malformed-ballot"),
        (lambda text: text[:-1], 422, "malformed-ballot"),
        (lambda text: text.replace(b'"c0"', b'"\xff"'), 422, "malformed-ballot"),
        (b"", 422, "malformed-ballot"),
        (b"[" * 10_000, 422, "malformed-ballot"),
        (b"x" * 20_000, 413, "too-large"),
    ],
)
async def test_a_bad_ballot_gets_its_word_and_nothing_is_stored(
    hall: Hall, change: bytes | Callable[[bytes], bytes], status: int, word: str
) -> None:
    vote = await hall.opened(slips=1)
    wire = change if isinstance(change, bytes) else change(vote.ballot(0, "c0"))
    answer = await vote.cast(wire)
    assert (answer.status_code, answer.json()["word"]) == (status, word)
    assert await hall.resources.db["ballots"].count_documents({"_id": {"$gt": ""}}) == 0


async def test_void_unknown_and_foreign_slips_are_refused(hall: Hall) -> None:
    vote = await hall.drafted(contest(), contest("kasbah"))
    for name in ("medina", "kasbah"):
        await vote.print(2, name)
    await hall.made(f"{vote.path}/voids", {"contest": "medina", "creds": [vote.slips["medina"][0]["cred"]]})
    await vote.open()
    assert (await vote.cast(vote.ballot(0, "c0"))).json()["word"] == "void-slip"
    foreign = parse(vote.ballot(1, "c0", name="kasbah"))
    foreign["ballot"]["contest"] = "medina"
    assert (await vote.cast(canonical(foreign))).json()["word"] == "unknown-slip"
    other = await hall.opened(slips=1)
    vote.slips["medina"] = other.slips["medina"]
    assert (await vote.cast(vote.ballot(0, "c0"))).json()["word"] == "unknown-slip"
    assert (await other.cast(vote.ballot(0, "c0"))).json()["word"] == "malformed-ballot"


async def test_nobody_votes_before_opening_or_in_no_election(hall: Hall) -> None:
    vote = await hall.drafted()
    await vote.print(1)
    assert (await vote.cast(vote.ballot(0, "c0"))).json()["word"] == "election-not-open"
    await vote.open()
    await asyncio.sleep(0.25)
    assert (await vote.cast(vote.ballot(0, "c0"))).status_code == 201
    unknown = await hall.client.post(
        "/elections/none/ballots", content=vote.ballot(0, "c0").replace(vote.id.encode(), b"none")
    )
    assert (unknown.status_code, unknown.json()["word"]) == (404, "unknown-election")


async def test_after_closing_a_received_ballot_keeps_its_receipt_and_no_other_is_admitted(hall: Hall) -> None:
    vote = await hall.opened()
    wire = vote.ballot(0, "c0")
    receipt = await vote.cast(wire)
    await vote.close()
    again, late = await vote.cast(wire), await vote.cast(vote.ballot(1, "c0"))
    assert (again.status_code, again.content) == (200, receipt.content)
    assert (late.status_code, late.json()["word"]) == (409, "closed")
    await vote.roll()
    await hall.service.urn.sort(vote.id)
    assert (await vote.cast(wire)).status_code == 200


async def test_only_the_web_may_read_the_answer_and_no_cookie_is_set(hall: Hall) -> None:
    vote = await hall.opened()
    ours = await vote.cast(vote.ballot(0, "c0"), Origin="http://web", Cookie="session=1", traceparent="00-" + "1" * 32)
    theirs = await vote.cast(b"{}", Origin="http://elsewhere")
    refused = await vote.cast(b"{}", Origin="http://web")
    assert ours.headers["access-control-allow-origin"] == "http://web"
    assert refused.headers["access-control-allow-origin"] == "http://web"
    assert "access-control-allow-origin" not in theirs.headers
    assert "set-cookie" not in ours.headers
    asked = await hall.client.options(f"{vote.path}/ballots", headers={"Origin": "http://web"})
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "POST")


async def test_a_refusal_speaks_the_voters_language(hall: Hall) -> None:
    vote = await hall.opened(slips=1)
    titles = {
        lang: (await vote.cast(b"{}", **{"Accept-Language": lang})).json()["title"] for lang in ("ar", "fr", "en")
    }
    assert len(set(titles.values())) == 3


async def test_a_valid_slip_is_taken_at_once_while_those_who_guess_are_held_back(hall: Hall) -> None:
    vote, foreign = await hall.opened(), await hall.opened(slips=1)
    never = asyncio.Event()

    async def wait(_: float) -> None:
        await never.wait()

    hall.service.box.guesses.sleep = wait
    hall.service.box.guesses.now = lambda: 0.0  # on a busy machine guesses would be forgiven while they are made
    key = one_time_key(foreign.slips["medina"][0]["code"], foreign.id)
    wires = [voter.cast_body(key, vote.id, "medina", ("c0",), n.to_bytes(16, "big")) for n in range(FREE + 20)]
    guesses = [asyncio.create_task(vote.cast(wire)) for wire in wires]
    while hall.service.box.guesses.waiting < 20:
        await asyncio.sleep(0.01)
    assert (await vote.cast(vote.ballot(0, "c0"))).status_code == 201
    assert sum(guess.done() for guess in guesses) <= FREE
    never.set()
    answers = await asyncio.gather(*guesses)
    assert {answer.json()["word"] for answer in answers} == {"unknown-slip"}
    rows = await hall.resources.db["ballots"].count_documents({"_id": {"$gt": ""}})
    assert rows == 1
