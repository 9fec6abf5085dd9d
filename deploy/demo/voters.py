"""Two hundred voters with their slips: keys, ballots, receipts; and the stand-alone verifier at the end."""

import asyncio
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from deploy.demo.platform import Platform
from services.voting.voter import cast_body, key_of

SIDE_BY_SIDE = 16


@dataclass(frozen=True, slots=True)
class Voter:
    """A slip and what its holder wants; `choices` are candidate ids."""

    code: str
    contest: str
    choices: tuple[str, ...]

    def ballot(self, election: str) -> bytes:
        """The same bytes each time they are asked for, so that a vote sent again is the same vote."""
        nonce = hashlib.sha256(f"{election}/{self.code}".encode()).digest()[:16]
        return cast_body(key_of(self.code, election), election, self.contest, tuple(sorted(self.choices)), nonce)


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
            ballot = await asyncio.to_thread(voter.ballot, election)
            headers = {"Content-Type": "text/plain"}
            answer = await platform.ask(
                "POST", "voting", f"/elections/{election}/ballots", content=ballot, headers=headers
            )
            return answer.content

    return list(await asyncio.gather(*(one(voter) for voter in voters)))
