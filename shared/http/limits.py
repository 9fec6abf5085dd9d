"""How large a request may be, counted as it arrives."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Problem

MEBIBYTE = 1024 * 1024


class BodyTooLarge(Problem, HTTPException):
    """The request is longer than its route allows.

    An HTTPException too, because FastAPI turns every other error while reading a body into a 400.
    """

    status = 413
    word = "body-too-large"
    fields = ("limit",)

    def __init__(self, limit: int) -> None:
        HTTPException.__init__(self, self.status, headers={"Connection": "close"})
        self.limit = limit


class BodyLimit:
    """Raises inside the handler that reads, so that whatever it has half written is undone there."""

    def __init__(self, app: ASGIApp, default: int = MEBIBYTE, by_suffix: Mapping[str, int] | None = None) -> None:
        self._app, self._default, self._by_suffix = app, default, by_suffix or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            receive = _Counted(receive, self._limit(scope), _declared(scope))
        await self._app(scope, receive, send)

    def _limit(self, scope: Scope) -> int:
        suffix = scope["path"].rpartition("/")[2]
        return self._by_suffix.get(suffix, self._default)


class _Counted:
    def __init__(self, receive: Receive, limit: int, declared: int) -> None:
        self._receive, self._limit, self._declared, self._seen = receive, limit, declared, 0

    async def __call__(self) -> Message:
        if self._declared > self._limit:
            raise BodyTooLarge(self._limit)
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise BodyTooLarge(self._limit)
        return message


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
