"""The compose file as an engine would read it, without an engine."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>(?:[^{}]|\{[^}]*\})*))?\}")


def text() -> str:
    return (ROOT / "docker-compose.yml").read_text("utf-8")


def variables() -> dict[str, str | None]:
    """Every variable and its default; None where it must be given."""
    found: dict[str, str | None] = {}
    for match in VARIABLE.finditer(text()):
        given = match["rest"] if match["kind"] == "-" else None
        found[match["name"]] = given if found.get(match["name"]) is None else found[match["name"]]
    return found


def environment_file(name: str) -> dict[str, str]:
    lines = (ROOT / "deploy/compose" / name).read_text("utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: value for key, _, value in pairs}


class VariableMissing(Exception):
    """A variable without a default is not given."""


def services(given: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """All services with their variables filled in."""

    def fill(match: re.Match[str]) -> str:
        if value := given.get(match["name"]):
            return value
        if match["kind"] != "-":
            raise VariableMissing(match["name"])
        return str(match["rest"])

    whole = yaml.safe_load(text())
    found: dict[str, dict[str, Any]] = _filled(whole["services"], lambda line: VARIABLE.sub(fill, line))
    return found


def _filled(value: Any, fill: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, fill) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, fill) for item in value]
    return fill(value).replace("$$", "$") if isinstance(value, str) else value
