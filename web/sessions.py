"""Who is signed in: a random cookie here, everything else in Redis."""

import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256

from fastapi import Request, Response
from redis.asyncio import Redis
from redis.exceptions import RedisError

COOKIE = "pb_session"
SIGN_IN_LASTS = 600  # seconds between leaving for the issuer and coming back


@dataclass(frozen=True)
class Person:
    """A member of staff as the issuer names them; what they may do is decided by the services."""

    subject: str
    name: str
    token: str
    form_key: str


@dataclass(frozen=True)
class Leaving:
    """What must still be known when somebody comes back from the issuer."""

    verifier: str
    nonce: str
    next: str


class Sessions:
    """Sessions and half-finished sign-ins, by the hash of their secret."""

    def __init__(self, redis: "Redis", seconds: int, *, secure: bool) -> None:
        self._redis, self._seconds, self.secure = redis, seconds, secure

    async def person(self, request: Request) -> Person | None:
        """Who sent this request; nobody when the store is away, so that public pages go on working."""
        secret = request.cookies.get(COOKIE)
        if not secret:
            return None
        try:
            found = await self._redis.get(_key("session", secret))
        except RedisError:
            return None
        return Person(**json.loads(found)) if found else None

    async def begin(self, response: Response, person: Person, seconds: int) -> None:
        """Start a session no longer than its token lives."""
        secret, lasts = secrets.token_urlsafe(32), min(seconds, self._seconds)
        await self._redis.set(_key("session", secret), json.dumps(asdict(person)), ex=lasts)
        response.set_cookie(COOKIE, secret, max_age=lasts, httponly=True, secure=self.secure, samesite="lax")

    async def end(self, request: Request, response: Response) -> None:
        if secret := request.cookies.get(COOKIE):
            await self._redis.delete(_key("session", secret))
        response.delete_cookie(COOKIE)

    async def leave(self, state: str, leaving: Leaving) -> None:
        await self._redis.set(_key("leaving", state), json.dumps(asdict(leaving)), ex=SIGN_IN_LASTS)

    async def came_back(self, state: str) -> Leaving | None:
        """What was kept under this state; a state works once."""
        found = await self._redis.getdel(_key("leaving", state))
        return Leaving(**json.loads(found)) if found else None


def _key(kind: str, secret: str) -> str:
    return f"web:{kind}:{sha256(secret.encode()).hexdigest()}"
