"""How an answer is kept under its idempotency key: as plain JSON."""

from typing import Any

from fastapi.encoders import jsonable_encoder


def told(view: dict[str, Any]) -> dict[str, Any]:
    """The very values the sender reads, so that the same request later reads the same."""
    plain: dict[str, Any] = jsonable_encoder(view)
    return plain
