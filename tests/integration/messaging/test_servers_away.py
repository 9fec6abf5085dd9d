"""A server that is away delays events; it loses none."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.local import servers
from deploy.local.probes import free_port
from shared.clock import SystemClock
from shared.ids import new_id
from shared.messaging.backlog import Outbox, dead_pile, outbox, unread
from shared.messaging.cloudevents import Envelope
from shared.messaging.kafka import ensure_topics
from shared.messaging.relay import replay_outbox
from shared.mongo import StorageUnavailable
from tests.integration.messaging.conftest import Broker
from tests.integration.messaging.ledger import Ledger, LedgerSettings, delivered, until
from tests.support.embedded import Embedded

pytestmark = pytest.mark.messaging


class AnHourLater(SystemClock):
    """The same clock, looked at later."""

    def system(self) -> datetime:
        return super().system() + timedelta(hours=1)


@pytest.fixture
async def without_broker(ledger_settings: LedgerSettings) -> AsyncIterator[Ledger]:
    port = free_port()
    ledger = Ledger(ledger_settings.model_copy(update={"kafka_bootstrap": f"127.0.0.1:{port}"}))
    yield ledger
    await ledger.close()


async def test_commands_succeed_while_the_broker_is_away_and_events_flow_when_it_returns(
    without_broker: Ledger, broker: Broker, embedded: Embedded, tmp_path: Path
) -> None:
    ledger = without_broker
    relay = asyncio.create_task(ledger.relay.run())
    await ledger.deliver("p1", "p2")
    await asyncio.sleep(1)
    waiting = await outbox(ledger.db, AnHourLater())
    assert (waiting.waiting, waiting.oldest >= 3600) == (2, True)
    assert [*await asyncio.gather(unread(ledger.settings), dead_pile(ledger.settings, 5))] == [None, None]

    port = int(ledger.settings.kafka_bootstrap.rsplit(":", 1)[1])
    running = await asyncio.to_thread(embedded.start, broker(port, tmp_path), tmp_path)
    await asyncio.to_thread(ensure_topics, ledger.settings)
    async with ledger.consuming():
        await until(lambda: counted(ledger, {"p1": 1, "p2": 1}), 40)
    assert await outbox(ledger.db, AnHourLater()) == Outbox(0, 0, tended=False), "an hour later its relay is long gone"
    relay.cancel()
    await asyncio.gather(relay, return_exceptions=True)
    await asyncio.to_thread(embedded.stop_one, running)


async def test_events_announced_around_a_crash_of_the_broker_have_one_effect_each(
    without_broker: Ledger, broker: Broker, embedded: Embedded, tmp_path: Path
) -> None:
    ledger = without_broker
    port = int(ledger.settings.kafka_bootstrap.rsplit(":", 1)[1])
    running = await asyncio.to_thread(embedded.start, broker(port, tmp_path), tmp_path)
    await ledger.prepare()
    relay = asyncio.create_task(ledger.relay.run())
    async with ledger.consuming():
        await ledger.deliver("before")
        await until(lambda: counted(ledger, {"before": 1}))
        running.kill("kafka")
        await ledger.deliver("during")
        await asyncio.to_thread(ensure_topics, ledger.settings, 60)
        await replay_outbox(ledger.db)  # the embedded broker has forgotten everything; Apache Kafka nothing
        await ledger.deliver("after")
        await until(lambda: counted(ledger, {"before": 1, "during": 1, "after": 1}), 60)
    relay.cancel()
    await asyncio.gather(relay, return_exceptions=True)
    await asyncio.to_thread(embedded.stop_one, running)
    assert ledger.dead.count == 0


async def test_the_consumer_stops_while_the_database_is_away_and_loses_nothing(
    ledger_settings: LedgerSettings, embedded: Embedded, tmp_path: Path
) -> None:
    port = free_port()
    own = {"mongo_url": f"mongodb://127.0.0.1:{port}/?directConnection=true"}
    server = await asyncio.to_thread(embedded.start, [servers.mongo(port, tmp_path / "data")], tmp_path)
    ledger = Ledger(ledger_settings.model_copy(update=own))
    await ledger.prepare()

    async with ledger.consuming() as running:
        await asyncio.to_thread(embedded.stop_one, server)
        await publish_from_memory(ledger)
        with pytest.raises(StorageUnavailable):
            await asyncio.wait_for(asyncio.shield(running), 60)

    server = await asyncio.to_thread(embedded.start, [servers.mongo(port, tmp_path / "data")], tmp_path)
    async with ledger.consuming():
        await until(lambda: counted(ledger, {"p1": 1, "late": 1}), 40)
    await ledger.close()
    await asyncio.to_thread(embedded.stop_one, server)
    assert ledger.dead.count == 0


async def publish_from_memory(ledger: Ledger) -> None:
    """Two events reach Kafka while the database is away: another service announced them."""
    for subject in ("p1", "late"):
        event = delivered(subject)
        now = datetime.now(UTC)
        data = event.model_dump_json().encode()
        await ledger.publish(
            Envelope(new_id(), "/pb/proposals", event.TYPE, subject, now, 1, "c", None, None, event.key, data)
        )


async def counted(ledger: Ledger, expected: dict[str, int]) -> bool:
    return await ledger.counted() == expected
