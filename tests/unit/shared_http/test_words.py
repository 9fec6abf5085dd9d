"""Every error word a service can answer with has a text a citizen can read."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from shared.http import app, validation
from shared.http.catalogue import load_catalogue
from shared.http.problems import BY_STATUS, KERNEL, Problem

SERVICES = sorted(path.parent.name for path in Path("services").glob("*/wiring.py"))


def _doors(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _doors(child)


def test_the_door_itself_has_a_text_for_each_of_its_words() -> None:
    words = {door.word for door in _doors()} | set(BY_STATUS.values()) | set(validation.WORDS.values())
    words |= {word for _, word in validation.BY_FAMILY} | {validation.OTHERWISE, "wrong-value", "text-missing"}
    words |= {word for _, word in (*KERNEL.values(), *app.KERNEL.values())}
    load_catalogue().require(words | {"invalid-json", "invalid-input", "storage-unavailable", "internal-error"})


def test_each_rule_a_service_can_refuse_by_has_a_text() -> None:
    for service in SERVICES:
        definition = import_module(f"services.{service}.wiring").SERVICE
        load_catalogue().require(word for _, word in definition.problems.values())
