"""The cast route: before the app, so that no layer of it sees a ballot; no cookie, token, trace, log line or measure. It reads a body and nothing else."""

from typing import Final

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from services.voting.adapters.service import Voting
from services.voting.adapters.wire import BallotTooLarge
from services.voting.api.problems import PROBLEMS
from services.voting.domain.ballot import LARGEST_BALLOT
from shared.mongo import AWAY

PREFIX: Final = "/elections/"
SUFFIX: Final = "/ballots"
REFUSALS: Final = (*PROBLEMS, *AWAY)
KEPT, VARIES = "no-store", "Origin, Accept-Language"  # of every answer
# What a browser asks before it posts to another origin.
PREFLIGHT: Final = {"Access-Control-Allow-Methods": "POST", "Access-Control-Max-Age": "600"}


class CastDoor:
    """`POST /elections/{id}/ballots`: 201 with a receipt for a new ballot, 200 with the same receipt for the same bytes again.

    Every other request goes on to the app.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        election = _election(scope)
        if election is not None and scope["method"] == "POST":
            await self._cast(election, scope, receive, send)
        elif election is not None and scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, self._readable(scope, send))
        else:
            await self._app(scope, receive, send)

    async def _cast(self, election: str, scope: Scope, receive: Receive, send: Send) -> None:
        service: Voting = self._app.state.service
        try:
            answer = await service.box.cast(election, await _body(receive))
        except ClientDisconnect:
            return  # half a ballot is none, and nobody is there to be told
        except Exception as error:
            await (await self._told(Request(scope), error))(scope, receive, self._readable(scope, send))
            if not isinstance(error, REFUSALS):
                raise  # a fault of ours: the server logs it
            return
        headers = [*TYPE, (b"content-length", b"%d" % len(answer.receipt)), *self._origin(scope)]
        await send({"type": "http.response.start", "status": 201 if answer.new else 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer.receipt})

    async def _told(self, request: Request, error: Exception) -> Response:
        """The problem document every other route would answer with."""
        handlers = self._app.exception_handlers
        handler = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)
        response: Response = await handler(request, error)  # type: ignore[misc]  # ours are all coroutines
        return response

    def _origin(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Only the web's own pages may read an answer, refusals included; no credentials, ever."""
        admitted: bytes = self._app.state.service.web_origin.encode()
        if (b"origin", admitted) not in scope["headers"]:
            return []
        return [(b"access-control-allow-origin", admitted), (b"access-control-allow-headers", b"content-type")]

    def _readable(self, scope: Scope, send: Send) -> Send:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"], headers["Vary"] = KEPT, VARIES
                headers.raw.extend(self._origin(scope))
            await send(message)

        return marked


TYPE: Final = [
    (b"content-type", b"application/json"),
    (b"cache-control", KEPT.encode()),
    (b"vary", VARIES.encode()),
]


def _election(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    path: str = scope["path"]
    if not (path.startswith(PREFIX) and path.endswith(SUFFIX)):
        return None
    election = path[len(PREFIX) : -len(SUFFIX)]
    return None if not election or "/" in election else election


async def _body(receive: Receive) -> bytes:
    """Raises BallotTooLarge as soon as it is, ClientDisconnect where the end did not come."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > LARGEST_BALLOT:
            raise BallotTooLarge
        if not message.get("more_body"):
            return body
