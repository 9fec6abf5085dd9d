"""One trace from the first request to the last message, carried by hand where no library carries it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from fastapi import FastAPI
from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, ParentBased, Sampler, SamplingResult
from opentelemetry.trace import Link, Span, SpanKind, TraceState, format_trace_id
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes

# The ballot route is hot (instrumenting it costs three times its work) and must leave no trace of who voted when.
UNTRACED = "/health/,/metrics$,/ballots$,/live$"
EXPORT_TIMEOUT = 2  # seconds: a collector that hangs must not hold a process that is stopping
HEADER = "traceparent"

_carry = TraceContextTextMapPropagator()


class NoLoneQueries(Sampler):
    """Keeps a trace that begins at a door, not the polling of the database between them."""

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        decision = Decision.DROP if kind is SpanKind.CLIENT else Decision.RECORD_AND_SAMPLE
        return SamplingResult(decision, attributes, trace_state)

    def get_description(self) -> str:
        return "NoLoneQueries"


def start_telemetry(service: str, endpoint: str | None, process: str = "api") -> TracerProvider | None:
    """Export spans to `endpoint` (OTLP/HTTP base address); without one nothing is recorded and nothing is paid."""
    if not endpoint:
        return None
    resource = Resource.create({"service.name": service, "pb.process": process})
    provider = TracerProvider(sampler=ParentBased(root=NoLoneQueries()), resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=EXPORT_TIMEOUT)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    trace.set_tracer_provider(provider)
    PymongoInstrumentor().instrument(tracer_provider=provider)
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)
    return provider


def stop_telemetry(provider: TracerProvider | None) -> None:
    """Send what is still waiting; at most one export timeout long."""
    if provider is not None:
        provider.shutdown()


def instrument_app(app: FastAPI) -> None:
    """A server span for every request but the ones named in UNTRACED."""
    FastAPIInstrumentor.instrument_app(app, excluded_urls=UNTRACED, exclude_spans=["receive", "send"])


def inject_context() -> str | None:
    """The `traceparent` of the current span, to be kept in an outbox row; None outside any trace."""
    carrier: dict[str, str] = {}
    _carry.inject(carrier)
    return carrier.get(HEADER)


def trace_of(traceparent: str | None) -> str | None:
    """The id of the trace a `traceparent` belongs to; None when it names none."""
    span = trace.get_current_span(_parent(traceparent)).get_span_context()
    return format_trace_id(span.trace_id) if span.is_valid else None


def celery_headers() -> dict[str, str]:
    """The headers that let a Celery task continue this trace; empty outside any trace."""
    traceparent = inject_context()
    return {HEADER: traceparent} if traceparent else {}


def _parent(traceparent: str | None) -> Context:
    return _carry.extract({HEADER: traceparent} if traceparent else {})


@contextmanager
def continued(traceparent: str | None) -> Iterator[None]:
    """Inside it, whatever is enqueued belongs to a trace that was set down earlier."""
    token = context.attach(_parent(traceparent))
    try:
        yield
    finally:
        context.detach(token)


@contextmanager
def _span(name: str, kind: SpanKind, parent: Context | None, facts: Mapping[str, str | int]) -> Iterator[Span]:
    with trace.get_tracer("pb").start_as_current_span(name, context=parent, kind=kind, attributes=facts) as span:
        yield span


@contextmanager
def consumer_span(name: str, traceparent: str | None, **facts: str | int) -> Iterator[Span]:
    """Handling one event, as a child of the span that announced it."""
    with _span(f"consume {name}", SpanKind.CONSUMER, _parent(traceparent), facts) as span:
        yield span


@contextmanager
def publish_span(name: str, traceparent: str | None, **facts: str | int) -> Iterator[Span]:
    """Publishing one outbox row; `inject_context()` inside it gives the header the consumer continues."""
    with _span(f"publish {name}", SpanKind.PRODUCER, _parent(traceparent), facts) as span:
        yield span


@contextmanager
def task_span(name: str, headers: Mapping[str, object] | None, **facts: str | int) -> Iterator[Span]:
    """Running one Celery task, as a child of the span that enqueued it (`celery_headers`)."""
    traceparent = (headers or {}).get(HEADER)
    parent = _parent(traceparent if isinstance(traceparent, str) else None)
    with _span(f"task {name}", SpanKind.CONSUMER, parent, facts) as span:
        yield span


@contextmanager
def client_span(name: str, **facts: str | int) -> Iterator[Span]:
    """A call to the outside (SMTP, a gateway), as a child of whatever runs now."""
    with _span(name, SpanKind.CLIENT, None, facts) as span:
        yield span
