"""What cannot be handled is set aside; the next passes; nothing is lost."""

import asyncio
from dataclasses import replace

import pytest

from shared.ids import new_id
from shared.messaging.consumer import DEAD_IN_A_ROW, TooManyDeadLetters
from shared.messaging.dead_letters import DEAD, replay_dead_letters
from shared.messaging.kafka import TOPICS, open_consumer
from shared.messaging.relay import envelope_of
from tests.integration.messaging.ledger import Ledger, until

pytestmark = pytest.mark.messaging


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


async def test_a_dead_letter_has_its_effect_once_when_it_is_replayed(ledger: Ledger) -> None:
    ledger.broken = {"bad"}
    await ledger.deliver("bad")
    async with ledger.consuming():
        await ledger.relay.publish_once()
        await until(lambda: set_aside(ledger, 1))
    ledger.broken = set()

    assert await replayed(ledger) == (1, 0)
    assert await ledger.counted() == {"bad": 1}
    assert await replayed(ledger) == (0, 0)


async def test_a_dead_letter_that_fails_again_stays_dead(ledger: Ledger) -> None:
    ledger.broken = {"bad"}
    await ledger.deliver("bad")
    async with ledger.consuming():
        await ledger.relay.publish_once()
        await until(lambda: set_aside(ledger, 1))

    assert await replayed(ledger) == (0, 1)
    ledger.broken = set()
    assert await replayed(ledger) == (1, 0)


async def test_ten_dead_letters_in_a_row_stop_the_consumer(ledger: Ledger) -> None:
    await ledger.deliver("p1")
    row = await ledger.db["_outbox"].find_one({})
    assert row is not None
    good = envelope_of(row)
    await ledger.publish(*(replace(good, id=new_id(), data=b"?") for _ in range(DEAD_IN_A_ROW)))

    async with ledger.consuming() as running:
        with pytest.raises(TooManyDeadLetters):
            await asyncio.wait_for(asyncio.shield(running), 30)


async def replayed(ledger: Ledger) -> tuple[int, int]:
    reader = open_consumer(ledger.settings, "ledger.dead", [f"{topic}{DEAD}" for topic in TOPICS])
    again = ledger.consumer()
    try:
        return await replay_dead_letters(reader, again, "ledger", quiet=10)
    finally:
        again.stop()
        await again.run()
        await asyncio.to_thread(reader.close)


async def counted(ledger: Ledger, *subjects: str) -> bool:
    return set(subjects) <= set(await ledger.counted())


async def set_aside(ledger: Ledger, number: int) -> bool:
    return ledger.dead.count >= number
