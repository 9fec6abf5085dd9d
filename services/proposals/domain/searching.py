"""By which letters a proposal is found, in any spelling and while its words are still being typed."""

import re
from collections.abc import Sequence

from shared.texts.folding import fold

# Every key is a row of the index: one for a word, by its first letters, leads near enough; the rest is compared.
KEY = 3
# Prepositions and conjunctions written onto the word that follows them.
_GLUED = "وفبكل"
_ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=\w{3,})")


def spelled(text: str) -> str:
    """Every word as it is compared: folded, as written and without what is glued before it, a space before each."""
    return " " + " ".join(sorted({form for word in fold(text).split() for form in _forms(word)}))


def keys(words: str) -> frozenset[str]:
    """What is indexed of `spelled` words: how each begins."""
    return frozenset(key for word in words.split() if (key := key_of(word)))


def typed(query: str) -> list[str]:
    """The beginnings somebody types, without articles; the longest first, for it is likely the rarest."""
    return sorted({_ARTICLE.sub("", word) for word in fold(query).split()}, key=lambda word: (-len(word), word))


def key_of(word: str) -> str | None:
    """Under which key a word stands; a word shorter than a key has none."""
    return word[:KEY] if len(word) >= KEY else None


def holds(words: str, beginnings: Sequence[str]) -> bool:
    """Every beginning begins one of the `spelled` words."""
    return all(f" {each}" in words for each in beginnings)


def _forms(word: str) -> set[str]:
    glued = {word[1:]} if word[0] in _GLUED and len(word) > KEY else set()
    return {word, _ARTICLE.sub("", word), *glued}
