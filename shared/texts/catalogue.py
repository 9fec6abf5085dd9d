"""Texts by key and language, with the plural form CLDR prescribes for the number at hand."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from babel import Locale

Entry: TypeAlias = "str | Mapping[str, str]"
FORMS = ("zero", "one", "two", "few", "many", "other")


class TextMissing(Exception):
    """A catalogue has no text under this key."""


class Catalogue:
    """One language's texts. An entry is a text, or one text a CLDR plural name and `by`, the value that decides.

    `{"by": "days", "one": "{days} day", "other": "{days} days"}`. A name absent from an entry falls back to `other`; `=0` wins for exactly that number.
    """

    def __init__(self, language: str, entries: Mapping[str, Entry]) -> None:
        self.language = language
        self._entries = entries

    @classmethod
    def read(cls, language: str, file: Path) -> "Catalogue":
        return cls(language, _load(file))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def text(self, key: str, **values: object) -> str:
        """The text under `key` with its `{names}` filled. Raises TextMissing, KeyError when a value is missing."""
        if key not in self._entries:
            raise TextMissing(f"{self.language}: {key}")
        return filled(self._entries[key], self.language, values)


def filled(entry: Entry, language: str, values: Mapping[str, object]) -> str:
    """`entry` in its plural form with its `{names}` filled."""
    if isinstance(entry, str):
        return entry.format_map(dict(values))
    return _form(entry, language, values).format_map(dict(values))


def plural_name(language: str, count: int | float) -> str:
    """`zero`, `one`, `two`, `few`, `many` or `other`; Arabic uses all six."""
    return str(_locale(language).plural_form(count))


def _form(entry: Mapping[str, str], language: str, values: Mapping[str, object]) -> str:
    count = values[entry["by"]]
    if not isinstance(count, int | float):
        raise TypeError(f"{entry['by']} must be a number")
    return entry.get(f"={count}") or entry.get(plural_name(language, count), entry["other"])


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def _load(file: Path) -> Mapping[str, Entry]:
    loaded: Mapping[str, Entry] = json.loads(file.read_text("utf-8"))
    return loaded
