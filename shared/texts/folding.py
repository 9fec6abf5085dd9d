"""How differently spelled texts are brought to one form, for search and for finding duplicates."""

import re
import unicodedata

_TATWEEL = "\u0640"
_ARABIC = str.maketrans(
    {
        "\u0622": "\u0627",
        "\u0623": "\u0627",
        "\u0625": "\u0627",
        "\u0671": "\u0627",
        "\u0649": "\u064a",
        "\u06cc": "\u064a",
        "\u0626": "\u064a",
        "\u0624": "\u0648",
        "\u0629": "\u0647",
        "\u06a9": "\u0643",
        _TATWEEL: None,
        "\u0621": None,
    }
)
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})
_DIGITS = str.maketrans({chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)})
_WORD = re.compile(r"[^\W_]+")
# Articles and link words say nothing about what is proposed; without them near-spellings look farther apart.
_STOP_FR = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "de",
        "du",
        "d",
        "au",
        "aux",
        "et",
        "en",
        "dans",
        "sur",
        "pour",
        "par",
        "a",
        "ce",
        "cette",
        "ces",
        "notre",
        "nos",
    ]
)
_STOP_AR = frozenset(["في", "من", "على", "الى", "عن", "مع", "و", "ب", "هذا", "هذه", "ان", "او"])
_STOP_EN = frozenset(["the", "a", "an", "of", "in", "on", "for", "to", "and", "at", "our"])
STOP_WORDS = _STOP_FR | _STOP_AR | _STOP_EN
_ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=\w{3,})")
_GLUED = "وفبكل"


def fold(text: str) -> str:
    """One spelling for alef, ya and ta marbuta; no diacritics, tatweel, accents or capitals; Latin digits."""
    bare = "".join(letter for letter in _plain(_plain(text)) if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare.translate(_LETTERS).translate(_ARABIC).translate(_DIGITS)))


def _plain(text: str) -> str:
    """Done twice: lower case of a composed letter can be a letter that decomposes again."""
    return unicodedata.normalize("NFKD", text).casefold()


def words(text: str) -> list[str]:
    """The folded words that carry meaning, Arabic articles and glued prepositions taken off."""
    return [_ARTICLE.sub("", word) for word in fold(text).split() if word not in STOP_WORDS]


def ngrams(text: str, size: int = 3) -> frozenset[str]:
    """Letter groups of every word, with its edges marked: the unit of comparison."""
    return frozenset(gram for word in words(text) for gram in _grams(f" {word} ", size))


def search_terms(text: str) -> frozenset[str]:
    """What is stored in the index: the letter groups of every word, as written and without what is glued before it."""
    forms = {form for word in fold(text).split() for form in _forms(word)}
    return frozenset(gram for form in forms for gram in _grams(f" {form} ", 3))


def query_terms(query: str) -> list[str]:
    """What a search must find, all of it: the groups of each word typed, its end left open while still typing."""
    typed = (_ARTICLE.sub("", word) for word in fold(query).split())
    return sorted({gram for word in typed for gram in _grams(f" {word}", 3)})


def _forms(word: str) -> set[str]:
    glued = {word[1:]} if word[0] in _GLUED and len(word) > 3 else set()
    return {word, _ARTICLE.sub("", word), *glued}


def _grams(padded: str, size: int) -> set[str]:
    if len(padded) <= size:
        return {padded.strip() if len(padded.strip()) == 1 else padded}
    return {padded[start : start + size] for start in range(len(padded) - size + 1)}
