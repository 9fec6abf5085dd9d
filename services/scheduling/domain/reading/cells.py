"""What one cell says: the code of an activity, its phase, the evidence it asks for, yes or no."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.scheduling.domain.reading.words import TableWords, alike
from services.scheduling.domain.texts import Text
from shared.texts.folding import fold

DIGITS = str.maketrans({chr(base + n): str(n) for base in (0x0660, 0x06F0) for n in range(10)})
PART = r"(?:[A-Za-z]|\d{1,2})"
MARK = re.compile(rf"^\s*(?P<first>{PART})\s*(?:[-–./]\s*(?P<second>\d{{1,2}}|[A-Za-z]))?\s*(?:[-–.:/)]+\s*|\s+|$)")
ANOTHER = re.compile(r"\n(?=\s*\d{1,2}\s*[-–./)])")
PIECES = re.compile(r"[;؛,،\n+•]")
PHASE_ALIKE = 0.5
EVIDENCE_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Mark:
    """The number printed before an activity: `2-1` has two parts, `3-` one; `rest` is what follows it."""

    printed: str
    parts: tuple[str, ...]
    rest: str


def latin(text: str) -> str:
    return text.translate(DIGITS)


def mark(text: str) -> Mark:
    """A word is no number: `a plan` does not begin with code A."""
    plain = latin(text)
    found = MARK.match(plain)
    if found is None or (found["first"].isalpha() and not found["second"]):
        return Mark("", (), plain.strip())
    parts = tuple(part.upper() for part in (found["first"], found["second"]) if part)
    return Mark(found.group().strip(" -–.:/)"), parts, plain[found.end() :].strip())


def apart(text: str) -> list[str]:
    """Several numbered activities in one cell, one a line."""
    return [piece.strip() for piece in ANOTHER.split(latin(text))]


@dataclass(frozen=True, slots=True)
class PhaseCell:
    """The phase by its title, else by its number; `printed` is the number beside the title when it is another."""

    code: str | None
    printed: str | None = None


def phase(text: str, phases: Sequence[Mapping[str, object]]) -> PhaseCell:
    found = mark(text)
    number = found.parts[0] if found.parts else None
    titles = {str(one["code"]): one["label"] for one in phases}
    likeness = {code: nearest(found.rest, label) for code, label in titles.items()}
    best = max(likeness, key=lambda code: likeness[code], default=None)
    if best is not None and likeness[best] >= PHASE_ALIKE:
        return PhaseCell(best, number if number not in (None, best) else None)
    return PhaseCell(number if number in titles else None)


def nearest(text: str, label: object) -> float:
    spellings: Iterable[str] = label.values() if isinstance(label, Mapping) else ()
    return max((alike(text, spelling) for spelling in spellings), default=0.0)


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """`required` types, types only `if_any`, and `any_of` alternatives; `unknown` keeps what no kind is known for."""

    required: tuple[str, ...] = ()
    if_any: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def types(self) -> list[str]:
        return list(dict.fromkeys([*self.required, *self.if_any]))


def evidence(text: str, kinds: Mapping[str, Text], words: TableWords) -> EvidenceCell:
    """Pieces parted by marks; a line that says *or* between two lists makes them alternatives."""
    names = {fold(spelling): kind for kind, label in kinds.items() for spelling in label.values()}
    sides = alternatives(text, names, words)
    choices = [pieces_of(side, names, words) for side in sides]
    unknown = tuple(piece for choice in choices for piece, kind, _ in choice if kind is None)
    if len(choices) > 1:
        any_of = tuple(tuple(kind for _, kind, _ in choice if kind) for choice in choices)
        return EvidenceCell((), tuple(kind for choice in any_of for kind in choice), any_of, unknown)
    listed = [(kind, optional) for _, kind, optional in choices[0] if kind] if choices else []
    required = tuple(dict.fromkeys(kind for kind, optional in listed if not optional))
    return EvidenceCell(required, tuple(kind for kind, optional in listed if optional), (), unknown)


def alternatives(text: str, names: Mapping[str, str], words: TableWords) -> list[str]:
    """*Or* inside the name of one kind (`extract of the website or social page`) parts nothing."""
    if any(fold(piece) in names for piece in [text]):
        return [text]
    sides, held = [], ""
    for word in text.split(" "):
        if fold(word) in words.either and kind_of(held, names) is not None and not continues(held, text, names):
            sides.append(held)
            held = ""
        else:
            held = f"{held} {word}".strip(" ")
    return [*sides, held] if held else sides


def continues(held: str, text: str, names: Mapping[str, str]) -> bool:
    """Whether the last piece so far is only the beginning of a longer known name that goes on in the text."""
    last = fold(PIECES.split(held)[-1])
    return any(name.startswith(f"{last} ") and name in fold(text) for name in names)


def pieces_of(text: str, names: Mapping[str, str], words: TableWords) -> list[tuple[str, str | None, bool]]:
    found: list[tuple[str, str | None, bool]] = []
    for piece in filter(None, (part.strip(" -–.") for part in PIECES.split(text))):
        bare, optional = without_if_any(piece, words)
        joined = bare.split(" و")
        kinds = [names.get(fold(part)) for part in joined]
        if names.get(fold(bare)) is None and len(joined) > 1 and all(kinds):
            found += [(part, kind, optional) for part, kind in zip(joined, kinds, strict=True)]
        else:
            found.append((bare, kind_of(bare, names), optional))
    return found


def without_if_any(piece: str, words: TableWords) -> tuple[str, bool]:
    plain = fold(piece)
    for ending in words.if_any:
        if plain.endswith(ending):
            return plain.removesuffix(ending).strip(), True
    return piece, False


def kind_of(text: str, names: Mapping[str, str]) -> str | None:
    plain = fold(PIECES.split(text)[-1])
    if plain in names:
        return names[plain]
    near = max(names, key=lambda name: alike(plain, name), default="")
    return names[near] if near and alike(plain, near) >= EVIDENCE_ALIKE else None


def said(text: str, words: TableWords) -> bool | None:
    """Yes, no, or nothing that says either."""
    plain = fold(text) or text.strip()
    return True if plain in words.yes else False if plain in words.no else None
