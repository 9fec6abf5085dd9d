"""The AsyncAPI 3 document of one service, made from its event classes: `python -m shared.contracts.asyncapi [service]`."""

import json
import sys
from importlib import import_module
from typing import Any

from shared.contracts.event import Event, event_types, topic_of

SERVICES = ("proposals", "scheduling", "voting", "notifications")

HEADERS: dict[str, Any] = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_sequence"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "UUIDv7; the same event always has the same id."},
        "ce_source": {"type": "string", "description": "`/pb/<service>`."},
        "ce_type": {"type": "string"},
        "ce_subject": {"type": "string", "description": "Id of the aggregate."},
        "ce_time": {"type": "string", "format": "date-time", "description": "Civil instant it happened."},
        "ce_sequence": {"type": "string", "description": "Version of the aggregate after it happened."},
        "ce_correlationid": {"type": "string", "description": "The thread of events it belongs to."},
        "ce_causationid": {"type": "string", "description": "The event that led to it."},
        "traceparent": {"type": "string", "description": "W3C trace context."},
    },
}


def events_of(service: str) -> list[type[Event]]:
    """The event classes a service announces, by type."""
    module = import_module(f"shared.contracts.{service}").__name__
    return sorted((kind for kind in event_types() if kind.__module__ == module), key=lambda kind: kind.TYPE)


def document(service: str) -> dict[str, Any]:
    """The whole document; the same classes give the same document."""
    kinds = events_of(service)
    topic = topic_of(kinds[0].TYPE)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"Events of the {service} service", "version": "1"},
        "defaultContentType": "application/json",
        "channels": {
            topic: {
                "address": topic,
                "description": "Key: `<municipality>/<aggregate>`. CloudEvents 1.0, binary mode.",
                "messages": {kind.__name__: _reference("messages", kind) for kind in kinds},
            }
        },
        "operations": {f"announce{kind.__name__}": _operation(topic, kind) for kind in kinds},
        "components": {
            "messages": {kind.__name__: _message(kind) for kind in kinds},
            "schemas": {"CloudEvent": HEADERS},
        },
    }


def schema_of(kind: type[Event]) -> dict[str, Any]:
    """JSON Schema of the data of one event; tolerant, so unknown fields are allowed."""
    return kind.model_json_schema(mode="serialization")


def _reference(part: str, kind: type[Event]) -> dict[str, str]:
    return {"$ref": f"#/components/{part}/{kind.__name__}"}


def _operation(topic: str, kind: type[Event]) -> dict[str, Any]:
    channel = f"#/channels/{topic}"
    return {
        "action": "send",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{kind.__name__}"}],
    }


def _message(kind: type[Event]) -> dict[str, Any]:
    return {
        "name": kind.TYPE,
        "title": kind.__name__,
        "summary": (kind.__doc__ or "").strip(),
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEvent"},
        "payload": schema_of(kind),
    }


if __name__ == "__main__":
    for name in sys.argv[1:] or SERVICES:
        print(json.dumps(document(name), ensure_ascii=False, indent=2))
