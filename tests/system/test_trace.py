"""One trace leads from a click to the message it caused."""

import time
from collections.abc import Iterator

from deploy.demo.play import Play
from tests.support.otlp import CaughtSpan, TraceCatcher

WAY = ("smtp send", "task notifications.", "consume pb.", "publish pb.", "POST /")
"""What lies behind a sent message, the last step first; other spans may lie between."""

PATIENCE = 10.0  # seconds; spans are exported every second


def ancestors(span: CaughtSpan, by_id: dict[str, CaughtSpan]) -> Iterator[CaughtSpan]:
    while True:
        yield span
        if span.parent not in by_id:
            return
        span = by_id[span.parent]


def followed(way: list[CaughtSpan]) -> bool:
    """Whether the steps of WAY come one after the other."""
    spans = iter(way)
    return all(any(span.name.startswith(step) for span in spans) for step in WAY)


def connected(traces: TraceCatcher) -> list[list[CaughtSpan]]:
    """The whole ways from a message back to the request that caused it."""
    by_id = {span.id: span for span in list(traces.spans)}
    sent = [span for span in by_id.values() if span.name == WAY[0]]
    return [way for span in sent if followed(way := list(ancestors(span, by_id)))]


def test_a_message_can_be_traced_back_to_the_request_that_caused_it(edition: Play, traces: TraceCatcher) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (ways := connected(traces)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert ways
    way = ways[0]
    assert way[-1].parent == ""
    assert len({span.service for span in way}) == 2
    assert way[0].service == "notifications"


def test_the_same_trace_shows_what_the_database_did_on_both_sides(edition: Play, traces: TraceCatcher) -> None:
    seen = {(span.service, span.name) for way in connected(traces) for span in traces.trace(way[0].trace)}
    written = {service for service, name in seen if ".insert" in name or "_outbox" in name}
    assert len(written) >= 2
    assert "notifications" in written


def test_no_trace_tells_who_voted_when(edition: Play, traces: TraceCatcher) -> None:
    assert [span.said for span in traces.spans if "/ballots" in span.said] == []
