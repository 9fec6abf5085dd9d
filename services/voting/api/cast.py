"""The cast route: outside the router, without cookie, token, trace, log line or measure. It reads a body and nothing else."""

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.voting.adapters.service import Voting

TYPE = "application/json"


def add_cast_route(app: FastAPI) -> None:
    """Plain routing: no parameter is parsed, no dependency runs; errors become problem documents as everywhere."""
    route = Route("/elections/{election_id}/ballots", cast, methods=["POST", "OPTIONS"], include_in_schema=False)
    route.app = CrossOrigin(route.app, app)
    app.router.routes.insert(0, route)


async def cast(request: Request) -> Response:
    """201 with a receipt for a new ballot, 200 with the same receipt for the same bytes again."""
    if request.method == "OPTIONS":
        return Response(status_code=204)
    service: Voting = request.app.state.service
    answer = await service.box.cast(request.path_params["election_id"], await request.body())
    return Response(answer.receipt, 201 if answer.new else 200, media_type=TYPE)


class CrossOrigin:
    """Only the web's own pages may read an answer, refusals included; no credentials, ever."""

    def __init__(self, inner: ASGIApp, app: FastAPI) -> None:
        self._inner, self._app = inner, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        admitted: str = self._app.state.service.web_origin
        readable = Headers(scope=scope).get("origin") == admitted

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), admitted if readable else None)
            await send(message)

        await self._inner(scope, receive, marked)


def _mark(headers: MutableHeaders, origin: str | None) -> None:
    headers["Cache-Control"] = "no-store"
    headers["Vary"] = "Origin, Accept-Language"
    if origin is not None:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Allow-Methods"] = "POST"
        headers["Access-Control-Allow-Headers"] = "content-type"
        headers["Access-Control-Max-Age"] = "600"
