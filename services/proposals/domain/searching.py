"""By which letters a proposal is found, in any spelling and while its words are still being typed."""

import re

from shared.texts.folding import fold

# Every size is a row of the index for every word: four of them find a word well enough while it is being typed.
SIZES = (2, 3, 4, 6)
# Prepositions and conjunctions written onto the word that follows them.
_GLUED = "وفبكل"
_ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=\w{3,})")


def beginnings(text: str) -> frozenset[str]:
    """What is indexed: how every word begins, as written and without what is glued before it."""
    forms = {form for word in fold(text).split() for form in _forms(word)}
    return frozenset(_cut(form, size) for form in forms for size in SIZES)


def wanted(query: str) -> list[str]:
    """What must be there, all of it: how each word typed begins; the longest first, for it is the rarest."""
    typed = {_cut(_ARTICLE.sub("", word), SIZES[-1]) for word in fold(query).split()}
    return sorted(typed, key=lambda word: (-len(word), word))


def _cut(word: str, size: int) -> str:
    """The longest indexed beginning within `size`; a single letter is itself."""
    return word[: max((each for each in SIZES if each <= min(size, len(word))), default=1)]


def _forms(word: str) -> set[str]:
    glued = {word[1:]} if word[0] in _GLUED and len(word) > 3 else set()
    return {word, _ARTICLE.sub("", word), *glued}
