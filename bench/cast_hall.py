"""A fresh store, the voting API as a process of its own, and open elections with signed ballots in hand."""

import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.cast_phones import Hands, as_request
from bench.cast_signatures import NOTES
from bench.servers import running
from deploy.local import servers
from deploy.local.child import Child
from deploy.local.probes import answers, free_port
from deploy.local.supervisor import Supervisor
from services.voting import voter
from services.voting.adapters.mongo import MongoElections, MongoGates, MongoPools
from services.voting.adapters.service import Voting
from services.voting.application import opening, preparing
from services.voting.domain.contest import Candidate, Contest, Method
from services.voting.domain.credentials import credential, public_bytes
from services.voting.domain.election import Election, Kind
from services.voting.settings import Settings
from services.voting.wiring import SERVICE
from shared.contracts.event import Text3
from shared.contracts.proposals import MunicipalityRegistered, Region
from shared.grants import reference_handlers
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery
from shared.messaging.unit_of_work import Transaction
from shared.mongo import ensure_indexes
from shared.service import MACHINERY, Resources, open_resources

TOWN = "tn-nefta"
STANDING = tuple(Candidate(f"c{n}", {"ar": f"مرشح {n}"}) for n in range(8))
TITLE = {"ar": "انتخاب مندوبي الأحياء"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """One open election and, for each slip, the request a phone would send."""

    id: str
    requests: list[bytes]


@dataclass
class BoxHall:
    """The measuring side's own hold on what is measured."""

    settings: Settings
    resources: Resources
    service: Voting
    notes: Path
    supervisor: Supervisor | None = None
    ports: dict[str, int] = field(default_factory=dict)

    async def election(self, slips: int, contests: Sequence[str] = ("medina",)) -> Prepared:
        """`slips` in each contest; keys are random, for PBKDF2 is the phone's cost and not the box's."""
        election_id = new_id()
        keys = {name: await asyncio.to_thread(_keys, slips) for name in contests}
        creds = {name: [credential(public_bytes(key)) for key in found] for name, found in keys.items()}
        await self.resources.work.run(partial(self._open, election_id=election_id, creds=creds))
        requests = await asyncio.to_thread(_requests, election_id, keys)
        return Prepared(election_id, requests)

    async def _open(self, tx: Transaction, election_id: str, creds: dict[str, list[str]]) -> None:
        contests = [Contest(name, TITLE, 2, 1, Method.BLOCK, 2, STANDING) for name in creds]
        election = Election(
            municipality=TOWN, id=election_id, edition="2025", kind=Kind.DELEGATES, title=TITLE, contests=contests
        )
        elections, pools = MongoElections.within(tx), MongoPools.within(tx)
        await preparing.prepare_election(elections, MongoGates.within(tx), election)
        for name, slips in creds.items():
            await preparing.fill_pool(
                elections, pools, municipality=TOWN, election_id=election_id, contest=name, creds=slips, bundles={}
            )
        hall = self.service.hall(tx)
        await opening.open_election(hall, municipality=TOWN, election_id=election_id, at=tx.civil, seed="0" * 32)

    async def phones(self, box: str, number: int) -> Hands:
        return await Hands(self.ports[box]).pick_up(number)

    def cpu(self, box: str) -> float:
        """Seconds of processor the box has used."""
        assert self.supervisor is not None
        stat = Path(f"/proc/{self.supervisor.pids[box]}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _keys(number: int) -> list[Ed25519PrivateKey]:
    return [Ed25519PrivateKey.generate() for _ in range(number)]


def _requests(election: str, keys: dict[str, list[Ed25519PrivateKey]]) -> list[bytes]:
    path = f"/elections/{election}/ballots"
    return [
        as_request(path, voter.cast_body(key, election, name, ("c1", "c3"), secrets.token_bytes(16)))
        for row in zip(*keys.values(), strict=True)
        for name, key in zip(keys, row, strict=True)
    ]


@asynccontextmanager
async def fresh_hall(*boxes: str, **environment: str) -> AsyncIterator[BoxHall]:
    """A new store with nothing in it, and one API process for each mode named (`bench.cast_box`)."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, mongo, redis = Path(name), free_port(), free_port()
        told = {
            "MONGO_URL": f"mongodb://127.0.0.1:{mongo}/?directConnection=true",
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
            "KAFKA_BOOTSTRAP": "127.0.0.1:1",
            "OIDC_ISSUER": "http://127.0.0.1:1",
            "PROFILE": "local",
            "DATA_DIR": str(folder / "keys"),
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        children = [servers.mongo(mongo, folder / "mongo"), servers.redis(redis, folder / "redis")]
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(running(children, folder / "logs"))
            hall = await stack.enter_async_context(_held(told, folder))
            hall.ports = {box: free_port() for box in boxes}
            told[NOTES] = str(hall.notes)
            started = [_box(box, port, told) for box, port in hall.ports.items()]
            hall.supervisor = await stack.enter_async_context(running(started, folder / "boxes"))
            yield hall


@asynccontextmanager
async def _held(told: dict[str, str], folder: Path) -> AsyncIterator[BoxHall]:
    settings = Settings.model_validate({name.lower(): value for name, value in told.items()})
    async with open_resources(SERVICE, settings) as resources:
        await ensure_indexes(resources.db, [*MACHINERY, *SERVICE.indexes])
        hall = BoxHall(settings, resources, SERVICE.build(settings, resources), folder / "signatures")
        await resources.work.run(partial(_register, service=hall.service))
        yield hall


async def _register(tx: Transaction, service: Voting) -> None:
    """The town the elections belong to, as its event would make it known."""
    names = Text3(ar="نفطة", fr="Nefta", en="Nefta")
    event = MunicipalityRegistered(
        municipality=TOWN,
        name=names,
        country="TN",
        timezone="Africa/Tunis",
        currency="TND",
        region=Region(slug="tozeur", name=names),
        languages=["ar", "fr"],
    )
    now, identity = service.clock.system(), new_id()
    envelope = Envelope(identity, "bench", event.TYPE, event.subject, now, 1, identity, None, None, event.key, b"")
    await reference_handlers()[MunicipalityRegistered](event, Delivery(tx, envelope, service))


def _box(mode: str, port: int, told: dict[str, str]) -> Child:
    command = (sys.executable, "-m", "bench.cast_box", mode, "api")
    ready = answers(f"http://127.0.0.1:{port}/health/live")
    return Child(mode, command, {**told, "PORT": str(port)}, ready=ready, port=port)


def refused(sent: Sequence[Any]) -> int:
    """How many were not accepted; a measurement with any is no measurement."""
    return sum(one.status not in (200, 201) for one in sent)
