"""How pages ask the four services, over HTTP, and what can go wrong on the way."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]


class ServiceAway(Exception):
    """A service did not answer in time."""


class NotThere(Exception):
    """The service knows nothing under this address."""


@dataclass(frozen=True)
class Mistake:
    """One thing a service did not accept, in the reader's language."""

    field: str
    message: str


class Refused(Exception):
    """A service refused a command: a problem document with its word and messages."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(problem.get("word", status))
        self.status = status
        self.problem = problem

    @property
    def word(self) -> str:
        return str(self.problem.get("word", "unknown"))

    @property
    def message(self) -> str:
        return str(self.problem.get("detail") or self.problem.get("title") or self.word)

    @property
    def mistakes(self) -> list[Mistake]:
        errors = self.problem.get("errors", [])
        return [Mistake(str(error.get("field", "")), str(error.get("message", ""))) for error in errors]


@dataclass(frozen=True)
class Caller:
    """On whose behalf, and in which language, a service is asked."""

    language: str = "ar"
    token: str | None = None
    address: str | None = None

    def headers(self) -> dict[str, str]:
        """The browser's address goes on, so that one sender cannot use up what belongs to all."""
        said = {"Accept-Language": self.language}
        said |= {"X-Forwarded-For": self.address} if self.address else {}
        return said | {"Authorization": f"Bearer {self.token}"} if self.token else said


@dataclass(frozen=True)
class Services:
    """The four services; every answer is JSON."""

    http: httpx.AsyncClient
    addresses: Mapping[str, str]
    caller: Caller = field(default_factory=Caller)

    def on_behalf_of(self, caller: Caller) -> "Services":
        return Services(self.http, self.addresses, caller)

    def address(self, service: str, path: str) -> str:
        return self.addresses[service].rstrip("/") + path

    async def get(self, service: str, path: str, **query: str | int | None) -> Any:
        """What a service says; NotThere, Refused or ServiceAway."""
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        return await self._ask("GET", service, path, params=asked)

    async def find(self, service: str, path: str, **query: str | int | None) -> Any:
        """The same, or None when there is nothing there."""
        try:
            return await self.get(service, path, **query)
        except NotThere:
            return None

    async def items(self, service: str, path: str, **query: str | int | None) -> list[Json]:
        """The first page of a list; empty when there is none."""
        answer = await self.find(service, path, **query)
        found = answer if isinstance(answer, list) else (answer or {}).get("items", [])
        return list(found)

    async def post(self, service: str, path: str, body: Json, key: str) -> Any:
        """A command, sent with its idempotency key."""
        return await self._ask("POST", service, path, json=body, headers={"Idempotency-Key": key})

    async def put(self, service: str, path: str, body: Json, version: int | None = None) -> Any:
        """A whole edit; with the version that was read, it never overwrites another's."""
        return await self._ask("PUT", service, path, json=body, headers=_if_match(version))

    async def patch(self, service: str, path: str, body: Json, version: int | None = None) -> Any:
        """An edit of some fields; with the version that was read, it never overwrites another's."""
        return await self._ask("PATCH", service, path, json=body, headers=_if_match(version))

    async def delete(self, service: str, path: str) -> Any:
        """Takes something back."""
        return await self._ask("DELETE", service, path)

    async def upload(
        self, service: str, path: str, file: tuple[str, bytes, str], key: str, fields: Json | None = None
    ) -> Any:
        """One file, with the fields that go beside it."""
        sent = {"files": {"file": file}, "data": fields or {}}
        return await self._ask("POST", service, path, headers={"Idempotency-Key": key}, **sent)

    async def document(self, service: str, path: str, body: Json, key: str) -> bytes:
        """A command whose answer is a printed document."""
        headers = {"Idempotency-Key": key, "Accept": "application/pdf"}
        answer = await self._sent("POST", service, path, headers, json=body)
        return answer.content

    async def _ask(self, method: str, service: str, path: str, headers: Json | None = None, **more: Any) -> Any:
        answer = await self._sent(method, service, path, headers, **more)
        return answer.json() if answer.content else None

    async def _sent(
        self, method: str, service: str, path: str, headers: Json | None = None, **more: Any
    ) -> httpx.Response:
        sent = self.caller.headers() | (headers or {})
        try:
            answer = await self.http.request(method, self.address(service, path), headers=sent, **more)
        except httpx.TransportError as error:
            raise ServiceAway(service) from error
        return _checked(service, answer)


def _if_match(version: int | None) -> Json:
    return {} if version is None else {"If-Match": f'"{version}"'}


def _checked(service: str, answer: httpx.Response) -> httpx.Response:
    if answer.status_code == 404:
        raise NotThere(str(answer.request.url.path))
    if answer.status_code >= 500:
        raise ServiceAway(service)
    if answer.is_error:
        raise Refused(answer.status_code, _problem(answer))
    return answer


def _problem(answer: httpx.Response) -> Json:
    try:
        problem = answer.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


async def together(*questions: Any) -> list[Any]:
    """Several questions at once; the first that fails fails all."""
    return list(await asyncio.gather(*questions))
