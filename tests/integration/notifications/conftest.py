"""A desk for every test, with a fresh database and the mail catcher."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.notifications.adapters.mongo import INDEXES
from services.notifications.application.contacts import AddContact, add_contact
from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import ContactKind
from services.notifications.settings import Settings
from services.notifications.wiring import SERVICE
from shared.files import GridFSFiles
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.mongo import ensure_indexes
from shared.service import MACHINERY, open_resources
from shared.settings import FirstGrant
from tests.integration.notifications.desk import Desk, Door, Queue, SteppedByHand, registered
from tests.support.issuer import Issuer
from tests.support.mail import MailCatcher
from tests.support.service import app_of

Open = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def open_desk(mongo_url: str, emptied: str, mail: MailCatcher) -> AsyncIterator[Open]:
    opened: list[Any] = []

    async def open_it(**given: Any) -> Desk:
        settings = Settings(
            mongo_url=mongo_url,
            database_prefix=emptied,
            kafka_bootstrap="127.0.0.1:1",
            redis_url="redis://127.0.0.1:1/0",
            oidc_issuer="http://127.0.0.1:1",
            **{"smtp_url": mail.smtp_url, "web_url": "https://web.example", **given},
        )
        resources = open_resources(SERVICE, settings)
        opened.append(resources)
        return await _desk(settings, await resources.__aenter__())

    yield open_it
    for resources in opened:
        await resources.__aexit__(None, None, None)


async def _desk(settings: Settings, resources: Any) -> Desk:
    clock, queue = SteppedByHand(), Queue()
    db = resources.db
    own = replace(
        resources,
        clock=clock,
        enqueue=queue,
        work=UnitOfWork(resources.mongo, settings.database, "notifications", clock, queue),
        files=GridFSFiles(db, clock),
    )
    await ensure_indexes(db, [*MACHINERY, *INDEXES])
    desk = Desk(SERVICE.build(settings, own), queue, clock)
    await desk.hear(registered())
    return desk


@pytest.fixture
async def desk(open_desk: Open) -> Desk:
    return await open_desk()


@pytest.fixture
async def door(mongo_url: str, emptied: str, redis_url: str, mail: MailCatcher, oidc: Issuer) -> AsyncIterator[Door]:
    """The service's HTTP side with a network administrator's token at hand."""
    settings = Settings(
        mongo_url=mongo_url,
        database_prefix=emptied,
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=[FirstGrant(issuer=oidc.issuer, subject="network-administrator")],
        smtp_url=mail.smtp_url,
        web_url="https://web.example",
    )
    async with AsyncExitStack() as stack:
        resources = await stack.enter_async_context(open_resources(SERVICE, settings))
        await ensure_indexes(resources.db, [*MACHINERY, *INDEXES])

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[None]:
            app.state.resources, app.state.service = resources, SERVICE.build(settings, resources)
            yield

        app = app_of(SERVICE, settings, lifespan)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app=app)
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://notifications")
        )
        queue = Queue()
        work = UnitOfWork(resources.mongo, settings.database, "notifications", resources.clock, queue)
        desk = Desk(replace(app.state.service, enqueue=queue, work=work), queue, SteppedByHand())
        await desk.hear(registered())
        yield Door(client, oidc.headers("network-administrator"), desk)


@pytest.fixture
def write_down() -> Callable[..., Awaitable[str]]:
    """Somebody the municipality knows."""

    async def write(desk: Desk, kind: str, email: str | None, consent: bool = True, **more: Any) -> str:
        addresses = {Channel.EMAIL: email} if email else {}
        command = AddContact(
            municipality="tn-nefta",
            contact_id=new_id(),
            token=new_id().replace("-", ""),
            kind=ContactKind(kind),
            language=more.pop("language", "ar"),
            addresses={**addresses, **more.pop("addresses", {})},
            consent=consent,
            **more,
        )
        return await desk.service.within(lambda stores: add_contact(command, stores.contacts, stores.civil))

    return write
