"""A hall: a bureau that calls the staff's doors, voters with slips, and events as Kafka would hand them over."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting import voter
from services.voting.adapters.declaring import publish_head
from services.voting.adapters.service import Voting
from services.voting.wiring import SERVICE
from shared.contracts.event import Text3
from shared.contracts.proposals import MunicipalityRegistered, Region
from tests.support.service import Doors

TOWN, NEIGHBOUR = "ma-beni-mellal", "ma-el-jadida"
ROLES = ("bureau", "cell", "registration_clerk", "council_secretary")


def contest(name: str = "medina", candidates: Sequence[str] = ("c0", "c1", "c2"), **rules: Any) -> dict[str, Any]:
    standing = [{"id": one, "name": {"ar": f"مرشح {one}"}} for one in candidates]
    return {"contest": name, "label": {"ar": "المدينة", "fr": "Médina"}, "candidates": standing, **rules}


class Hall(Doors[Voting]):
    """The bureau's hall."""

    definition, usually = SERVICE, "bureau"

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
