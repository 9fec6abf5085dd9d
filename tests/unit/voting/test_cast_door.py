"""The cast route stands before the app: nothing of the app sees a ballot, and every refusal is told all the same."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.voting.adapters.box import Answer, TryAgain
from services.voting.api.cast import CastDoor
from services.voting.api.problems import PROBLEMS
from services.voting.domain.ballot import LARGEST_BALLOT
from shared.http.catalogue import load_catalogue
from shared.http.problems import ProblemPages

WEB = "http://web"


@dataclass
class Box:
    """Answers with what it was given."""

    answer: Answer | Exception
    cast_: list[bytes] = field(default_factory=list)

    async def cast(self, election: str, data: bytes) -> Answer:
        self.cast_.append(data)
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


def door(box: Box, paths: list[str] | None = None) -> CastDoor:
    app: Any = FastAPI()
    ProblemPages(load_catalogue(), PROBLEMS).install(app)
    app.add_middleware(Seen, paths=[] if paths is None else paths)
    app.state.service = Service(box)
    return CastDoor(app)


async def asked(box: Box, method: str, path: str, paths: list[str] | None = None, origin: str = WEB) -> httpx.Response:
    transport = httpx.ASGITransport(door(box, paths), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://box") as client:
        return await client.request(method, path, headers={"Origin": origin})


async def posted(box: Box, *messages: Message) -> tuple[list[Message], int]:
    """What is sent back when a body comes in pieces, and how many of them were not looked at."""
    left, sent = list(messages), list[Message]()

    async def receive() -> Message:
        return left.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/elections/e1/ballots", "headers": [], "query_string": b""}
    await door(box)(scope, receive, send)
    return sent, len(left)


async def test_no_layer_of_the_app_sees_a_ballot() -> None:
    paths: list[str] = []
    answer = await asked(Box(Answer(b"{}", new=True)), "POST", "/elections/e1/ballots", paths)
    assert (answer.status_code, answer.content, paths) == (201, b"{}", [])
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/elections/e1/ballots/2",
        "/elections/e1/ballots/",
        "/elections/a/b/ballots",
        "/elections/ballots",
        "/elections//ballots",
        "/elections/e1",
    ],
)
async def test_every_other_request_goes_on_to_the_app(path: str) -> None:
    paths: list[str] = []
    answer = await asked(Box(Answer(b"{}", new=True)), "POST", path, paths)
    assert (answer.status_code, paths) == (404, [path])


async def test_a_fault_of_ours_is_told_to_the_voters_page_as_one() -> None:
    answer = await asked(Box(RuntimeError("lost")), "POST", "/elections/e1/ballots")
    assert (answer.status_code, answer.json()["word"]) == (500, "internal-error")
    assert answer.headers["access-control-allow-origin"] == WEB
    assert "lost" not in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
async def test_a_ballot_is_posted_and_nothing_else_is_done_with_it(method: str) -> None:
    box = Box(Answer(b"{}", new=True))
    answer = await asked(box, method, "/elections/e1/ballots")
    assert (answer.status_code, box.cast_) == (404, [])


async def test_only_the_webs_own_pages_are_told_that_they_may_post_and_read() -> None:
    box = Box(Answer(b"{}", new=True))
    for method in ("OPTIONS", "POST"):
        ours = await asked(box, method, "/elections/e1/ballots")
        theirs = await asked(box, method, "/elections/e1/ballots", origin=f"{WEB}.evil")
        assert ours.headers["access-control-allow-origin"] == WEB
        assert not [name for name in theirs.headers if name.startswith("access-control-allow-origin")]
        assert not [name for name in ours.headers if "credentials" in name]
        assert "origin" in ours.headers["vary"].lower()


async def test_a_ballot_that_comes_in_pieces_is_read_whole_and_half_a_ballot_is_none() -> None:
    box = Box(Answer(b"{}", new=True))
    first: Message = {"type": "http.request", "body": b"ab", "more_body": True}
    sent, _ = await posted(box, first, {"type": "http.request", "body": b"cd", "more_body": False})
    assert (box.cast_, sent[0]["status"]) == ([b"abcd"], 201)
    sent, _ = await posted(box, first, {"type": "http.disconnect"})
    assert (box.cast_, sent) == ([b"abcd"], [])


async def test_a_body_that_is_too_long_is_refused_before_the_rest_of_it_has_come() -> None:
    box = Box(Answer(b"{}", new=True))
    piece: Message = {"type": "http.request", "body": b"x" * (LARGEST_BALLOT // 2 + 1), "more_body": True}
    sent, unread = await posted(box, *[piece] * 9)
    assert (sent[0]["status"], unread, box.cast_) == (413, 7, [])


async def test_whoever_cannot_be_told_yet_is_asked_to_send_again() -> None:
    answer = await asked(Box(TryAgain()), "POST", "/elections/e1/ballots")
    assert (answer.status_code, answer.json()["word"]) == (503, "try-again")
