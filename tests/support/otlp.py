"""A small OTLP/HTTP receiver: keeps the spans that processes send it."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True, slots=True)
class CaughtSpan:
    service: str
    name: str
    trace: str
    id: str
    parent: str
    said: str
    """Its name and every text it carries."""


class TraceCatcher:
    """Listens on a free port until closed."""

    def __init__(self) -> None:
        self.spans: list[CaughtSpan] = []
        catcher = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                catcher.take(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
                """Nothing on the terminal."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def take(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            attributes = {a.key: a.value.string_value for a in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
                    said = " ".join([span.name, *(a.value.string_value for a in span.attributes)])
                    self.spans.append(CaughtSpan(attributes.get("service.name", ""), span.name, *ids, said))

    def trace(self, trace: str) -> list[CaughtSpan]:
        return [span for span in self.spans if span.trace == trace]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
