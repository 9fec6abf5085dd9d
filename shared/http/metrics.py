"""How many requests, how long, with what answer; labelled by route, never by what a caller can invent."""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNMEASURED = ("/ballots", "/metrics")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class RequestMetrics:
    """Pure ASGI: costs a dictionary look-up a request, and nothing on the ballot route."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry, service: str) -> None:
        self._app, self._service = app, service
        self._count = Counter(
            "pb_http_requests", "Requests answered.", ["service", "method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "pb_http_request_seconds", "Time to answer.", ["service", "route"], registry=registry, buckets=BUCKETS
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].endswith(UNMEASURED):
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        self._count.labels(self._service, scope["method"], route, status).inc()
        self._seconds.labels(self._service, route).observe(seconds)
