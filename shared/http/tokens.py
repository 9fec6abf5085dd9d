"""Who somebody is, as the OpenID Connect issuer signs it."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import jwt

from shared.http.problems import RETRY_AFTER, Problem

ALGORITHMS = ["RS256", "ES256"]  # fixed here, never taken from the token
LEEWAY = 5  # seconds two machines' clocks may differ
KEYS_LAST = 600.0
KEYS_REST = 5.0  # a token with an invented key id must not make us ask the issuer each time
LONGEST_TOKEN = 16_384
CHALLENGE = {"WWW-Authenticate": "Bearer"}
REJECTED = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class TokenMissing(Problem):
    """Staff routes need `Authorization: Bearer ...`."""

    status, word, headers = 401, "token-missing", CHALLENGE


class TokenInvalid(Problem):
    """The token is not one of this issuer for this audience."""

    status, word, headers = 401, "token-invalid", REJECTED


class TokenExpired(TokenInvalid):
    """The token's time is over."""

    word = "token-expired"


class SignInUnavailable(Problem):
    """The issuer does not answer and its keys are not known yet."""

    status, word, headers = 503, "sign-in-unavailable", RETRY_AFTER


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the issuer says somebody is."""

    issuer: str
    subject: str


class Verifier(Protocol):
    """Checks a bearer token. Raises `TokenInvalid`, `TokenExpired` or `SignInUnavailable`."""

    async def verify(self, token: str) -> Identity: ...


class OidcVerifier:
    """Verifies against the issuer's published keys, found by discovery and kept for ten minutes."""

    def __init__(self, issuer: str, audience: str, http: httpx.AsyncClient) -> None:
        self._issuer, self._audience, self._http = issuer, audience, http
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._one_at_a_time = asyncio.Lock()

    async def verify(self, token: str) -> Identity:
        if len(token) > LONGEST_TOKEN:
            raise TokenInvalid
        try:
            header = jwt.get_unverified_header(token)
            claims = self._claims(token, await self._key(header.get("kid")))
        except jwt.ExpiredSignatureError as error:
            raise TokenExpired from error
        except jwt.PyJWTError as error:
            raise TokenInvalid from error
        return Identity(self._issuer, str(claims["sub"]))

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        return jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=self._audience,
            issuer=self._issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )

    async def _key(self, kid: str | None) -> jwt.PyJWK:
        async with self._one_at_a_time:
            age = self._age()
            if age > KEYS_LAST or (kid not in self._keys and age > KEYS_REST):
                await self._fetch()
        if kid not in self._keys:
            raise TokenInvalid
        return self._keys[kid]

    def _age(self) -> float:
        return float("inf") if self._fetched_at is None else time.monotonic() - self._fetched_at

    async def _fetch(self) -> None:
        """Known keys stay in use while the issuer is away."""
        try:
            self._keys = await self._published()
        except (httpx.HTTPError, ValueError, KeyError, jwt.PyJWTError) as error:
            if not self._keys:
                raise SignInUnavailable from error
        self._fetched_at = time.monotonic()

    async def _published(self) -> dict[str | None, jwt.PyJWK]:
        discovery = await self._json(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if discovery["issuer"] != self._issuer:
            raise ValueError("the discovery document is another issuer's")
        keys = jwt.PyJWKSet.from_dict(await self._json(discovery["jwks_uri"])).keys
        signing = [key for key in keys if key.public_key_use in (None, "sig")]
        named: dict[str | None, jwt.PyJWK] = {key.key_id: key for key in signing}
        return named | ({None: signing[0]} if len(signing) == 1 else {})

    async def _json(self, url: str) -> dict[str, Any]:
        answer = await self._http.get(url, timeout=5.0)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document
