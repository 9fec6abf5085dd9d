"""What the routes answer is said field by field in their published description."""

from collections.abc import Iterable
from typing import Any

import pytest
from fastapi import FastAPI

from services.proposals.wiring import SERVICE

# Shapes of a standard of their own, described where that standard is published.
ELSEWHERE = {
    ("ZoneFeature", "geometry"),
    ("ProjectPackage", "projects"),
    ("MapBody", "features"),
    ("MapBody", "boundary"),
}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    app = FastAPI()
    for router in SERVICE.routers:
        app.include_router(router)
    return app.openapi()


def answers(paths: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    for path, operations in paths.items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                found = response.get("content", {}).get("application/json")
                if status.startswith("2") and found:
                    yield f"{path} {status}", found["schema"]


def test_every_answer_has_a_shape_with_a_name(description: dict[str, Any]) -> None:
    assert [where for where, schema in answers(description["paths"]) if "$ref" not in schema] == []


def test_no_part_of_a_shape_is_left_open_unless_another_standard_says_it(description: dict[str, Any]) -> None:
    shapes = description["components"]["schemas"]
    loose = {
        (name, field)
        for name, shape in shapes.items()
        for field, schema in shape.get("properties", {}).items()
        if "'additionalProperties': True" in str(schema)
    }
    assert loose == ELSEWHERE
