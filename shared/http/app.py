"""One call gives a service its HTTP door: routes, problem documents, access, health, metrics, limits."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, Protocol

import httpx
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from prometheus_client import CollectorRegistry

from shared.authorities import authorities
from shared.files.limits import FileLimits
from shared.grants import GrantBook
from shared.http import openapi, system_routes, technical
from shared.http.auth import Access
from shared.http.catalogue import load_catalogue
from shared.http.documents import FILE_PROBLEMS
from shared.http.limits import MEBIBYTE, BodyLimit
from shared.http.live import live_board
from shared.http.metrics import RequestMetrics
from shared.http.problems import ProblemPages, Problems
from shared.http.tokens import OidcVerifier
from shared.municipalities import MunicipalityUnknown
from shared.settings import ServiceSettings
from shared.telemetry import instrument_app

EVERYWHERE = (system_routes.router, technical.router)  # before a service's own: there the first part may be any town

# `instrument_app` is the one that traces: the framework's own would name the ballot route too.
NO_TELEMETRY: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}

UPLOADS = {"photos": 11 * MEBIBYTE}

KERNEL: Problems = {MunicipalityUnknown: (404, "municipality-unknown"), **FILE_PROBLEMS}

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class Definition(Protocol):
    """What of a service's definition its HTTP door needs."""

    @property
    def name(self) -> str: ...
    @property
    def routers(self) -> Sequence[APIRouter]: ...
    @property
    def problems(self) -> Problems: ...


def create_app(
    definition: Definition,
    settings: ServiceSettings,
    lifespan: Lifespan,
    body_limits: Mapping[str, int] | None = None,
) -> FastAPI:
    """The service's ASGI application.

    `lifespan` must set `app.state.service` (the wiring object) and `app.state.resources` before it
    yields. `body_limits` raises the limit of one mebibyte by the last part of a path.
    """
    app = FastAPI(
        title=f"{definition.name} service",
        version="1",
        lifespan=_with_access(lifespan, settings),
        generate_unique_id_function=_operation_id,
        redoc_url=None,
        telemetry=NO_TELEMETRY,
    )
    registry = CollectorRegistry()
    app.state.registry = registry
    ProblemPages(load_catalogue(), {**KERNEL, **definition.problems}).install(app)
    for router in (*EVERYWHERE, *definition.routers):
        app.include_router(router)
    app.add_middleware(BodyLimit, by_suffix={**_uploads(settings), **(body_limits or {})})
    app.add_middleware(RequestMetrics, registry=registry, service=definition.name)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    if settings.otlp_endpoint:
        instrument_app(app)
    return app


def _operation_id(route: APIRoute) -> str:
    """The function's name: generated clients keep theirs when a path moves."""
    return route.name


def _with_access(lifespan: Lifespan, settings: ServiceSettings) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(verify=authorities()) as http, lifespan(app):
            resources = app.state.resources
            grants = GrantBook(resources.db, settings.first_grants, resources.clock)
            verifier = OidcVerifier(settings.oidc_issuer, settings.oidc_audience, http)
            app.state.access = Access(verifier, grants)
            async with live_board(resources.redis, settings.service) as app.state.live:
                yield

    return opened


def _uploads(settings: ServiceSettings) -> Mapping[str, int]:
    """The form around the file is small."""
    limits: Mapping[Any, int] = settings.file_limits
    return {**UPLOADS, "files": FileLimits(limits).largest + MEBIBYTE}
