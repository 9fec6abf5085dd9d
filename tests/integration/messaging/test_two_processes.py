"""Two processes of one service share its events."""

import pytest

from tests.integration.messaging.ledger import Ledger, until

pytestmark = pytest.mark.messaging
SUBJECTS = [f"p{n}" for n in range(12)]


async def test_a_process_that_joins_and_one_that_leaves_lose_no_event_and_double_none(ledger: Ledger) -> None:
    async with ledger.consuming():
        await round_of_events(ledger, 1)
        async with ledger.consuming():
            await round_of_events(ledger, 2)
            await round_of_events(ledger, 3)
        await round_of_events(ledger, 4)

    rows = [row async for row in ledger.db["counts"].find({})]
    assert {row["_id"]: row["order"] for row in rows} == {subject: [1, 2, 3, 4] for subject in SUBJECTS}
    assert ledger.dead.count == 0


async def round_of_events(ledger: Ledger, sequence: int) -> None:
    await ledger.deliver(*SUBJECTS, sequence=sequence)
    await ledger.relay.publish_once()
    await until(lambda: everyone_at(ledger, sequence), 40)


async def everyone_at(ledger: Ledger, number: int) -> bool:
    counted = await ledger.counted()
    return len(counted) == len(SUBJECTS) and set(counted.values()) == {number}
