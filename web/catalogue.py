"""The texts of the pages, with plural forms by their CLDR names."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("ar", "fr", "en")
PLURALS = ("zero", "one", "two", "few", "many", "other")
KEPT_TOGETHER = (
    (re.compile(r" (?=[:;?!»%])|(?<=«) "), "\u00a0"),
    (re.compile(r"-t-(?=il|elle|on)"), "\u2011t\u2011"),
)
"""Where a French line may not break: before a sign that stands apart, within a question's verb."""

Entry = str | Mapping[str, str]


class TextMissing(KeyError):
    """A page asked for a text that the catalogue of its language does not hold."""


class TextTwice(ValueError):
    """Two files of one language hold the same text."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts of one language, by dotted key; a text that counts holds one form a plural name."""

    language: str
    entries: Mapping[str, Entry] = field(repr=False)

    def say(self, key: str, **words: object) -> str:
        """One text; `words` fill its {places}."""
        entry = self._entry(key)
        if not isinstance(entry, str):
            raise TextMissing(f"{self.language}: {key} counts something")
        return entry.format(**words) if words else entry

    def count(self, key: str, number: int, shown: str | None = None, **words: object) -> str:
        """The form of a text that goes with this number; `shown` is how the number itself is written."""
        forms = self._entry(key)
        if isinstance(forms, str):
            raise TextMissing(f"{self.language}: {key} has no plural forms")
        name = Locale.parse(self.language).plural_form(number)
        return forms.get(name, forms["other"]).format(n=shown or number, **words)

    def has(self, key: str) -> bool:
        return key in self.entries

    def under(self, prefix: str) -> dict[str, Entry]:
        """The texts a script needs, handed to it as data."""
        return {key: entry for key, entry in self.entries.items() if key.startswith(prefix)}

    def _entry(self, key: str) -> Entry:
        try:
            return self.entries[key]
        except KeyError:
            raise TextMissing(f"{self.language}: {key}") from None


@cache
def catalogue(language: str, country: str = "") -> Catalogue:
    """The catalogue of a language, read once, with the words of one country where they differ: Morocco's جماعة is Tunisia's بلدية."""
    return Catalogue(language, _read(language) | _read(f"{language}-{country}"))


def _read(language: str) -> dict[str, Entry]:
    """One file for each kind of reader, no text in two of them."""
    entries: dict[str, Entry] = {}
    for path in sorted((FOLDER / language).glob("*.json")):
        room = json.loads(path.read_text(encoding="utf-8"))
        if said := entries.keys() & room:
            raise TextTwice(f"{language}/{path.name}: {', '.join(sorted(said))}")
        entries |= room
    return {key: _set(entry) for key, entry in entries.items()} if language.startswith("fr") else entries


def _set(entry: Entry) -> Entry:
    """As a French typesetter would; whoever writes a text types plain spaces."""
    if not isinstance(entry, str):
        return {name: str(_set(form)) for name, form in entry.items()}
    for broken, kept in KEPT_TOGETHER:
        entry = broken.sub(kept, entry)
    return entry


@cache
def tamazight() -> dict[str, str]:
    """The few labels whose Tamazight form is sure; everything else stays in the reader's language."""
    labels: dict[str, str] = json.loads((FOLDER / "zgh" / "labels.json").read_text(encoding="utf-8"))
    return labels


def plural_names(language: str) -> set[str]:
    """The plural names this language tells apart."""
    return {*Locale.parse(language).plural_form.tags, "other"}
