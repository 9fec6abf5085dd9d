"""What a service is made of, and the connections every process of it opens."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from redis.asyncio import Redis
from starlette.types import ASGIApp

from shared.audit import AuditChainer
from shared.authorities import authorities
from shared.celery_runner import Enqueuer, TaskSpec
from shared.clock import Clock, SteppedClock, SystemClock
from shared.contracts.event import Event
from shared.files.choice import byte_store
from shared.files.fetch import DocumentFetcher
from shared.files.port import FileStore
from shared.files.store import Files
from shared.http.service_tokens import ServiceTokens
from shared.messaging.consumer import Handler
from shared.messaging.unit_of_work import Enqueue, UnitOfWork
from shared.mongo import Client, Database, Index, connect
from shared.settings import ServiceSettings

ORPHAN_AGE = timedelta(hours=24)
SWEEPS = {"chain_audit": 5.0, "sweep_files": 600.0}  # seconds between two runs

MACHINERY = (
    Index("_outbox", [("state", 1), ("_id", 1)]),
    Index("_outbox", [("expires_at", 1)], expire_after=0),
    Index("_inbox", [("expires_at", 1)], expire_after=0),
    Index("_idempotency", [("expires_at", 1)], expire_after=0),
    Index("_replays", [("expires_at", 1)], expire_after=0),
    Index("_failed_jobs", [("expires_at", 1)], expire_after=0),
    Index("_audit", [("chained", 1), ("_id", 1)]),
    Index("_audit", [("municipality", 1), ("n", 1)]),
    Index("grants", [("issuer", 1), ("subject_id", 1)]),
)


@dataclass(frozen=True, slots=True)
class Resources:
    """The open connections of one process; `wiring.build` picks what its service needs."""

    settings: Any
    mongo: Client
    db: Database
    redis: "Redis"
    work: UnitOfWork
    clock: Clock
    files: FileStore
    documents: DocumentFetcher
    http: httpx.AsyncClient
    enqueue: Enqueue


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """Everything the kernel needs to run a service.

    `build` makes the service object every route, handler and task is given. `problems` maps error
    classes to (status, stable word). `door` is what requests meet before
    the app, for a route that none of its layers may see. `announce`
    publishes the current reference state again. `prepare` runs once with `setup`.
    """

    name: str
    settings: type[ServiceSettings]
    build: Callable[[Any, Resources], Any]
    routers: Sequence[APIRouter] = ()
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    tasks: Sequence[TaskSpec] = ()
    indexes: Sequence[Index] = ()
    problems: Mapping[type[Exception], tuple[int, str]] = field(default_factory=dict)
    door: Callable[[FastAPI], ASGIApp] | None = None
    announce: Callable[[Any], Awaitable[int]] | None = None
    prepare: Callable[[Any], Awaitable[None]] | None = None
    background: Callable[[Any], Coroutine[Any, Any, None]] | None = None


@asynccontextmanager
async def open_resources(definition: ServiceDefinition, settings: ServiceSettings) -> AsyncIterator[Resources]:
    """Open what a process needs and close it again; nothing is contacted before it is used."""
    mongo = connect(settings.mongo_url, definition.name)
    db: Database = mongo[settings.database]
    clock: Clock = SteppedClock(db["_clock"]) if settings.civil_clock == "stepped" else SystemClock()
    redis: Redis = Redis.from_url(settings.redis_url, socket_timeout=3, socket_connect_timeout=2)
    enqueue = Enqueuer(definition.name, settings)
    work = UnitOfWork(mongo, settings.database, definition.name, clock, enqueue)
    async with httpx.AsyncClient(timeout=10, verify=authorities()) as http, byte_store(settings, db) as kept:
        files = Files(db, clock, kept)
        documents = DocumentFetcher(files, _tokens(settings, http), http, settings.documents_urls.values())
        try:
            yield Resources(settings, mongo, db, redis, work, clock, files, documents, http, enqueue)
        finally:
            await redis.aclose()
            mongo.close()


def _tokens(settings: ServiceSettings, http: httpx.AsyncClient) -> ServiceTokens:
    client, secret = settings.oidc_client_id or "", settings.oidc_client_secret or ""
    return ServiceTokens(settings.oidc_issuer, client, secret, http)


def machinery_tasks(name: str, resources: Resources) -> list[TaskSpec]:
    """The sweeps every service has: link the audit log, drop files nothing refers to."""
    chainer = AuditChainer(resources.db, resources.clock)

    async def chain_audit(_: Any) -> None:
        await chainer.chain()

    async def sweep_files(_: Any) -> None:
        await resources.files.sweep(ORPHAN_AGE)

    runs = {"chain_audit": chain_audit, "sweep_files": sweep_files}
    return [TaskSpec(f"{name}.{sweep}", runs[sweep], every) for sweep, every in SWEEPS.items()]
