"""A running proposals service with its own database for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.proposals.settings import Settings
from shared.settings import FirstGrant
from tests.integration.proposals.town import Town, running
from tests.integration.proposals.voting import Voting
from tests.support.issuer import Issuer


@pytest.fixture
def voting() -> Iterator[Voting]:
    running_voting = Voting()
    yield running_voting
    running_voting.close()


@pytest.fixture
def settings(mongo_url: str, emptied: str, redis_url: str, oidc: Issuer, voting: Voting) -> Settings:
    return Settings(
        mongo_url=mongo_url,
        database_prefix=emptied,
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=[FirstGrant(issuer=oidc.issuer, subject="network-administrator")],
        civil_clock="stepped",
        proposals_form_tokens="offered",
        public_url="http://proposals",
        documents_urls={"voting": voting.url},
        oidc_client_id="proposals",
        oidc_client_secret="local-proposals",
    )


@pytest.fixture
async def town(settings: Settings, oidc: Issuer) -> AsyncIterator[Town]:
    async with running(settings, oidc) as running_town:
        yield running_town


@pytest.fixture
async def nefta(town: Town) -> Town:
    """Nefta with zones, an edition and its envelopes."""
    await town.open()
    return town
