"""Puts the front end together: addresses, policy, pages, and what is shown when something fails."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI, Response
from redis.asyncio import Redis
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web import failures
from web.issuer import Issuer
from web.pages import ROUTERS
from web.policy import guard
from web.services import Services
from web.sessions import Sessions
from web.settings import Settings
from web.streams import Streams
from web.templating import Templates

STATIC = Path(__file__).parent / "static"
PATIENCE = httpx.Timeout(8.0, connect=2.0)


class Forever(StaticFiles):
    """Files whose name holds their hash never change."""

    lasting = "public, max-age=31536000, immutable"

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = self.lasting
        if path.startswith("worker-"):
            response.headers["Service-Worker-Allowed"] = "/"  # a page may keep itself, wherever it stands
        return response


class Daily(Forever):
    """Files with a plain name, such as the mark: asked for again a day later, not with every page."""

    lasting = "public, max-age=86400"


def create_app(settings: Settings) -> FastAPI:
    """The whole front end; it opens its connections when it starts."""
    app = FastAPI(title="Participatory budgeting", lifespan=_lifespan(settings), docs_url=None, openapi_url=None)
    app.middleware("http")(guard)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.mount("/static/dist", Forever(directory=STATIC / "dist", check_dir=False))
    app.mount("/static", Daily(directory=STATIC))
    for router in ROUTERS:
        app.include_router(router)
    failures.install(app)
    return app


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=PATIENCE) as http, Redis.from_url(settings.redis_url) as redis:
            _open(app, settings, http, redis)
            yield
            await app.state.streams.close()

    return lifespan


def _open(app: FastAPI, settings: Settings, http: httpx.AsyncClient, redis: "Redis") -> None:
    addresses = {
        "proposals": settings.proposals_url,
        "scheduling": settings.scheduling_url,
        "voting": settings.voting_url,
        "notifications": settings.notifications_url,
    }
    secret = settings.oidc_client_secret
    app.state.settings = settings
    app.state.templates = Templates()
    app.state.services = Services(http, addresses)
    app.state.streams = Streams(app.state.services)
    secure = settings.public_url.startswith("https:")
    app.state.sessions = Sessions(redis, settings.session_hours * 3600, secure=secure)
    app.state.issuer = Issuer(
        http,
        settings.oidc_issuer,
        settings.oidc_client_id,
        secret.get_secret_value() if secret else None,
        f"{settings.public_url.rstrip('/')}/signed-in",
    )
