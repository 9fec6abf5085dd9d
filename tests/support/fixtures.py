"""Fixtures every layer may ask for; each server starts once a session, when first asked for."""

import itertools
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient
from redis import Redis

from deploy.local import servers
from deploy.local.probes import free_port
from deploy.local.settings import LocalSettings, Ports
from deploy.local.stack import Stack
from shared.sealed import FILE, SealedSecret
from tests.support.databases import Shelf
from tests.support.embedded import Embedded
from tests.support.issuer import Issuer
from tests.support.mail import MailCatcher
from tests.support.stack import RunningStack

Mongo = AsyncIOMotorClient[dict[str, Any]]


@pytest.fixture(scope="session")
def local_settings() -> LocalSettings:
    return LocalSettings()


@pytest.fixture(scope="session")
def embedded() -> Iterator[Embedded]:
    running = Embedded()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def mongo_url(embedded: Embedded, local_settings: LocalSettings, tmp_path_factory: pytest.TempPathFactory) -> str:
    if local_settings.mongo_url:
        return local_settings.mongo_url
    port, folder = free_port(), tmp_path_factory.mktemp("mongo")
    embedded.start([servers.mongo(port, folder / "data")], folder)
    return f"mongodb://127.0.0.1:{port}/?directConnection=true"


@pytest.fixture
def database(mongo_url: str) -> Iterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    yield name
    with MongoClient[dict[str, object]](mongo_url) as client:
        client.drop_database(name)


@pytest.fixture(scope="session")
def shelf(mongo_url: str) -> Iterator[Shelf]:
    with MongoClient[dict[str, Any]](mongo_url) as client:
        taken = Shelf(client)
        yield taken
        taken.clear()


@pytest.fixture
def emptied(shelf: Shelf, request: pytest.FixtureRequest) -> str:
    """As `database`, for a service: another test of the same folder may have had it, and nothing is left but its indexes."""
    return shelf.take(str(request.path.parent))


@pytest.fixture
async def mongo(mongo_url: str) -> AsyncIterator[Mongo]:
    client: Mongo = AsyncIOMotorClient(mongo_url, tz_aware=True)
    yield client
    client.close()


@pytest.fixture(scope="session")
def kafka_bootstrap(embedded: Embedded, local_settings: LocalSettings, tmp_path_factory: pytest.TempPathFactory) -> str:
    if local_settings.kafka_bootstrap:
        return local_settings.kafka_bootstrap
    port, folder = free_port(), tmp_path_factory.mktemp("kafka")
    embedded.start([servers.kafka(port)], folder)
    return f"127.0.0.1:{port}"


@pytest.fixture
def topic_prefix() -> str:
    return f"t{secrets.token_hex(4)}."


@pytest.fixture(scope="session")
def redis_server(embedded: Embedded, local_settings: LocalSettings, tmp_path_factory: pytest.TempPathFactory) -> str:
    if local_settings.redis_url:
        return local_settings.redis_url.rstrip("/")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    embedded.start([servers.redis(port, folder / "data")], folder)
    return f"redis://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def redis_numbers() -> Iterator[int]:
    return itertools.cycle(range(16))


@pytest.fixture
def redis_url(redis_server: str, redis_numbers: Iterator[int]) -> str:
    url = f"{redis_server}/{next(redis_numbers)}"
    with Redis.from_url(url) as client:
        client.flushdb()
    return url


@pytest.fixture(scope="session")
def first_sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    SealedSecret.create(folder, "local")
    return folder / FILE


@pytest.fixture
def key_folder(first_sealed: Path, tmp_path: Path) -> Path:
    """A service's own folder with the sealed file that its first start would make: as slow as a passphrase must be."""
    copy(first_sealed, tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def mail_server(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> MailCatcher:
    smtp, http, folder = free_port(), free_port(), tmp_path_factory.mktemp("mail")
    embedded.start([servers.mail(smtp, http, folder / "data")], folder)
    return MailCatcher(f"smtp://127.0.0.1:{smtp}", f"http://127.0.0.1:{http}")


@pytest.fixture
def mail(mail_server: MailCatcher) -> MailCatcher:
    mail_server.clear()
    return mail_server


@pytest.fixture(scope="session")
def oidc(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    port, folder = free_port(), tmp_path_factory.mktemp("oidc")
    embedded.start([servers.oidc(port, folder / "issuer.pem")], folder)
    return Issuer(f"http://127.0.0.1:{port}")


def fresh_stack(given: LocalSettings, folder: Path) -> Stack:
    """A stack on free ports with its own data; names of its own where servers are shared."""
    own = f"t{secrets.token_hex(4)}"
    names = {"topic_prefix": f"{own}.", "database_prefix": own}
    return Stack(given.model_copy(update={**names, "data_folder": folder, "ports": Ports.free()}))


@pytest.fixture(scope="session")
def stack(embedded: Embedded, local_settings: LocalSettings, tmp_path_factory: pytest.TempPathFactory) -> RunningStack:
    """Without traces: recording, sending and catching them takes a fifth of what a start of the whole takes."""
    return started(embedded, local_settings, tmp_path_factory.mktemp("stack"))


def started(embedded: Embedded, given: LocalSettings, folder: Path) -> RunningStack:
    whole = fresh_stack(given, folder)
    return RunningStack(whole, embedded.start(whole.children(), whole.settings.data_folder / "logs"), embedded)
