"""The cast route stands before the app: nothing of the app sees a ballot, and every refusal is told all the same."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from services.voting.adapters.box import Answer
from services.voting.api.cast import CastDoor
from shared.http.catalogue import load_catalogue
from shared.http.problems import ProblemPages

WEB = "http://web"


@dataclass
class Box:
    """Answers with what it was given."""

    answer: Answer | Exception

    async def cast(self, election: str, data: bytes) -> Answer:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Service:
    box: Box
    web_origin: str = WEB


@dataclass
class Seen:
    """A layer of the app that remembers which addresses went through it."""

    app: ASGIApp
    paths: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(scope["path"])
        await self.app(scope, receive, send)


async def asked(box: Box, method: str, path: str, paths: list[str] | None = None) -> httpx.Response:
    app: Any = FastAPI()
    ProblemPages(load_catalogue(), {}).install(app)
    app.add_middleware(Seen, paths=[] if paths is None else paths)
    app.state.service = Service(box)
    transport = httpx.ASGITransport(CastDoor(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://box") as client:
        return await client.request(method, path, headers={"Origin": WEB})


async def test_no_layer_of_the_app_sees_a_ballot() -> None:
    paths: list[str] = []
    answer = await asked(Box(Answer(b"{}", new=True)), "POST", "/elections/e1/ballots", paths)
    assert (answer.status_code, answer.content, paths) == (201, b"{}", [])
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/elections/e1/ballots/2", "/elections/a/b/ballots", "/elections/e1"])
async def test_every_other_request_goes_on_to_the_app(path: str) -> None:
    paths: list[str] = []
    answer = await asked(Box(Answer(b"{}", new=True)), "POST", path, paths)
    assert (answer.status_code, paths) == (404, [path])


async def test_a_fault_of_ours_is_told_to_the_voters_page_as_one() -> None:
    answer = await asked(Box(RuntimeError("lost")), "POST", "/elections/e1/ballots")
    assert (answer.status_code, answer.json()["word"]) == (500, "internal-error")
    assert answer.headers["access-control-allow-origin"] == WEB
    assert "lost" not in answer.text
