"""The four HTTP doors alone, on databases of their own: strange input here disturbs no other test."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pymongo import MongoClient

from deploy.local.settings import LocalSettings
from shared.contracts.roles import Role
from shared.grants import GRANTS
from shared.municipalities import MUNICIPALITIES, ZONES
from tests.support.embedded import Embedded
from tests.support.fixtures import fresh_stack
from tests.support.issuer import Issuer

TOWN = "tn-nefta"
SERVICES = ("proposals", "scheduling", "voting", "notifications")
NAME = {"ar": "نفطة", "fr": "Nefta"}


@dataclass(frozen=True, slots=True)
class Doors:
    """Where each service answers, and somebody who may do everything."""

    url: dict[str, str]
    headers: dict[str, str]


@pytest.fixture(scope="session")
def doors(
    embedded: Embedded,
    local_settings: LocalSettings,
    mongo_url: str,
    kafka_bootstrap: str,
    redis_server: str,
    oidc: Issuer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Doors]:
    servers = {"mongo_url": mongo_url, "kafka_bootstrap": kafka_bootstrap, "redis_url": redis_server}
    given = local_settings.model_copy(update={**servers, "oidc_issuer": oidc.issuer, "otlp_endpoint": ""})
    stack = fresh_stack(given, tmp_path_factory.mktemp("doors"))
    needed = {f"{name}.{process}" for name in SERVICES for process in ("setup", "api")}
    with MongoClient[dict[str, object]](mongo_url) as client:
        for name in SERVICES:
            _furnish(client, f"{stack.settings.database_prefix}_{name}", oidc.issuer)
    children = [child for child in stack.children() if child.name in needed or child.name in ("mail", "kafka.topics")]
    running = embedded.start(children, stack.settings.data_folder / "logs")
    yield Doors(stack.urls, oidc.headers("everybody"))
    embedded.stop_one(running)


def _furnish(client: MongoClient[dict[str, object]], database: str, issuer: str) -> None:
    """What events would have brought: a municipality, its zones, and all roles for one person."""
    db = client[database]
    region = {"slug": "tozeur", "name": NAME}
    town = {"_id": TOWN, "municipality": TOWN, "name": NAME, "country": "TN", "timezone": "Africa/Tunis"}
    db[MUNICIPALITIES].insert_one({**town, "currency": "TND", "region": region, "languages": ["ar"], "sequence": 1})
    zone, near = {"slug": "z1", "name": NAME}, {"slug": "n1", "name": NAME, "zone": "z1"}
    db[ZONES].insert_one({"_id": TOWN, "municipality": TOWN, "zones": [zone], "neighbourhoods": [near], "sequence": 1})
    person = {"issuer": issuer, "subject_id": "everybody", "scope": "network", "municipality": "network", "sequence": 1}
    db[GRANTS].insert_many([{**person, "_id": role.value, "role": role.value} for role in Role])
