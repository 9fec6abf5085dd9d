"""Which field broke which rule, in stable words instead of a library's types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.http.catalogue import Catalogue

BROKEN_JSON = "json_invalid"

WORDS = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "bytes_too_long": "too-long",
    "too_short": "too-few",
    "too_long": "too-many",
    "greater_than": "too-small",
    "greater_than_equal": "too-small",
    "less_than": "too-large",
    "less_than_equal": "too-large",
    "finite_number": "wrong-type",
    "multiple_of": "wrong-format",
    "enum": "not-a-choice",
    "literal_error": "not-a-choice",
    "string_pattern_mismatch": "wrong-format",
    "string_unicode": "wrong-format",
    "timezone_aware": "timezone-missing",
    "union_tag_invalid": "not-a-choice",
    "union_tag_not_found": "field-missing",
}
BY_FAMILY = (
    ("date", "not-a-date"),
    ("time", "not-a-date"),
    ("uuid", "wrong-format"),
    ("url", "wrong-format"),
)
OTHERWISE = "wrong-type"
PLACES = frozenset({"body", "query", "path", "header", "cookie"})
LIMITS = ("min_length", "max_length", "ge", "gt", "le", "lt")


@dataclass(frozen=True, slots=True)
class Broken:
    """One field and the rule it broke; `limits` fills the places of its text."""

    field: str
    word: str
    limits: Mapping[str, Any]


def broken_fields(errors: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> list[Broken]:
    """The value typed is never repeated: it may be personal, and it may be large."""
    return [Broken(_path(e["loc"]), _word(e, catalogue), _limits(e.get("ctx") or {})) for e in errors]


def _path(location: Iterable[str | int]) -> str:
    steps = list(location)
    return ".".join(str(step) for step in (steps[1:] if steps and steps[0] in PLACES else steps))


def _word(error: Mapping[str, Any], catalogue: Catalogue) -> str:
    kind = str(error["type"])
    if kind in WORDS:
        return WORDS[kind]
    if kind in catalogue:
        return kind
    if kind in ("value_error", "assertion_error"):
        return _own_word(error, catalogue)
    return next((word for family, word in BY_FAMILY if kind.startswith(family)), OTHERWISE)


def _own_word(error: Mapping[str, Any], catalogue: Catalogue) -> str:
    """A schema says its own word by `raise ValueError("the-word")`."""
    said = str((error.get("ctx") or {}).get("error", ""))
    return said if said in catalogue else "wrong-value"


def _limits(context: Mapping[str, Any]) -> dict[str, Any]:
    found = [context[name] for name in LIMITS if name in context]
    return {"limit": found[0]} if found else {}
