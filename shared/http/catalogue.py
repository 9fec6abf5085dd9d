"""What every error word says in Arabic, French and English."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

from shared.http.language import LANGUAGES, Language

FOLDER = Path(__file__).with_name("catalogue")


class WordWithoutText(Exception):
    """A word is used that the catalogue does not say in all three languages."""


class Catalogue:
    """Texts by word; `{name}` in a text is replaced by the error's field of that name."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    def __contains__(self, word: str) -> bool:
        return set(LANGUAGES) <= set(self._texts.get(word, ()))

    def text(self, word: str, language: Language, fields: Mapping[str, object] | None = None) -> str:
        """The text of a known word; an unknown word is its own text."""
        pattern = self._texts.get(word, {}).get(language, word)
        written = {name: _listed(value, language) for name, value in (fields or {}).items()}
        return Formatter().vformat(pattern, (), _Known(written))

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self._texts)

    def require(self, words: Iterable[str]) -> None:
        if missing := sorted(word for word in words if word not in self):
            raise WordWithoutText(f"shared/http/catalogue has no ar/fr/en text for: {', '.join(missing)}")


def _listed(value: object, language: Language) -> object:
    """Several things as people list them, never as a program does."""
    if isinstance(value, list | tuple | set | frozenset):
        return ("، " if language == "ar" else ", ").join(map(str, value))
    return value


class _Known(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """All files of the catalogue as one; a word in two files keeps the text of the later one."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.json")):
        texts.update(json.loads(path.read_text(encoding="utf-8")))
    return Catalogue(texts)
