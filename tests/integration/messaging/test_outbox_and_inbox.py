"""State, announcement and effect belong together."""

import asyncio
from dataclasses import replace

import pytest
from pymongo import UpdateOne

from shared.ids import new_id
from shared.messaging.backlog import unread
from shared.messaging.cloudevents import Envelope
from shared.messaging.relay import Relay, envelope_of, replay_outbox
from shared.messaging.unit_of_work import IdempotencyKey, IdempotencyKeyReused, Transaction
from tests.integration.messaging.ledger import Ledger, delivered, until

pytestmark = pytest.mark.messaging


async def announced(ledger: Ledger) -> list[Envelope]:
    return [envelope_of(row) async for row in ledger.db["_outbox"].find({}).sort("_id", 1)]


async def test_a_failed_command_announces_nothing(ledger: Ledger) -> None:
    async def command(tx: Transaction) -> None:
        tx.announce(delivered("p1"), 1)
        await tx.db["counts"].insert_one({"_id": "half-written"}, session=tx.session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ledger.work.run(command)

    assert await announced(ledger) == []
    assert await ledger.db["counts"].count_documents({}) == 0


async def test_a_queued_write_becomes_true_with_its_transaction_or_not_at_all(ledger: Ledger) -> None:
    async def command(tx: Transaction) -> None:
        for number in (1, 2):
            tx.later("counts", UpdateOne({"_id": "p1"}, {"$set": {"count": number}}, upsert=True))

    async def failing(tx: Transaction) -> None:
        tx.later("counts", UpdateOne({"_id": "p1"}, {"$set": {"count": 9}}))
        raise ZeroDivisionError

    await ledger.work.run(command)
    with pytest.raises(ZeroDivisionError):
        await ledger.work.run(failing)

    assert await ledger.counted() == {"p1": 2}, "in the order they were queued"


async def test_queued_writes_of_commands_that_meet_are_all_kept(ledger: Ledger) -> None:
    async def command(tx: Transaction) -> None:
        tx.later("counts", UpdateOne({"_id": "p1"}, {"$inc": {"count": 1}}, upsert=True))

    await asyncio.gather(*(ledger.work.run(command) for _ in range(5)))

    assert await ledger.counted() == {"p1": 5}


async def test_an_event_delivered_twice_has_one_effect(ledger: Ledger) -> None:
    await ledger.deliver("p1", "p2")
    await ledger.publish(*await announced(ledger), *await announced(ledger))

    async with ledger.consuming():
        await until(lambda: both(ledger, {"p1", "p2"}))
        await ledger.publish(*await announced(ledger))
        await ledger.deliver("marker")
        await ledger.relay.publish_once()
        await until(lambda: both(ledger, {"p1", "p2", "marker"}))

    assert await ledger.counted() == {"p1": 1, "p2": 1, "marker": 1}


async def test_every_announced_event_arrives_once_and_in_order(ledger: Ledger) -> None:
    for sequence in range(1, 31):
        await ledger.deliver("p1", sequence=sequence)
    await ledger.relay.publish_once()
    assert await behind(ledger) == 30

    async with ledger.consuming():
        await until(lambda: reached(ledger, "p1", 30))
    assert await behind(ledger) == 0

    row = await ledger.db["counts"].find_one({"_id": "p1"})
    assert row is not None
    assert row["order"] == list(range(1, 31))


async def test_events_handled_one_by_one_have_the_same_effect_as_in_batches(ledger: Ledger) -> None:
    await ledger.deliver(*(f"p{n}" for n in range(20)))

    async with ledger.consuming(batched=False):
        await ledger.relay.publish_once()
        await until(lambda: both(ledger, {f"p{n}" for n in range(20)}))

    assert set((await ledger.counted()).values()) == {1}


async def test_two_relays_of_one_service_never_publish_side_by_side(ledger: Ledger) -> None:
    other = Relay(ledger.db, ledger.sender, ledger.clock)
    first, second = asyncio.create_task(ledger.relay.run()), asyncio.create_task(other.run())
    await ledger.deliver("p1")
    await until(lambda: nothing_pending(ledger))
    first.cancel()
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)

    lease = await ledger.db["_leases"].count_documents({})
    assert lease == 0, "both let go"


async def test_a_replayed_outbox_refills_the_log_and_changes_nothing_already_known(ledger: Ledger) -> None:
    await ledger.deliver("p1", "p2")
    async with ledger.consuming():
        await ledger.relay.publish_once()
        await until(lambda: both(ledger, {"p1", "p2"}))
        assert await replay_outbox(ledger.db) == 2
        await ledger.deliver("p3")
        assert await ledger.relay.publish_once() == 3
        await until(lambda: both(ledger, {"p1", "p2", "p3"}))

    assert await ledger.counted() == {"p1": 1, "p2": 1, "p3": 1}


async def test_a_request_sent_twice_is_done_once_and_answered_alike(ledger: Ledger) -> None:
    async def command(tx: Transaction) -> dict[str, object]:
        tx.announce(delivered("p1"), 1)
        return {"project_id": new_id()}

    key = IdempotencyKey("POST /tn-nefta/projects", "key-1", "digest")
    answers = await asyncio.gather(*(ledger.work.once(key, command) for _ in range(5)))

    assert all(answer == answers[0] for answer in answers)
    assert len(await announced(ledger)) == 1


async def test_a_key_used_for_another_request_is_refused(ledger: Ledger) -> None:
    async def command(_: Transaction) -> dict[str, object]:
        return {}

    key = IdempotencyKey("POST /tn-nefta/projects", "key-1", "digest")
    await ledger.work.once(key, command)
    with pytest.raises(IdempotencyKeyReused):
        await ledger.work.once(replace(key, digest="another"), command)


async def test_an_event_names_what_caused_it(ledger: Ledger) -> None:
    async with ledger.consuming(handlers={type(delivered("x")): echo}):
        await ledger.deliver("p1")
        await ledger.relay.publish_once()
        await until(lambda: outbox_size(ledger, 2))

    first, second = await announced(ledger)
    assert second.causation == first.id
    assert second.correlation == first.correlation


async def echo(event: object, delivery: object) -> None:
    if event.project_id == "p1":  # type: ignore[attr-defined]  # one event type only is handed over here
        delivery.tx.announce(delivered("p2"), 1)  # type: ignore[attr-defined]  # as above


async def both(ledger: Ledger, subjects: set[str]) -> bool:
    return set(await ledger.counted()) == subjects


async def reached(ledger: Ledger, subject: str, number: int) -> bool:
    return (await ledger.counted()).get(subject, 0) >= number


async def nothing_pending(ledger: Ledger) -> bool:
    return await ledger.db["_outbox"].count_documents({"state": "pending"}) == 0


async def outbox_size(ledger: Ledger, size: int) -> bool:
    return await ledger.db["_outbox"].count_documents({}) == size


async def behind(ledger: Ledger) -> int | None:
    """What the operator is told this service has not read."""
    found = await unread(ledger.settings)
    return None if found is None else sum(place.behind for place in found)
