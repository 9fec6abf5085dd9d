"""A hall: a bureau that calls the staff's doors, voters with slips, and events as Kafka would hand them over."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting import voter
from services.voting.adapters.declaring import publish_head
from services.voting.adapters.service import Voting
from services.voting.wiring import SERVICE
from shared.clock import SteppedClock
from shared.contracts.event import Event, Text3
from shared.contracts.proposals import MunicipalityRegistered, Region
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery
from shared.messaging.inbox import unseen
from shared.messaging.unit_of_work import Transaction
from shared.service import Resources
from tests.support.issuer import Issuer

TOWN, NEIGHBOUR = "ma-beni-mellal", "ma-el-jadida"
ROLES = ("bureau", "cell", "registration_clerk", "council_secretary")


def contest(name: str = "medina", candidates: Sequence[str] = ("c0", "c1", "c2"), **rules: Any) -> dict[str, Any]:
    standing = [{"id": one, "name": {"ar": f"مرشح {one}"}} for one in candidates]
    return {"contest": name, "label": {"ar": "المدينة", "fr": "Médina"}, "candidates": standing, **rules}


@dataclass
class Hall:
    client: httpx.AsyncClient
    resources: Resources
    service: Voting
    issuer: Issuer
    slug: str = TOWN
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    def headers(self, role: str = "bureau", key: str | None = None) -> dict[str, str]:
        if role not in self.tokens:
            self.tokens[role] = self.issuer.headers(f"{self.slug}-{role}".replace("_", "-"))
        return {**self.tokens[role], "Idempotency-Key": key or new_id()}

    async def post(self, path: str, body: Any = None, role: str = "bureau", key: str | None = None) -> httpx.Response:
        return await self.client.post(f"/{self.slug}{path}", json=body, headers=self.headers(role, key))

    async def made(self, path: str, body: Any = None, role: str = "bureau") -> dict[str, Any]:
        answer = await self.post(path, body, role)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    async def get(self, path: str) -> dict[str, Any]:
        answer = await self.client.get(f"/{self.slug}{path}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def tell(self, event: Event, times: int = 2, sequence: int = 1) -> None:
        """Hand over the same event, twice unless told otherwise: the inbox lets it have one effect."""
        identity, now = new_id(), datetime.now(UTC)
        for _ in range(times):
            envelope = Envelope(
                identity, "test", event.TYPE, event.subject, now, sequence, identity, None, None, event.key, b""
            )
            await self.resources.work.run(partial(self._handled, envelope=envelope, event=event))

    async def _handled(self, tx: Transaction, envelope: Envelope, event: Event) -> None:
        if await unseen(tx, [envelope]):
            await SERVICE.handlers[type(event)](event, Delivery(tx, envelope, self.service))

    async def announced(self, kind: type[Event]) -> list[dict[str, Any]]:
        rows = self.resources.db["_outbox"].find({"type": kind.TYPE}).sort("_id", 1)
        return [json.loads(row["data"]) async for row in rows]

    async def step(self, instant: str) -> None:
        clock = self.resources.clock
        assert isinstance(clock, SteppedClock)
        await clock.step_to(datetime.fromisoformat(instant))

    async def drafted(self, *contests: Mapping[str, Any], **more: Any) -> "Vote":
        body = {"edition": "2025", "contests": list(contests) or [contest()], **more}
        answer = await self.made("/elections", body)
        return Vote(self, answer["election_id"])

    async def opened(self, slips: int = 4, **more: Any) -> "Vote":
        vote = await self.drafted(**more)
        await vote.print(slips)
        await vote.open()
        return vote


@cache
def one_time_key(code: str, election: str) -> Ed25519PrivateKey:
    """A phone keeps the key it made from a code; so does a test."""
    return voter.key_of(code, election)


@dataclass
class Vote:
    """One election and the slips of its voters."""

    hall: Hall
    id: str
    slips: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/elections/{self.id}"

    async def print(self, count: int, name: str = "medina") -> None:
        answer = await self.hall.made(f"{self.path}/slips", {"contest": name, "count": count})
        self.slips.setdefault(name, []).extend(answer["slips"])

    async def open(self) -> dict[str, Any]:
        return await self.hall.made(f"{self.path}/opening", {})

    def ballot(self, slip: int, *choices: Any, name: str = "medina", nonce: bytes | None = None) -> bytes:
        key = one_time_key(self.slips[name][slip]["code"], self.id)
        return voter.cast_body(key, self.id, name, choices, nonce or secrets.token_bytes(16))

    async def cast(self, wire: bytes, **headers: str) -> httpx.Response:
        return await self.hall.client.post(f"{self.path}/ballots", content=wire, headers=headers)

    async def close(self) -> None:
        """Close, and let the fence end as the task does."""
        await self.hall.made(f"{self.path}/closing", {})
        await publish_head(self.hall.service, self.hall.slug, self.id)

    async def roll(self, dice: str = "351624", names: Sequence[str] = ("medina",)) -> dict[str, Any]:
        return await self.hall.made(f"{self.path}/dice", dict.fromkeys(names, dice))

    async def board(self) -> dict[str, Any]:
        return await self.hall.get(f"{self.path}/board")

    async def read(self) -> dict[str, Any]:
        return await self.hall.get(self.path)


def registered(slug: str) -> MunicipalityRegistered:
    return MunicipalityRegistered(
        municipality=slug,
        name=Text3(ar="بني ملال", fr=slug, en=slug),
        country="MA",
        timezone="Africa/Casablanca",
        currency="MAD",
        region=Region(slug="bmk", name=Text3(ar="بني ملال خنيفرة", fr="région")),
        languages=["ar", "fr"],
    )
