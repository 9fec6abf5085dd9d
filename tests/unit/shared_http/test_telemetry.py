"""One trace goes on where a message travels without a library's help."""

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import get_current_span, use_span

from shared import telemetry


def test_outside_a_trace_nothing_is_carried() -> None:
    assert telemetry.inject_context() is None
    assert telemetry.celery_headers() == {}
    assert telemetry.start_telemetry("voting", None) is None


def test_a_consumer_and_a_task_continue_the_trace_of_the_request() -> None:
    request = TracerProvider().get_tracer("test").start_span("request")
    trace_id = request.get_span_context().trace_id
    with use_span(request):
        traceparent = telemetry.inject_context()
        headers = telemetry.celery_headers()
    assert traceparent is not None
    with telemetry.consumer_span("pb.proposals.submitted.v1", traceparent):
        assert get_current_span().get_span_context().trace_id == trace_id
    with telemetry.task_span("notifications.deliver", headers):
        assert get_current_span().get_span_context().trace_id == trace_id
