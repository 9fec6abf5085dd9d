"""Whatever is sent to a documented route, the service answers as its document says and never breaks."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import checks

from shared.http import create_app
from tests.integration.openapi.conftest import SERVICES, TOWN, Doors

EXAMPLES = 3  # per route and way of making input; some 180 routes share one database
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
ENDLESS = "/live"


def document(service: str) -> dict[str, Any]:
    """The OpenAPI document, made without starting anything."""
    definition = import_module(f"services.{service}.wiring").SERVICE
    settings = definition.settings.model_construct(otlp_endpoint=None)
    found: dict[str, Any] = create_app(definition, settings, lambda _: nullcontext()).openapi()
    return found


def routes() -> list[Any]:
    """Every documented route of every service."""
    found = []
    for service in SERVICES:
        documented: Any = schemathesis.openapi.from_dict(document(service))
        for made in documented.get_all_operations():
            route = made.ok()
            if not route.path.endswith(ENDLESS):
                found.append(pytest.param(service, route, id=f"{service} {route.method.upper()} {route.path}"))
    return found


@pytest.mark.parametrize(("service", "route"), routes())
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_a_route_answers_as_its_document_says(service: str, route: Any, mode: Any, doors: Doors) -> None:
    send = _with_made_input(route, mode, lambda case: _send(case, service, doors))
    with suppress(Unsatisfiable):  # a route that takes nothing cannot be given anything wrong
        send()


def _with_made_input(route: Any, mode: Any, send: Callable[[Any], None]) -> Callable[[], None]:
    phases = [Phase.explicit, Phase.generate]  # shrinking would send hundreds of requests more
    bounded = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=phases)
    seeded: Any = seed(20250215)
    sown: Any = given(route.as_strategy(generation_mode=mode))
    made: Callable[[], None] = bounded(seeded(sown(send)))
    return made


def _send(case: Any, service: str, doors: Doors) -> None:
    if "municipality" in (case.path_parameters or {}):
        case.path_parameters["municipality"] = TOWN
    case.headers = {**dict(case.headers or {}), **doors.headers, "Idempotency-Key": str(uuid4())}
    case.call_and_validate(base_url=doors.url[service], checks=CHECKS, timeout=30)


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_has_a_name_of_its_own_for_generated_clients(service: str) -> None:
    operations = [operation for path in document(service)["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == sorted(set(names))
