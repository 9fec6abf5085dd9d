"""A ledger of its own for each test: own database, own topics."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.integration.messaging.ledger import Ledger, LedgerSettings

Settings = Callable[[], LedgerSettings]


@pytest.fixture
def ledger_settings(
    mongo_url: str, database: str, kafka_bootstrap: str, topic_prefix: str, profile: str
) -> LedgerSettings:
    return LedgerSettings(
        mongo_url=mongo_url,
        database_prefix=database,
        kafka_bootstrap=kafka_bootstrap,
        topic_prefix=topic_prefix,
        topic_partitions=2,
        redis_url="redis://127.0.0.1:1",
        oidc_issuer="http://127.0.0.1:1",
        profile=profile,
    )


@pytest.fixture
async def ledger(ledger_settings: LedgerSettings) -> AsyncIterator[Ledger]:
    ledger = Ledger(ledger_settings)
    await ledger.prepare()
    yield ledger
    await ledger.close()


@pytest.fixture(params=["embedded"])
def profile(request: pytest.FixtureRequest) -> str:
    return "local"
