"""Nothing is added to the box after closing, and nothing acknowledged is lost, whatever crashes when."""

import asyncio
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pymongo.errors import PyMongoError

from deploy.local.probes import free_port
from services.voting.adapters import commit
from services.voting.adapters.commit import GroupCommit, Unsure
from services.voting.adapters.declaring import publish_head
from services.voting.adapters.leases import RENEW_EVERY, Lease
from services.voting.settings import Settings
from shared.authorities import authorities
from tests.integration.voting.hall import Hall, Vote
from tests.support.service import kill, process


async def test_a_ballot_that_read_open_cannot_be_stored_after_head_1(hall: Hall) -> None:
    vote = await hall.opened()
    frozen = await hall.service.leases.frozen(vote.id)
    assert await hall.service.leases.admits(frozen)
    await vote.close()
    assert not frozen.lease.holds()
    box = GroupCommit(hall.service.urn.db)
    with pytest.raises(Unsure):
        await box.add(f"{vote.id}/medina/late", vote.ballot(0, "c0"), frozen.lease)
    assert await hall.service.urn.ballots(vote.id) == []


async def test_head_1_waits_for_every_lease_and_the_second_an_insert_may_take(hall: Hall) -> None:
    vote = await hall.opened()
    until = hall.resources.clock.system() + timedelta(seconds=1)
    await hall.resources.db["gates"].update_one({"_id": vote.id}, {"$set": {"leases.another": until}})
    await hall.made(f"{vote.path}/closing", {})
    urn = hall.service.urn
    assert not await urn.fence_ended(vote.id, until + timedelta(milliseconds=999))
    assert await urn.fence_ended(vote.id, until + timedelta(milliseconds=1000))
    assert await publish_head(hall.service, hall.slug, vote.id)
    assert hall.resources.clock.system() >= until + timedelta(seconds=1)


async def test_no_lease_is_given_once_the_gate_is_closed(hall: Hall) -> None:
    vote = await hall.opened()
    frozen = await hall.service.leases.frozen(vote.id)
    await hall.made(f"{vote.path}/closing", {})
    frozen.lease.until = 0.0
    assert not await hall.service.leases.admits(frozen)
    assert frozen.lease.state == "closed"


async def test_a_worker_gives_its_lease_back_at_closing_but_not_while_an_insert_is_on_its_way(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote, going, gone = await hall.opened(), asyncio.Event(), asyncio.Event()
    really = commit.insert

    async def slow(db: object, documents: Sequence[object]) -> dict[int, int]:
        going.set()
        await gone.wait()
        return await really(db, documents)  # type: ignore[arg-type]  # the store's own types

    monkeypatch.setattr(commit, "insert", slow)
    cast = asyncio.create_task(vote.cast(vote.ballot(0, "c0")))
    await going.wait()
    await hall.made(f"{vote.path}/closing", {})
    lease = (await hall.service.leases.frozen(vote.id)).lease
    while lease.state == "open":
        await asyncio.sleep(0.05)
    await asyncio.sleep(2 * RENEW_EVERY)
    assert not lease.returned
    gone.set()
    assert (await cast).status_code == 201
    while not lease.returned:
        await asyncio.sleep(0.05)
    gate = await hall.resources.db["gates"].find_one({"_id": vote.id})
    assert gate is not None
    assert max(gate["leases"].values()) <= hall.resources.clock.system()
    await publish_head(hall.service, hall.slug, vote.id)
    assert len(await hall.service.urn.ballots(vote.id)) == 1


@pytest.mark.parametrize(("milliseconds", "admitted"), [(-1, True), (0, False), (1, False)])
def test_a_ballot_a_millisecond_before_closing_is_admitted_and_at_closing_is_not(
    milliseconds: int, admitted: bool
) -> None:
    lease = Lease(until=100.0, state="open", now=lambda: 100.0 + milliseconds / 1000)
    assert lease.holds() is admitted


async def test_a_lease_never_reaches_beyond_the_closing_instant(hall: Hall) -> None:
    await hall.step("2025-02-15T12:59:59+00:00")
    vote = await hall.opened(closes_at="2025-02-15T13:00:05Z")
    frozen = await hall.service.leases.frozen(vote.id)
    await hall.step("2025-02-15T13:00:04.500000+00:00")
    frozen.lease.until = 0.0
    assert await hall.service.leases.admits(frozen)
    assert frozen.lease.until - frozen.lease.now() <= 0.5
    await hall.step("2025-02-15T13:00:05+00:00")
    frozen.lease.until = 0.0
    assert not await hall.service.leases.admits(frozen)


@dataclass(frozen=True)
class StandingStill:
    """Both clocks, while one ballot is checked and stored."""

    instant: datetime

    async def civil(self) -> datetime:
        return self.instant

    def system(self) -> datetime:
        return datetime.now(UTC)


@pytest.mark.parametrize(("milliseconds", "status"), [(-1, 201), (0, 409), (1, 409)])
async def test_the_box_itself_admits_a_millisecond_before_the_closing_instant_and_not_at_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, milliseconds: int, status: int
) -> None:
    closes = datetime(2025, 2, 15, 13, 0, tzinfo=UTC)
    await hall.step((closes - timedelta(minutes=10)).isoformat())
    vote = await hall.opened(closes_at=closes.isoformat())
    lease = (await hall.service.leases.frozen(vote.id)).lease
    monkeypatch.setattr(hall.service.leases, "_clock", StandingStill(closes + timedelta(milliseconds=milliseconds)))
    lease.now, lease.until = (lambda: 100.0), 0.0
    answer = await vote.cast(vote.ballot(0, "c0"))
    assert answer.status_code == status
    assert len(await hall.service.urn.ballots(vote.id)) == (status == 201)


