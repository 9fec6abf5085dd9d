"""What cannot be handled is set aside; the next passes; nothing is lost."""

import asyncio
from dataclasses import replace

import pytest

from shared.ids import new_id
from shared.messaging.backlog import dead_pile
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import TooManyDeadLetters
from shared.messaging.dead_letters import DEAD_IN_A_ROW
from shared.messaging.kafka import Record
from shared.messaging.relay import envelope_of
from tests.integration.messaging.ledger import Ledger, until

pytestmark = pytest.mark.messaging
TRACE = "0af7651916cd43dd8448eb211c80319c"


async def test_an_unreadable_event_is_set_aside_and_the_next_passes(ledger: Ledger) -> None:
    await ledger.deliver("p1")
    row = await ledger.db["_outbox"].find_one({})
    assert row is not None
    good = envelope_of(row)
    await ledger.publish(replace(good, id=new_id(), data=b"{not json"), good)

    async with ledger.consuming():
        await until(lambda: counted(ledger, "p1"))

    assert ledger.dead.count == 1
    assert await ledger.counted() == {"p1": 1}


async def test_an_event_whose_handler_fails_is_set_aside_without_half_an_effect(ledger: Ledger) -> None:
    ledger.broken = {"bad"}
    await ledger.deliver("before", "bad", "after")
    async with ledger.consuming():
        await ledger.relay.publish_once()
        await until(lambda: counted(ledger, "before", "after"))
        await until(lambda: set_aside(ledger, 1))

    assert await ledger.counted() == {"before": 1, "after": 1}


async def test_a_dead_letter_is_shown_with_its_reason_and_handled_once_after_the_repair(ledger: Ledger) -> None:
    ledger.broken = {"bad"}
    await ledger.deliver("bad", traced=TRACE)
    async with ledger.consuming():
        await ledger.relay.publish_once()
        await until(lambda: set_aside(ledger, 1))

    pile = await dead_pile(ledger.settings, 5)
    assert pile is not None
    assert (pile.count, pile.whole) == (1, True)
    [letter] = pile.newest
    assert (letter.type, letter.municipality, letter.trace) == ("pb.proposals.project-delivered.v1", "tn-nefta", TRACE)
    assert letter.reason == "ZeroDivisionError", "and not what the exception says: it may quote what somebody wrote"
    assert letter.place.startswith("tests/integration/messaging/ledger.py:")

    assert await ledger.replayed() == (0, 1), "what fails again stays dead"
    ledger.broken = set()
    assert await ledger.replayed() == (1, 0)
    assert await ledger.counted() == {"bad": 1}
    assert await ledger.replayed() == (0, 0)
    pile = await dead_pile(ledger.settings, 5)
    assert pile is not None
    assert pile.count == 0


async def test_a_replay_ends_when_ten_fail_in_a_row_and_leaves_the_others_waiting(ledger: Ledger) -> None:
    await ledger.deliver("p1")
    row = await ledger.db["_outbox"].find_one({})
    assert row is not None
    good = envelope_of(row)
    for _ in range(DEAD_IN_A_ROW + 2):
        await ledger.dead.put(written(replace(good, id=new_id(), data=b"?")), ValueError("a secret"))

    assert await ledger.replayed() == (0, DEAD_IN_A_ROW)
    pile = await dead_pile(ledger.settings, 5)
    assert pile is not None
    assert (pile.count, len(pile.newest)) == (DEAD_IN_A_ROW + 2, 5)


async def test_ten_dead_letters_in_a_row_stop_the_consumer(ledger: Ledger) -> None:
    await ledger.deliver("p1")
    row = await ledger.db["_outbox"].find_one({})
    assert row is not None
    good = envelope_of(row)
    await ledger.publish(*(replace(good, id=new_id(), data=b"?") for _ in range(DEAD_IN_A_ROW)))

    async with ledger.consuming() as running:
        with pytest.raises(TooManyDeadLetters):
            await asyncio.wait_for(asyncio.shield(running), 30)


def written(envelope: Envelope) -> Record:
    """An event as it was read from Kafka."""
    return Record(envelope.topic, 0, 0, envelope.key.encode(), envelope.data, tuple(envelope.headers()))


async def counted(ledger: Ledger, *subjects: str) -> bool:
    return set(subjects) <= set(await ledger.counted())


async def set_aside(ledger: Ledger, number: int) -> bool:
    return ledger.dead.count >= number
