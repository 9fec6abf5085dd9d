"""One service in the test's own process, on a real database: its doors called as staff would, events handed over as Kafka would."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import httpx
from fastapi import FastAPI
from starlette.routing import BaseRoute, Route

from shared.clock import SteppedClock
from shared.contracts.event import Event
from shared.http import create_app
from shared.http.app import Lifespan
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery
from shared.messaging.inbox import unseen
from shared.messaging.unit_of_work import Transaction
from shared.mongo import ensure_indexes
from shared.service import MACHINERY, Resources, ServiceDefinition, open_resources
from shared.settings import FirstGrant, ServiceSettings
from tests.support.issuer import Issuer

ROOT = Path(__file__).parents[2]
S = TypeVar("S")


@dataclass
class Doors(Generic[S]):
    """The doors of one service for the staff of one municipality."""

    definition: ClassVar[ServiceDefinition]
    usually: ClassVar[str]  # the role that calls where no other is named

    slug: str
    client: httpx.AsyncClient
    resources: Resources
    service: S
    issuer: Issuer
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    def headers(self, role: str | None = None, key: str | None = None) -> dict[str, str]:
        subject = f"{self.slug}-{role or self.usually}".replace("_", "-")
        if subject not in self.tokens:
            self.tokens[subject] = self.issuer.headers(subject)
        return {**self.tokens[subject], "Idempotency-Key": key or new_id()}

    async def post(
        self, path: str, body: Any = None, role: str | None = None, key: str | None = None
    ) -> httpx.Response:
        return await self.client.post(f"/{self.slug}{path}", json=body, headers=self.headers(role, key))

    async def made(self, path: str, body: Any = None, role: str | None = None) -> dict[str, Any]:
        answer = await self.post(path, body, role)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    async def get(self, path: str, role: str | None = None) -> dict[str, Any]:
        """As everybody, or as whoever has a role."""
        answer = await self.client.get(f"/{self.slug}{path}", headers=self.headers(role) if role else {})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def tell(self, event: Event, times: int = 2, sequence: int = 1) -> None:
        """Hand over the same event, twice unless told otherwise: the inbox lets it have one effect."""
        identity, now = new_id(), await self.resources.clock.civil()
        for _ in range(times):
            envelope = Envelope(
                identity, "test", event.TYPE, event.subject, now, sequence, identity, None, None, event.key, b""
            )
            await self.resources.work.run(partial(self._handled, envelope=envelope, event=event))

    async def _handled(self, tx: Transaction, envelope: Envelope, event: Event) -> None:
        if await unseen(tx, [envelope]):
            await self.definition.handlers[type(event)](event, Delivery(tx, envelope, self.service))

    async def announced(self, kind: type[Event]) -> list[dict[str, Any]]:
        rows = self.resources.db["_outbox"].find({"type": kind.TYPE}).sort("_id", 1)
        return [json.loads(row["data"]) async for row in rows]

    async def step(self, instant: str) -> None:
        clock = self.resources.clock
        assert isinstance(clock, SteppedClock)
        await clock.step_to(datetime.fromisoformat(instant))


@dataclass(frozen=True)
class Served:
    """What a service is made of while it runs."""

    client: httpx.AsyncClient
    resources: Resources
    service: Any


@cache
def _worked_out(service: str) -> list[BaseRoute]:
    """The routes of the first app of a service."""
    return []


def app_of(definition: ServiceDefinition, settings: ServiceSettings, lifespan: Lifespan) -> FastAPI:
    """As a process makes it; but what a first request works out of every route's signature is worked out once a session."""
    app = create_app(definition, settings, lifespan)
    first = _worked_out(definition.name)
    first.extend([] if first else app.router.routes)
    app.router.routes[:] = [
        own if isinstance(own, Route) else known for own, known in zip(app.router.routes, first, strict=True)
    ]
    return app


@asynccontextmanager
async def served(definition: ServiceDefinition, settings: ServiceSettings) -> AsyncIterator[Served]:
    """The service on the database that its settings name."""
    async with open_resources(definition, settings) as resources:
        await ensure_indexes(resources.db, [*MACHINERY, *definition.indexes])
        service = definition.build(settings, resources)
        app = app_of(definition, settings, lambda app: _alive(app, definition, resources, service))
        transport = httpx.ASGITransport(app if definition.door is None else definition.door(app))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://t", timeout=60) as client,
        ):
            yield Served(client, resources, service)


@asynccontextmanager
async def _alive(
    app: FastAPI, definition: ServiceDefinition, resources: Resources, service: Any
) -> AsyncIterator[None]:
    app.state.resources, app.state.service = resources, service
    background = asyncio.create_task(definition.background(service)) if definition.background else None
    yield
    if background is not None:
        background.cancel()


@contextmanager
def process(settings: ServiceSettings, folder: Path, *command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The real process of a service beside the test, on the same servers; killed without warning at the end."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PROFILE": "local",
        "CIVIL_CLOCK": "stepped",
        "MONGO_URL": settings.mongo_url,
        "DATABASE_PREFIX": settings.database_prefix,
        "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "REDIS_URL": settings.redis_url,
        "OIDC_ISSUER": settings.oidc_issuer,
        "DATA_DIR": str(folder),
        **more,
    }
    words = [sys.executable, "-m", f"services.{settings.service}", *command]
    running = subprocess.Popen(words, env=environment, cwd=folder, start_new_session=True)
    try:
        yield running
    finally:
        kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    """With everything it started; a second time changes nothing."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def staff(issuer: str, slugs: Mapping[str, Sequence[str]]) -> list[FirstGrant]:
    """A grant for each role of each municipality, to the subject that `Doors` calls as."""
    return [
        FirstGrant(issuer=issuer, subject=f"{slug}-{role}".replace("_", "-"), role=role, scope=f"municipality:{slug}")
        for slug, roles in slugs.items()
        for role in roles
    ]
