"""Makes the pages that would otherwise drift from the code: `python -m docs.generate` writes, `--check` compares."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute

from shared.contracts.asyncapi import SERVICES, events_of, schema_of
from shared.http.app import EVERYWHERE
from shared.http.auth import OptionalStaff, Staff
from shared.service import ServiceDefinition
from shared.settings import ServiceSettings

FOLDER = Path(__file__).parent


def definition_of(service: str) -> ServiceDefinition:
    found: ServiceDefinition = import_module(f"services.{service}.wiring").SERVICE
    return found


def events() -> str:
    """One table a service: what it announces, with every field, and who listens."""
    listeners = {name: {kind.TYPE for kind in definition_of(name).handlers} for name in SERVICES}
    lines = ["# Events", "", "CloudEvents 1.0 on Kafka, binary mode. Key: `<municipality>/<aggregate>`."]
    for service in SERVICES:
        lines += ["", f"## `pb.{service}`"]
        for kind in events_of(service):
            heard = ", ".join(name for name in SERVICES if kind.TYPE in listeners[name]) or "nobody yet"
            lines += [
                "",
                f"### {kind.__name__} · `{kind.TYPE}`",
                "",
                (kind.__doc__ or "").strip(),
                "",
                f"Listens: {heard}.",
                "",
            ]
            lines += ["| field | type | meaning |", "|---|---|---|", *_fields(schema_of(kind))]
    return "\n".join(lines) + "\n"


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    required = set(schema.get("required", []))
    for name, field in schema["properties"].items():
        optional = "" if name in required else " (optional)"
        yield f"| `{name}` | {_type(field)}{optional} | {field.get('description', '')} |"


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"].rsplit("/", 1)[1])
    if "anyOf" in field:
        return " or ".join(_type(part) for part in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    return str(field.get("format") or field.get("type", "any"))


def settings() -> str:
    """Every setting of every process: shared ones once, then what a service adds."""
    lines = [
        "# Settings",
        "",
        "Read once at start, from the environment. A setting without a default must be given.",
        "",
    ]
    lines += ["## Every service", "", *_settings(ServiceSettings, set())]
    shared = set(ServiceSettings.model_fields)
    for service in SERVICES:
        own = definition_of(service).settings
        if set(own.model_fields) - shared:
            lines += ["", f"## {service}", "", *_settings(own, shared)]
    web = import_module("web.settings").Settings
    return "\n".join([*lines, "", "## web", "", *_settings(web, set())]) + "\n"


def _settings(kind: Any, known: set[str]) -> Iterator[str]:
    yield "| variable | default | meaning |"
    yield "|---|---|---|"
    prefix = str(kind.model_config.get("env_prefix", ""))
    for name, field in kind.model_fields.items():
        if name not in known:
            default = "must be given" if field.is_required() else f"`{field.get_default(call_default_factory=True)}`"
            yield f"| `{(prefix + name).upper()}` | {default} | {field.description or ''} |"


def roles() -> str:
    """Which role may give which command."""
    lines = ["# Roles", "", "The issuer says who somebody is; a grant says what they may do and where."]
    doors = {"every service": EVERYWHERE} | {name: definition_of(name).routers for name in SERVICES}
    for service, routers in doors.items():
        lines += ["", f"## {service}", "", "| command | roles |", "|---|---|"]
        for router in routers:
            lines += sorted(_commands(router.routes))
    return "\n".join(lines) + "\n"


def _commands(routes: Any) -> Iterator[str]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield f"| `{' '.join(sorted(route.methods or ()))} {route.path_format}` | {_allowed(list(_guards(route.dependant)))} |"


def _allowed(guards: list[Staff]) -> str:
    roles = ", ".join(sorted({role for one in guards for role in one.roles}))
    if not guards:
        return "everybody"
    return f"everybody; more for {roles}" if any(isinstance(one, OptionalStaff) for one in guards) else roles


def _guards(dependant: Any) -> Iterator[Staff]:
    for one in dependant.dependencies:
        if isinstance(one.call, Staff):
            yield one.call
        yield from _guards(one)


PAGES = {"events.md": events, "settings.md": settings, "roles.md": roles}


def outdated() -> list[str]:
    """The pages that no longer say what the code does."""
    return [name for name, make in PAGES.items() if not _same(FOLDER / name, make())]


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def main() -> None:
    if "--check" in sys.argv:
        sys.exit(f"run `python -m docs.generate`: {', '.join(stale)}" if (stale := outdated()) else 0)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make())


if __name__ == "__main__":
    main()
