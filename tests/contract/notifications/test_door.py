"""Whatever is sent to a route, the answer is one its OpenAPI document allows, and never a fault of ours."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error

from deploy.local.probes import free_port
from services.notifications.settings import Settings
from services.notifications.wiring import SERVICE
from shared.http import create_app
from shared.ids import new_id
from shared.mongo import ensure_indexes
from shared.municipalities import project_municipality
from shared.service import MACHINERY, open_resources
from shared.settings import FirstGrant
from tests.integration.notifications.desk import registered
from tests.support.issuer import Issuer


@asynccontextmanager
async def lifespan(app: FastAPI, given: Settings) -> AsyncIterator[None]:
    async with open_resources(SERVICE, given) as resources:
        await ensure_indexes(resources.db, [*MACHINERY, *SERVICE.indexes])
        app.state.resources, app.state.service = resources, SERVICE.build(given, resources)
        await resources.work.run(lambda tx: project_municipality(tx, registered(), 1))
        yield
        await resources.mongo.drop_database(given.database)


@pytest.fixture(scope="module")
def door(mongo_url: str, redis_server: str, oidc: Issuer) -> Iterator[str]:
    given = Settings(
        mongo_url=mongo_url,
        database_prefix="notifications_door",
        kafka_bootstrap="127.0.0.1:1",
        redis_url=f"{redis_server}/14",
        oidc_issuer=oidc.issuer,
        first_grants=[
            FirstGrant(issuer=oidc.issuer, subject="everything", role=role, scope="network")
            for role in ("cell", "service")
        ],
        profile="local",
    )
    port = free_port()
    app = create_app(SERVICE, given, lambda app: lifespan(app, given))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def token(oidc: Issuer) -> str:
    return oidc.token("everything")


@pytest.fixture(scope="module")
def document(door: str) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{door}/openapi.json")


def test_no_request_is_a_fault_of_ours(document: schemathesis.BaseSchema, token: str) -> None:
    """Half-valid requests included; what is refused is refused by a problem document."""
    for result in document.get_all_operations():
        operation = result.ok()  # type: ignore[union-attr]  # a broken document raises here, as it should

        @given(case=operation.as_strategy())
        @settings(
            max_examples=6,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def probe(case: Any) -> None:
            if "municipality" in (case.path_parameters or {}):
                case.path_parameters["municipality"] = "tn-nefta"
            headers = {**dict(case.headers or {}), "Authorization": f"Bearer {token}"}
            headers.setdefault("Idempotency-Key", new_id())
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=[not_a_server_error])
            if answer.status_code >= 400:
                assert answer.headers["content-type"][0].startswith("application/problem+json")
                assert answer.json()["word"]

        probe()
