"""The platform as the player reaches it: HTTP only, every step safe to repeat."""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
Json = dict[str, Any]

PATIENCE = 120.0  # seconds a killed process may take on a busy machine until what it owes has arrived
PAUSE = 0.15
AGAIN = (httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT, 500, 429)
NOT_YET = (401, 403, 404)
"""Answers that may only mean an event is still on its way."""


class StoryBroken(Exception):
    """The edition cannot be played to its end; the message says where and why."""


class StepRefused(StoryBroken):
    """A service would not do what the story says; the message carries its problem document."""

    def __init__(self, method: str, url: str, answer: httpx.Response) -> None:
        super().__init__(f"{method} {url} answered {answer.status_code}: {answer.text[:600]}")
        self.status = answer.status_code


class NeverHappened(StoryBroken):
    """What should follow from an event did not follow in time."""


@dataclass
class Platform:
    """`urls` by service name. Keys of idempotency follow from what is asked, so a repeated step is the same step."""

    urls: Mapping[str, str]
    run: str
    http: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)
    calls: int = 0
    interrupted: int = 0

    async def get(self, service: str, path: str, by: str | None = None, **query: Any) -> Any:
        given = {key: value for key, value in query.items() if value is not None}
        return (await self.ask("GET", service, path, by=by, params=given)).json()

    async def all(self, service: str, path: str, by: str | None = None, **query: Any) -> list[Json]:
        """Every page of a list."""
        items: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self.get(service, path, by=by, cursor=cursor, **query)
            items += page["items"]
            if not (cursor := page["next"]):
                return items

    async def raw(self, service: str, path: str, by: str | None = None) -> bytes:
        return (await self.ask("GET", service, path, by=by)).content

    async def post(
        self, service: str, path: str, body: Any, by: str | None = None, again: tuple[str, ...] = (), step: str = ""
    ) -> Any:
        """`again`: words of refusals that only mean an event has not arrived. `step` tells equal requests apart."""
        headers = {"Idempotency-Key": self._key(path, body, step)}
        answer = await self.ask("POST", service, path, by=by, again=again, json=body, headers=headers)
        return answer.json() if answer.content else {}

    async def put(self, service: str, path: str, body: Any, by: str | None = None, version: int | None = None) -> Any:
        headers = {"Idempotency-Key": self._key(path, body, "put")}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = await self.ask("PUT", service, path, by=by, json=body, headers=headers)
        return answer.json() if answer.content else {}

    async def upload(self, service: str, municipality: str, name: str, content: bytes, kind: str, by: str) -> Json:
        """Bytes first, attached afterwards; gives sha256, size, type, href."""
        key = self._key(f"{municipality}/files", hashlib.sha256(content).hexdigest(), name)
        answer = await self.ask(
            "POST",
            service,
            f"/{municipality}/files",
            by=by,
            files={"file": (name, content, kind)},
            headers={"Idempotency-Key": key},
        )
        return dict(answer.json())

    async def ask(
        self,
        method: str,
        service: str,
        path: str,
        by: str | None = None,
        again: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        """One request, sent again while the answer is missing or says that something is not there yet."""
        url, started = f"{self.urls[service]}{path}", time.monotonic()
        while True:
            whole = {**(headers or {}), **(await self._identity(by))}
            answer = await self._try(method, url, whole, options)
            if answer is not None and answer.is_success:
                return answer
            waited = time.monotonic() - started
            if waited > _patience(answer, again):
                raise NeverHappened(url) if answer is None else StepRefused(method, url, answer)
            if answer is not None and answer.status_code == httpx.codes.UNAUTHORIZED:
                self.tokens.clear()
            await asyncio.sleep(PAUSE)

    async def _try(self, method: str, url: str, headers: Mapping[str, str], options: Json) -> httpx.Response | None:
        self.calls += 1
        try:
            return await self.http.request(method, url, headers=headers, **options)
        except httpx.TransportError:
            self.interrupted += 1
            return None

    async def until(
        self, what: str, look: Callable[[], Awaitable[T]], enough: Callable[[T], bool], patience: float = PATIENCE
    ) -> T:
        """Look at public state until it shows what an event should have done."""
        deadline = time.monotonic() + patience
        while True:
            seen = await look()
            if enough(seen):
                return seen
            if time.monotonic() > deadline:
                raise NeverHappened(f"{what}; last seen: {str(seen)[:400]}")
            await asyncio.sleep(PAUSE)

    async def _identity(self, by: str | None) -> dict[str, str]:
        if by is None:
            return {}
        if by not in self.tokens:
            answer = await self.ask("POST", "oidc", "/dev/token", json={"subject": by, "expires_in": 3600})
            self.tokens[by] = answer.json()["access_token"]
        return {"Authorization": f"Bearer {self.tokens[by]}"}

    def _key(self, path: str, body: Any, step: str) -> str:
        said = json.dumps([self.run, path, body, step], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:40]


def _patience(answer: httpx.Response | None, again: tuple[str, ...]) -> float:
    if answer is None or answer.status_code in AGAIN or _word(answer) in again:
        return PATIENCE
    return PATIENCE if answer.status_code in NOT_YET else 0.0


def _word(answer: httpx.Response) -> str:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return ""
    return str(answer.json().get("word", ""))
