"""CloudEvents 1.0 on Kafka, binary mode: attributes in `ce_` headers, the event as JSON in the value."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.contracts.event import Event, event_types, topic_of

SPEC = "1.0"


class UnreadableEvent(Exception):
    """The message is not a CloudEvent, or does not carry what its type promises."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What led to the events announced now: the thread they belong to and the event just before."""

    correlation: str
    causation: str | None = None


CAUSE: ContextVar[Cause | None] = ContextVar("cause", default=None)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes of one event on the wire; `time` is civil, `id` a UUIDv7 of the system clock."""

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    sequence: int
    correlation: str
    causation: str | None
    traceparent: str | None
    key: str
    data: bytes

    @property
    def topic(self) -> str:
        return topic_of(self.type)

    def headers(self) -> list[tuple[str, bytes]]:
        """`ce_*` headers; optional attributes are left out when empty."""
        named: dict[str, str | None] = {
            "ce_specversion": SPEC,
            "ce_id": self.id,
            "ce_source": self.source,
            "ce_type": self.type,
            "ce_subject": self.subject,
            "ce_time": self.time.isoformat(),
            "ce_sequence": str(self.sequence),
            "ce_correlationid": self.correlation,
            "ce_causationid": self.causation,
            "traceparent": self.traceparent,
            "content-type": "application/json",
        }
        return [(name, value.encode()) for name, value in named.items() if value is not None]


def read_envelope(key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, Any]] | None) -> Envelope:
    """The envelope of a Kafka message; raises `UnreadableEvent`."""
    named = {name: _text(content) for name, content in headers or ()}
    try:
        return Envelope(
            id=named["ce_id"],
            source=named["ce_source"],
            type=named["ce_type"],
            subject=named["ce_subject"],
            time=datetime.fromisoformat(named["ce_time"]),
            sequence=int(named["ce_sequence"]),
            correlation=named.get("ce_correlationid", named["ce_id"]),
            causation=named.get("ce_causationid"),
            traceparent=named.get("traceparent"),
            key=_text(key),
            data=value or b"",
        )
    except (KeyError, ValueError) as broken:
        raise UnreadableEvent(f"not a CloudEvent: {broken}") from broken


def read_event(envelope: Envelope, wanted: Mapping[str, type[Event]]) -> Event | None:
    """The event itself, `None` when nobody here listens to its type; raises `UnreadableEvent`."""
    kind = wanted.get(envelope.type)
    if kind is None:
        return None
    try:
        return kind.model_validate_json(envelope.data)
    except ValidationError as broken:
        raise UnreadableEvent(f"{envelope.type}: {broken.error_count()} broken fields") from broken


def by_type() -> dict[str, type[Event]]:
    """Every known event class by its CloudEvents type."""
    return {kind.TYPE: kind for kind in event_types()}


def _text(content: Any) -> str:
    return content.decode("utf-8") if isinstance(content, bytes) else str(content or "")
