"""Whether a changed event still keeps the promise it was published with."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

LIMITS_UP = ("minimum", "exclusiveMinimum", "minLength", "minItems")
LIMITS_DOWN = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def broken_promises(published: Schema, current: Schema) -> list[str]:
    """What a reader of the published schema could trip over, or a writer of it no longer says; empty when compatible.

    An optional field added passes. A field removed, retyped or tightened, a required field added and
    a changed enumeration do not: those are a new version of the event.
    """
    return list(_object(_resolve(published, published), _resolve(current, current), "", published, current))


def _object(old: Schema, new: Schema, path: str, old_root: Schema, new_root: Schema) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in sorted(before.keys() - after.keys()):
        yield f"{path}{name}: removed"
    must_before, must_after = set(old.get("required", [])), set(new.get("required", []))
    for name in sorted(must_after - must_before):
        yield f"{path}{name}: required now"
    for name in sorted((must_before - must_after) & after.keys()):
        yield f"{path}{name}: no longer always there"
    for name in sorted(before.keys() & after.keys()):
        yield from _value(before[name], after[name], f"{path}{name}", old_root, new_root)


def _value(old: Schema, new: Schema, path: str, old_root: Schema, new_root: Schema) -> Iterator[str]:
    old, new = _resolve(old, old_root), _resolve(new, new_root)
    if _kinds(old, old_root) != _kinds(new, new_root):
        yield f"{path}: retyped"
        return
    if set(map(str, old.get("enum", []))) != set(map(str, new.get("enum", []))) or old.get("const") != new.get("const"):
        yield f"{path}: enumeration changed"
    yield from _tightened(old, new, path)
    if old.get("type") == "object":
        yield from _object(old, new, f"{path}.", old_root, new_root)
    if "items" in old and "items" in new:
        yield from _value(old["items"], new["items"], f"{path}[]", old_root, new_root)
    yield from _alternatives(old, new, path, old_root, new_root)


def _alternatives(old: Schema, new: Schema, path: str, old_root: Schema, new_root: Schema) -> Iterator[str]:
    for before, after in zip(old.get("anyOf", []), new.get("anyOf", []), strict=False):
        yield from _value(before, after, path, old_root, new_root)


def _tightened(old: Schema, new: Schema, path: str) -> Iterator[str]:
    for limit in LIMITS_UP:
        if limit in new and new[limit] > old.get(limit, float("-inf")):
            yield f"{path}: {limit} tightened"
    for limit in LIMITS_DOWN:
        if limit in new and new[limit] < old.get(limit, float("inf")):
            yield f"{path}: {limit} tightened"
    if new.get("pattern") not in (None, old.get("pattern")):
        yield f"{path}: pattern tightened"


def _kinds(schema: Schema, root: Schema) -> tuple[str, ...]:
    if "anyOf" in schema:
        return tuple(sorted(kind for part in schema["anyOf"] for kind in _kinds(_resolve(part, root), root)))
    return (f"{schema.get('type', 'any')}:{schema.get('format', '')}",)


def _resolve(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: Schema = root["$defs"][reference.rsplit("/", 1)[1]]
    return target
