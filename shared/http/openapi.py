"""The service's OpenAPI document: every operation may answer with a problem document."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.http.problems import MEDIA_TYPE

TEXT = {"type": "string"}
PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. `word` is stable; `title` and messages follow Accept-Language. More members may follow.",
    "type": "object",
    "required": ["type", "title", "status", "instance", "word", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "instance": TEXT,
        "word": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "word", "message"],
                "properties": {"field": TEXT, "word": TEXT, "message": TEXT},
            },
        },
    },
}
ANSWER = {
    "description": "The rule that was broken.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")


def document(app: FastAPI) -> dict[str, Any]:
    """Made once, then kept."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        app.openapi_schema = _with_problems(found)
    return app.openapi_schema


def _with_problems(found: dict[str, Any]) -> dict[str, Any]:
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name in FRAMEWORKS_OWN:
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = ANSWER
    return found
