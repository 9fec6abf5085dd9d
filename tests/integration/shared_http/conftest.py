"""A small service with every kind of route, on real servers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import StreamingResponse

from shared.http import (
    Body,
    Municipality,
    Once,
    Page,
    Paging,
    Principal,
    Text3,
    create_app,
    documents_router,
    network_staff,
    optional_staff,
    precomputed,
    staff,
)
from shared.messaging.unit_of_work import Transaction
from shared.service import Resources, ServiceDefinition, open_resources
from shared.settings import FirstGrant, ServiceSettings
from tests.support.issuer import Issuer

FORM = {"title": {"ar": "إنارة الشارع"}}


class Settings(ServiceSettings):
    """Settings of the small service."""

    service: ClassVar[str] = "small"


class Wish(Body):
    """What a citizen asks for."""

    title: Text3


router = APIRouter()


@router.post("/{municipality}/wishes", status_code=201)
async def submit(request: Request, municipality: Municipality, wish: Wish, once: Once) -> dict[str, Any]:
    """Counts how often the work was really done."""

    async def work(tx: Transaction) -> dict[str, Any]:
        row = {"municipality": municipality, "title": wish.title.plain()}
        made = await tx.db["wishes"].insert_one(row, session=tx.session)
        return {"id": str(made.inserted_id)}

    answer: dict[str, Any] = await request.app.state.resources.work.once(once, work)
    return answer


@router.get("/{municipality}/wishes")
async def wishes(municipality: Municipality, paging: Paging) -> Page[str]:
    """A page."""
    return Page(items=[paging.cursor or "first"] * min(paging.limit, 2), next=None)


@router.get("/{municipality}/desk")
async def desk(principal: Annotated[Principal, Depends(staff("cell", "facilitator"))]) -> str:
    """For staff."""
    return principal.actor


@router.get("/{municipality}/door")
async def door(principal: Annotated[Principal | None, Depends(optional_staff("cell"))]) -> str:
    """For everybody; staff may more."""
    return principal.actor if principal else "citizen"


@router.post("/network/towns")
async def towns(principal: Annotated[Principal, Depends(network_staff("network_administrator"))]) -> str:
    """For the network."""
    return principal.actor


@router.get("/{municipality}/board")
async def board(request: Request, municipality: Municipality) -> Any:
    """A precomputed document."""
    return precomputed(request, b"{}", '"v1"')


@router.get("/{municipality}/live", response_class=StreamingResponse)
async def live(request: Request, municipality: Municipality) -> StreamingResponse:
    """A stream."""

    async def snapshot() -> dict[str, int]:
        return {"turnout": 0}

    stream: StreamingResponse = request.app.state.live.response(municipality, snapshot)
    return stream


SMALL = ServiceDefinition("small", Settings, lambda _, resources: resources, (router, documents_router()))


@dataclass(frozen=True)
class Small:
    """The running small service."""

    app: FastAPI
    client: httpx.AsyncClient
    resources: Resources


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Small]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_resources(SMALL, settings) as resources:
            app.state.resources = app.state.service = resources
            yield

    async with AsyncExitStack() as stack:
        app = create_app(SMALL, settings, lifespan)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://small")
        yield Small(app, await stack.enter_async_context(client), app.state.resources)


@pytest.fixture
def settings(mongo_url: str, database: str, redis_url: str, oidc: Issuer) -> Settings:
    return Settings(
        mongo_url=mongo_url,
        database_prefix=database.removesuffix("_small"),
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=[
            FirstGrant(issuer=oidc.issuer, subject="network-administrator"),
            FirstGrant(issuer=oidc.issuer, subject="service-scheduling", role="service"),
        ],
        civil_clock="stepped",
        public_url="http://small",
    )


@pytest.fixture
async def small(settings: Settings) -> AsyncIterator[Small]:
    async with running(settings) as service:
        yield service
        await service.resources.mongo.drop_database(settings.database)
