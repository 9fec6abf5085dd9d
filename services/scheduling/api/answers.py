"""How an answer is kept under its idempotency key: as plain JSON."""

from typing import Any

from pydantic import TypeAdapter

VIEW = TypeAdapter(dict[str, Any])


def told(view: dict[str, Any]) -> dict[str, Any]:
    """The very values the sender reads, so that the same request later reads the same."""
    plain: dict[str, Any] = VIEW.dump_python(view, mode="json")
    return plain
