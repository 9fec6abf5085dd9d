"""The field's words as the source documents use them: one list for screens, messages, documents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "glossary.json"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms by id; `zgh` is absent where no sure Tamazight form is known."""

    terms: Mapping[str, Mapping[str, str | None]]

    def term(self, term_id: str, language: str) -> str | None:
        """The word in a language; none where the glossary knows none."""
        return self.terms[term_id].get(language)


@cache
def load_glossary() -> Glossary:
    terms = json.loads(FILE.read_text("utf-8"))["terms"]
    return Glossary({term["id"]: term for term in terms})
