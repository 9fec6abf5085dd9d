"""The voting service in this process, on a real database, with events handed to its handlers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.voting.adapters.service import Voting
from services.voting.settings import Settings
from services.voting.wiring import SERVICE
from shared.http import create_app
from shared.mongo import ensure_indexes
from shared.service import MACHINERY, Resources, open_resources
from shared.settings import FirstGrant
from tests.integration.voting.hall import NEIGHBOUR, ROLES, TOWN, Hall, registered
from tests.support.issuer import Issuer


def grants(issuer: str) -> list[FirstGrant]:
    names = [(slug, role, f"{slug}-{role}".replace("_", "-")) for slug in (TOWN, NEIGHBOUR) for role in ROLES]
    second = (TOWN, "bureau", f"{TOWN}-second")
    return [
        FirstGrant(issuer=issuer, subject=subject, role=role, scope=f"municipality:{slug}")
        for slug, role, subject in (*names, second)
    ]


@asynccontextmanager
async def running(app: FastAPI, resources: Resources, service: Voting) -> AsyncIterator[None]:
    app.state.resources, app.state.service = resources, service
    renewing = asyncio.create_task(service.leases.keep())
    yield
    renewing.cancel()


@pytest.fixture
def settings(mongo_url: str, database: str, redis_url: str, oidc: Issuer, tmp_path: Path) -> Settings:
    return Settings(
        mongo_url=mongo_url,
        database_prefix=database,
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=grants(oidc.issuer),
        civil_clock="stepped",
        profile="local",
        data_dir=tmp_path,
        web_url="http://web",
    )


@pytest.fixture
async def hall(settings: Settings, oidc: Issuer) -> AsyncIterator[Hall]:
    async with open_resources(SERVICE, settings) as resources:
        await ensure_indexes(resources.db, [*MACHINERY, *SERVICE.indexes])
        service = SERVICE.build(settings, resources)
        app = create_app(SERVICE, settings, lambda app: running(app, resources, service))
        assert SERVICE.extend_app is not None
        SERVICE.extend_app(app)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://t", timeout=60) as client,
        ):
            here = Hall(client, resources, service, oidc)
            await here.tell(registered(TOWN))
            await here.tell(registered(NEIGHBOUR))
            yield here
        await resources.mongo.drop_database(settings.database)
