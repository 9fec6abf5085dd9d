"""The voting service in this process, on a real database, with events handed to its handlers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.voting.settings import Settings
from services.voting.wiring import SERVICE
from shared.settings import FirstGrant
from tests.integration.voting.hall import NEIGHBOUR, ROLES, TOWN, Hall, registered
from tests.support.issuer import Issuer
from tests.support.service import served, staff


def grants(issuer: str) -> list[FirstGrant]:
    """A second officer of the bureau, too: paper is entered by two."""
    second = FirstGrant(issuer=issuer, subject=f"{TOWN}-second", role="bureau", scope=f"municipality:{TOWN}")
    return [*staff(issuer, {TOWN: ROLES, NEIGHBOUR: ROLES}), second]


def settings_on(mongo_url: str, prefix: str, redis_url: str, oidc: Issuer, folder: Path) -> Settings:
    """Of a service that stands on these servers and tells no broker."""
    return Settings(
        mongo_url=mongo_url,
        database_prefix=prefix,
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=grants(oidc.issuer),
        civil_clock="stepped",
        profile="local",
        data_dir=folder,
        web_url="http://web",
    )


@pytest.fixture
def settings(mongo_url: str, emptied: str, redis_url: str, oidc: Issuer, key_folder: Path) -> Settings:
    return settings_on(mongo_url, emptied, redis_url, oidc, key_folder)


@pytest.fixture
async def hall(settings: Settings, oidc: Issuer) -> AsyncIterator[Hall]:
    async with served(SERVICE, settings) as running:
        here = Hall(TOWN, running.client, running.resources, running.service, oidc)
        await here.tell(registered(TOWN))
        await here.tell(registered(NEIGHBOUR))
        yield here
