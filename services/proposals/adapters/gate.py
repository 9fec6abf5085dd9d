"""The door of public forms: tokens are given and checked, addresses counted under a pseudonym, without any outside service."""

import ipaddress
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from redis.exceptions import RedisError
from starlette.requests import Request

from services.proposals.domain.forms import (
    Form,
    FormRules,
    FormTokenMissing,
    FormTooFast,
    Suspicion,
    TooManyForms,
    age,
    opened_at,
    pseudonym,
    sign,
)
from shared.clock import Clock

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = logging.getLogger(__name__)
HOUR = 3600
TRAP_FIELD = "website"


@dataclass(frozen=True, slots=True)
class Opened:
    """A form somebody opened."""

    token: str
    expires_at: datetime


class Gate:
    """Counters live in Redis for an hour. While Redis is away nothing is counted and nobody is turned back."""

    def __init__(self, redis: "Redis", clock: Clock, rules: FormRules, trusted: Sequence[str]) -> None:
        self._redis, self._clock, self.rules = redis, clock, rules
        self._trusted = tuple(ipaddress.ip_network(each) for each in trusted)

    async def open(self, municipality: str, form: Form) -> Opened:
        now = self._clock.system()
        token = sign(await self._key(), municipality, form, now, secrets.token_hex(8))
        return Opened(token, now + self.rules.oldest)

    async def enter(
        self, request: Request, municipality: str, form: Form, token: str | None, trap: str | None = None
    ) -> tuple[Suspicion, ...]:
        """Why it should be looked at first; empty for most. Raises `FormToken...`, `TooManyForms`."""
        found = [Suspicion.TRAP] if trap else []
        found += await self._judge(municipality, form, token)
        address = self.address(request)
        if address is not None:
            found += await self._count_address(municipality, form, address)
        if await self._count(f"{municipality}/{form}") > self.rules.all_together:
            found.append(Suspicion.MANY_AT_ONCE)
        return tuple(dict.fromkeys(found))

    async def enter_or_wait(
        self, request: Request, municipality: str, form: Form, token: str | None, trap: str | None = None
    ) -> None:
        """For forms that have no queue to be held in: what looks made by a machine is sent again a little later."""
        if await self.enter(request, municipality, form, token, trap):
            raise FormTooFast(self.rules.quickest)

    def address(self, request: Request) -> str | None:
        """Whose browser it is: told by our own pages, which call from a trusted address; IPv6 by its network."""
        peer = _address(request.client.host if request.client else "")
        if peer is not None and self._is_trusted(peer):
            told = [_address(each) for each in request.headers.get("x-forwarded-for", "").split(",")]
            peer = next((each for each in reversed(told) if each is not None and not self._is_trusted(each)), None)
        if peer is None:
            return None
        return str(peer) if peer.version == 4 else str(ipaddress.ip_network(f"{peer}/64", strict=False))

    async def _judge(self, municipality: str, form: Form, token: str | None) -> list[Suspicion]:
        if not token:
            if self.rules.required:
                raise FormTokenMissing
            return []
        issued, nonce = opened_at(await self._key(), municipality, form, token)
        open_for = age(issued, self._clock.system(), self.rules)
        reused = await self._count(f"token/{nonce}", int(self.rules.oldest.total_seconds())) > self.rules.same_token
        fast = open_for < timedelta(seconds=self.rules.quickest)
        return [*([Suspicion.TOO_FAST] if fast else []), *([Suspicion.TOKEN_REUSED] if reused else [])]

    async def _count_address(self, municipality: str, form: Form, address: str) -> list[Suspicion]:
        named = pseudonym(await self._key(), address, self._clock.system().date().isoformat())
        count = await self._count(f"{municipality}/{form}/{named}")
        if count > self.rules.hard:
            raise TooManyForms(HOUR)
        return [Suspicion.MANY_FROM_ONE_ADDRESS] if count > self.rules.soft else []

    async def _count(self, what: str, seconds: int = HOUR) -> int:
        try:
            name = f"proposals:forms:{what}"
            count = int(await self._redis.incr(name))
            if count == 1:
                await self._redis.expire(name, seconds)
        except RedisError as away:
            log.warning("forms are not counted now: %s", away)
            return 0
        return count

    async def _key(self) -> bytes:
        """Made once for the installation; when Redis forgets it, open forms ask for a fresh token."""
        await self._redis.set("proposals:forms:key", secrets.token_hex(32), nx=True)
        found: Any = await self._redis.get("proposals:forms:key")
        return bytes(found if isinstance(found, bytes) else str(found).encode())

    def _is_trusted(self, address: "ipaddress.IPv4Address | ipaddress.IPv6Address") -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> "ipaddress.IPv4Address | ipaddress.IPv6Address | None":
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None
