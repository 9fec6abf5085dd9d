"""What a word is about, whatever its ending: the roots by which two proposals can be told apart."""

from shared.texts.folding import words

# Nearly every proposal names some kind of street or quarter: what kind tells nothing.
_PLACES = frozenset(
    [
        "حي",
        "بحي",
        "شارع",
        "بشارع",
        "نهج",
        "بنهج",
        "زنقه",
        "طريق",
        "ساحه",
        "دوار",
        "ازقه",
        "مدخل",
        "rue",
        "avenue",
        "quartier",
        "route",
        "impasse",
        "place",
        "boulevard",
        "douar",
        "devant",
    ]
)
_VOWELS = str.maketrans(dict.fromkeys("اويه"))
_ENDINGS = ("ات", "ين", "ون")
_GLUED = "بلوفك"
PREFIX = 5


def stems(text: str) -> frozenset[str]:
    """Roots of the words that say what and where; a single letter says neither, a number does."""
    named = ((word, stem(word)) for word in words(text) if len(word) > 1 or word.isdecimal())
    return frozenset(root for word, root in named if word not in _PLACES and root not in _PLACES)


def stem(word: str) -> str:
    """The beginning of a Latin word; an Arabic one without glued letter, ending and long vowels."""
    if word.isascii():
        return word if word.isdecimal() else word.rstrip("sxe")[:PREFIX] or word
    bare = word[1:] if len(word) >= 4 and word[0] in _GLUED else word
    ending = next((each for each in _ENDINGS if len(bare) >= 5 and bare.endswith(each)), "")
    bare = bare.removesuffix(ending)
    root = bare.translate(_VOWELS)
    return root if len(root) >= 3 else bare
