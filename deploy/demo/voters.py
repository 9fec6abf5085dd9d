"""Two hundred voters with their slips: keys, ballots, receipts; and the stand-alone verifier at the end."""

import asyncio
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.demo.platform import Platform
from services.voting.domain.codes import DIGITS, code_of
from services.voting.domain.credentials import credential, public_bytes
from services.voting.voter import cast_body, key_of

SIDE_BY_SIDE = 16


@dataclass(frozen=True, slots=True)
class Slip:
    """What the printer put into an envelope."""

    key: Ed25519PrivateKey
    cred: str


@dataclass(frozen=True, slots=True)
class Voter:
    """A slip and what its holder wants; `choices` are candidate ids."""

    slip: Slip
    contest: str
    choices: tuple[str, ...]

    def ballot(self, election: str) -> bytes:
        """The same bytes each time they are asked for, so that a vote sent again is the same vote."""
        nonce = hashlib.sha256(f"{election}/{self.slip.cred}".encode()).digest()[:16]
        return cast_body(self.slip.key, election, self.contest, tuple(sorted(self.choices)), nonce)


async def bundle(election: str, contest: str, count: int) -> list[Slip]:
    """The slips of one contest; about 20 ms each, so on both cores."""
    codes = [code_of(number(election, contest, each)) for each in range(count)]
    return list(await asyncio.gather(*(asyncio.to_thread(slip, code, election) for code in codes)))


def slip(code: str, election: str) -> Slip:
    key = key_of(code, election)
    return Slip(key, credential(public_bytes(key)))


def number(election: str, contest: str, place: int) -> int:
    """A demo's slip follows from its place; a real printer draws it by lot."""
    drawn = hashlib.sha256(f"{election}/{contest}/{place}".encode()).digest()
    return int.from_bytes(drawn, "big") % 10**DIGITS


def wishes(weights: Sequence[float], voters: int, most: int, seed: str) -> list[tuple[int, ...]]:
    """Which candidates (by place on the list) each voter wants; the same every time the demo is played."""
    chance = random.Random(seed)
    return [_wish(chance, weights, most) for _ in range(voters)]


def _wish(chance: random.Random, weights: Sequence[float], most: int) -> tuple[int, ...]:
    wanted: list[int] = []
    for _ in range(chance.randint(1, most)):
        left = [place for place in range(len(weights)) if place not in wanted]
        wanted += chance.choices(left, [weights[place] for place in left])
    return tuple(wanted)


async def cast(platform: Platform, election: str, voters: Sequence[Voter]) -> list[bytes]:
    """Everybody votes; receipts in the order of the voters."""
    few = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(voter: Voter) -> bytes:
        async with few:
            ballot = voter.ballot(election)
            headers = {"Content-Type": "text/plain"}
            answer = await platform.ask(
                "POST", "voting", f"/elections/{election}/ballots", content=ballot, headers=headers
            )
            return answer.content

    return list(await asyncio.gather(*(one(voter) for voter in voters)))
