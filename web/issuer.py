"""The OpenID Connect issuer, by its code flow with PKCE."""

import base64
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt

from web.services import ServiceAway

SIGNED_WITH = ["RS256", "ES256", "EdDSA"]


class SignInFailed(Exception):
    """The issuer did not confirm who this is."""


@dataclass(frozen=True)
class Issuer:
    """Asks the issuer who somebody is; discovery and keys are read anew at each sign-in, which is rare."""

    http: httpx.AsyncClient
    address: str
    client_id: str
    client_secret: str | None
    return_to: str

    async def door(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in."""
        found = await self._discover()
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.return_to,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{found['authorization_endpoint']}?{urlencode(query)}"

    async def redeem(self, code: str, verifier: str, nonce: str) -> tuple[dict[str, Any], str, int]:
        """The person's claims, the access token, and how many seconds it lives."""
        found = await self._discover()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.return_to,
            "client_id": self.client_id,
            "code_verifier": verifier,
        }
        secret = {"client_secret": self.client_secret} if self.client_secret else {}
        answer = await self._ask("POST", found["token_endpoint"], data=form | secret)
        claims = await self._claims(answer["id_token"], found, nonce)
        return claims, str(answer["access_token"]), int(answer.get("expires_in", 300))

    async def _claims(self, token: str, found: dict[str, Any], nonce: str) -> dict[str, Any]:
        keys = jwt.PyJWKSet.from_dict(await self._ask("GET", found["jwks_uri"]))
        try:
            key = keys[jwt.get_unverified_header(token)["kid"]]
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=SIGNED_WITH, audience=self.client_id, issuer=found["issuer"], leeway=30
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise SignInFailed("id token") from error
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise SignInFailed("nonce")
        return claims

    async def _discover(self) -> dict[str, Any]:
        return await self._ask("GET", self.address.rstrip("/") + "/.well-known/openid-configuration")

    async def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            answer = await self.http.request(method, address, **more)
        except httpx.TransportError as error:
            raise ServiceAway("issuer") from error
        if answer.is_error:
            raise SignInFailed(f"{address}: {answer.status_code}")
        found: dict[str, Any] = answer.json()
        return found
