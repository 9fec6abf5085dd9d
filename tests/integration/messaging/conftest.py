"""A ledger of its own for each test: own database, own topics."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deploy.kafka.apache import node
from deploy.local import servers
from deploy.local.child import Child
from tests.integration.messaging.ledger import Ledger, LedgerSettings

Broker = Callable[[int, Path], list[Child]]


@pytest.fixture
def ledger_settings(mongo_url: str, database: str, kafka_bootstrap: str, topic_prefix: str) -> LedgerSettings:
    return LedgerSettings(
        mongo_url=mongo_url,
        database_prefix=database,
        kafka_bootstrap=kafka_bootstrap,
        topic_prefix=topic_prefix,
        topic_partitions=2,
        redis_url="redis://127.0.0.1:1",
        oidc_issuer="http://127.0.0.1:1",
        profile="local",
    )


@pytest.fixture
async def ledger(ledger_settings: LedgerSettings) -> AsyncIterator[Ledger]:
    ledger = Ledger(ledger_settings)
    await ledger.prepare()
    yield ledger
    await ledger.close()


@pytest.fixture
def broker(ledger_settings: LedgerSettings) -> Broker:
    """A broker to take away: of the kind the others of this session are."""
    return (lambda port, _: [servers.kafka(port)]) if ledger_settings.embedded_kafka else node
