"""How one service proves to another who it is."""

import asyncio
import time

import httpx

from shared.http.tokens import SignInUnavailable

RENEW_BEFORE = 30.0  # seconds before its end a token is replaced, so that it does not end on the way


class ServiceTokens:
    """Client-credentials tokens from the issuer, kept until shortly before they end."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, http: httpx.AsyncClient) -> None:
        self._issuer, self._auth, self._http = issuer.rstrip("/"), (client_id, client_secret), http
        self._token, self._until = "", 0.0
        self._one_at_a_time = asyncio.Lock()

    async def bearer(self) -> str:
        """A token that is valid now. Raises `SignInUnavailable`."""
        async with self._one_at_a_time:
            if time.monotonic() >= self._until:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        try:
            discovery = await self._http.get(f"{self._issuer}/.well-known/openid-configuration", timeout=5.0)
            answer = await self._http.post(
                discovery.raise_for_status().json()["token_endpoint"],
                data={"grant_type": "client_credentials"},
                auth=self._auth,
                timeout=5.0,
            )
            granted = answer.raise_for_status().json()
            self._token = str(granted["access_token"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise SignInUnavailable from error
        self._until = time.monotonic() + float(granted.get("expires_in", 60)) - RENEW_BEFORE
