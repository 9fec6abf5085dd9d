"""Fresh servers for one measurement: embedded ones, or Apache Kafka in place of the embedded broker."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from deploy.kafka.apache import node
from deploy.kafka.jars import FetchFailed, ToolMissing, bring
from deploy.local import servers
from deploy.local.child import Child
from deploy.local.probes import free_port
from deploy.local.supervisor import Supervisor
from shared.settings import ServiceSettings

Settings = TypeVar("Settings", bound=ServiceSettings)
EMBEDDED, APACHE = "embedded broker", "Apache Kafka"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the fresh servers answer."""

    mongo_url: str
    kafka_bootstrap: str
    kafka_profile: str
    folder: Path

    def settings(self, kind: type[Settings]) -> Settings:
        """The same for a part that runs in this process."""
        return kind.model_validate({name.lower(): value for name, value in self.environment().items()})

    def environment(self) -> Mapping[str, str]:
        """What a process of a service is told."""
        return {
            "MONGO_URL": self.mongo_url,
            "KAFKA_BOOTSTRAP": self.kafka_bootstrap,
            "KAFKA_PROFILE": self.kafka_profile,
            "PROFILE": "local",
            "REDIS_URL": "redis://127.0.0.1:1",
            "OIDC_ISSUER": "http://127.0.0.1:1",
            "LOG_LEVEL": "WARNING",
        }


def brokers() -> list[str]:
    """The brokers that can be measured here; says so when Apache Kafka is not among them."""
    try:
        bring()
    except (ToolMissing, FetchFailed) as missing:
        print(f"{missing} Only the embedded broker is measured.")
        return [EMBEDDED]
    return [EMBEDDED, APACHE]


@asynccontextmanager
async def fresh(broker: str) -> AsyncIterator[Places]:
    """A new MongoDB-speaking server and a new broker, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, mongo, kafka = Path(name), free_port(), free_port()
        started = node(kafka, folder / "kafka") if broker == APACHE else [servers.kafka(kafka)]
        async with running([servers.mongo(mongo, folder / "mongo"), *started], folder / "logs"):
            url = f"mongodb://127.0.0.1:{mongo}/?directConnection=true"
            profile = "production" if broker == APACHE else "local"
            yield Places(url, f"127.0.0.1:{kafka}", profile, folder)


@asynccontextmanager
async def running(children: list[Child], logs: Path) -> AsyncIterator[Supervisor]:
    """These processes, ready; stopped afterwards."""
    supervisor = Supervisor(children, logs)
    await supervisor.start()
    try:
        yield supervisor
    finally:
        await supervisor.stop()
