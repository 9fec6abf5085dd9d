"""Every event is compatible with the schema it was published with (`python -m tests.contract.publish`)."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.asyncapi import SERVICES, document, events_of, schema_of
from shared.contracts.compatibility import broken_promises
from shared.contracts.event import Event
from shared.contracts.proposals import SheetPublished

PUBLISHED = Path(__file__).parent.parent / "published"
EVENTS = [kind for service in SERVICES for kind in events_of(service)]
SCHEMA = schema_of(SheetPublished)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_a_published_event_is_still_compatible(kind: type[Event]) -> None:
    published = json.loads((PUBLISHED / f"{kind.TYPE}.json").read_text())
    assert broken_promises(published, schema_of(kind)) == []


def test_no_published_event_was_forgotten() -> None:
    assert {path.stem for path in PUBLISHED.glob("*.json")} == {kind.TYPE for kind in EVENTS}


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_every_field_of_an_event_is_described(kind: type[Event]) -> None:
    schema = schema_of(kind)
    parts = [schema, *schema.get("$defs", {}).values()]
    fields = [(name, field) for part in parts for name, field in part.get("properties", {}).items()]
    assert [name for name, field in fields if "description" not in field] == []


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_an_event_is_named_after_its_service_and_versioned(kind: type[Event]) -> None:
    service = kind.__module__.rsplit(".", 1)[1]
    assert kind.TYPE.startswith(f"pb.{service}.")
    assert kind.TYPE.rsplit(".", 1)[1] == "v1"
    assert kind.SUBJECT in kind.model_fields


@pytest.mark.parametrize("service", SERVICES)
def test_the_asyncapi_document_names_every_event_of_its_service(service: str) -> None:
    made = document(service)
    assert set(made["components"]["messages"]) == {kind.__name__ for kind in events_of(service)}
    assert made == json.loads(json.dumps(made))


def changed(change: Any) -> dict[str, Any]:
    schema = deepcopy(SCHEMA)
    change(schema)
    return schema


def test_an_optional_field_may_be_added() -> None:
    assert broken_promises(SCHEMA, changed(lambda s: s["properties"].update(note={"type": "string"}))) == []


BREAKING = {
    "a field removed": lambda s: s["properties"].pop("title"),
    "a field retyped": lambda s: s["properties"].update(title={"type": "integer"}),
    "a limit tightened": lambda s: s["properties"]["sheet_version"].update(minimum=2),
    "a new limit": lambda s: s["properties"]["title"].update(maxLength=5),
    "a pattern added": lambda s: s["properties"]["title"].update(pattern="^a"),
    "a required field added": lambda s: (s["properties"].update(note={"type": "string"}), s["required"].append("note")),
    "an optional field required": lambda s: s["required"].append("document"),
    "a required field optional": lambda s: s["required"].remove("title"),
    "an enumeration changed": lambda s: s["properties"]["title"].update(enum=["a"]),
    "a nested field removed": lambda s: s["$defs"]["Document"]["properties"].pop("sha256"),
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_change_that_breaks_readers_is_found(name: str) -> None:
    assert broken_promises(SCHEMA, changed(BREAKING[name])) != []


@given(st.sampled_from(EVENTS), st.text("abcdefghij", min_size=3, max_size=8))
def test_adding_any_optional_field_to_any_event_passes(kind: type[Event], name: str) -> None:
    schema = schema_of(kind)
    grown = deepcopy(schema)
    grown["properties"].setdefault(f"{name}_x", {"type": "string"})
    assert broken_promises(schema, grown) == []


def test_a_reader_survives_fields_it_does_not_know() -> None:
    raw = {"municipality": "tn-nefta", "proposal_id": "p", "edition": "2022", "title": "t"}
    read = SheetPublished.model_validate({**raw, "sheet_version": 1, "total_cost": 3, "invented_later": True})
    assert read.title == "t"