async def test_two_boxes_that_are_sent_one_slip_a_hundred_times_accept_one_ballot(
    hall: Hall, settings: Settings
) -> None:
    vote, ports = await hall.opened(), (free_port(), free_port())
    wires = [vote.ballot(0, f"c{n % 3}") for n in range(50)]
    with box_process(settings, ports[0]), box_process(settings, ports[1]):
        async with httpx.AsyncClient(timeout=60) as client:
            path = f"{vote.path}/ballots"
            posts = [client.post(f"http://127.0.0.1:{port}{path}", content=wire) for wire in wires for port in ports]
            answers = await asyncio.gather(*posts)
    codes = [answer.status_code for answer in answers]
    assert codes.count(201) == 1
    assert set(codes) <= {201, 200, 409}
    (kept,) = await hall.service.urn.ballots(vote.id)
    assert {answer.json()["ballot"] for answer in answers if answer.status_code < 300} == {kept.digest}


async def test_a_crash_after_the_insert_gives_the_receipt_when_the_voter_asks_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await hall.opened()
    wire, really = vote.ballot(0, "c0"), commit.insert

    async def cut_off(db: object, documents: Sequence[object]) -> dict[int, int]:
        await really(db, documents)  # type: ignore[arg-type]  # the store's own types
        raise PyMongoError("the answer was lost")

    monkeypatch.setattr(commit, "insert", cut_off)
    lost = await vote.cast(wire)
    monkeypatch.undo()
    again = await vote.cast(wire)
    assert (lost.status_code, lost.json()["word"]) == (503, "try-again")
    assert again.status_code == 200


async def test_a_crash_before_the_insert_loses_nothing_the_voter_was_told(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await hall.opened()
    wire = vote.ballot(0, "c0")

    async def away(db: object, documents: Sequence[object]) -> dict[int, int]:
        raise PyMongoError("the store is away")

    monkeypatch.setattr(commit, "insert", away)
    assert (await vote.cast(wire)).status_code == 503
    monkeypatch.undo()
    assert (await vote.cast(wire)).status_code == 201


async def test_a_store_that_goes_away_while_a_used_slip_is_looked_up_asks_to_send_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await hall.opened()
    wire = vote.ballot(0, "c0")
    assert (await vote.cast(wire)).status_code == 201

    async def away(db: object, row: str) -> bytes | None:
        raise Unsure

    for _ in ("open", "closed"):
        monkeypatch.setattr(commit, "stored", away)
        answer = await vote.cast(wire)
        monkeypatch.undo()
        assert (answer.status_code, answer.json()["word"]) == (503, "try-again")
        assert (await vote.cast(wire)).status_code == 200
        await vote.close()


async def test_every_ballot_of_a_shared_insert_is_answered_even_where_the_fault_is_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(db: object, documents: Sequence[object]) -> dict[int, int]:
        raise RuntimeError("ours")

    monkeypatch.setattr(commit, "insert", broken)
    box: GroupCommit = GroupCommit(None)  # type: ignore[arg-type]  # the insert that would ask it is the broken one
    lease = Lease(until=1.0, state="open", now=lambda: 0.0)
    outcomes = await asyncio.gather(*(box.add(f"r{n}", b"", lease) for n in range(3)), return_exceptions=True)
    assert [type(one) for one in outcomes] == [Unsure] * 3
    assert lease.writing == 0


@contextmanager
def box_process(settings: Settings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with process(settings, settings.data_dir, "api", PORT=str(port)) as box:
        _wait(port)
        yield box


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=2, verify=authorities())
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the box did not start")


async def post_until_told(client: httpx.AsyncClient, vote: Vote, wire: bytes) -> dict[str, str]:
    """As a phone does: the same bytes until a receipt comes."""
    while True:
        try:
            answer = await client.post(f"{vote.path}/ballots", content=wire)
        except httpx.TransportError:
            await asyncio.sleep(0.1)
            continue
        if answer.status_code in (200, 201):
            return dict(answer.json())
        assert answer.status_code == 503, answer.text
        await asyncio.sleep(0.1)


async def test_every_receipt_given_before_a_kill_9_is_on_the_board(hall: Hall, settings: Settings) -> None:
    vote, port = await hall.opened(slips=60), free_port()
    wires = [vote.ballot(slip, f"c{slip % 3}") for slip in range(60)]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        with box_process(settings, port) as box:
            tasks = [asyncio.create_task(post_until_told(client, vote, wire)) for wire in wires]
            while sum(task.done() for task in tasks) < 5:
                await asyncio.sleep(0.005)
            kill(box)
            before = [task.result() for task in tasks if task.done()]
        with box_process(settings, port):
            receipts = await asyncio.gather(*tasks)
    await vote.close()
    kept = {signed.digest for signed in await hall.service.urn.ballots(vote.id)}
    assert {receipt["ballot"] for receipt in before} <= kept
    assert {receipt["ballot"] for receipt in receipts} == kept
    assert len(kept) == 60
