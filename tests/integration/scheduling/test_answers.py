"""What the routes answer has a shape with a name in their published description."""

from fastapi import FastAPI

from services.scheduling.wiring import SERVICE


def test_every_answer_has_a_shape_with_a_name() -> None:
    app = FastAPI()
    for router in SERVICE.routers:
        app.include_router(router)
    nameless = [
        f"{path} {status}"
        for path, operations in app.openapi()["paths"].items()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        if status.startswith("2")
        and "$ref" not in response.get("content", {}).get("application/json", {}).get("schema", {"$ref": ""})
    ]
    assert nameless == []
