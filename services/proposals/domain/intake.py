"""What may be typed into a proposal, and what is held back for a look."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.proposals.domain.forms import Suspicion

TITLE_MAX = 150
BODY_MAX = 5000
TITLE_MIN = 5
BODY_MIN = 10
_INVISIBLE = {
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
}
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_REPEATED = re.compile(r"(.)\1{9,}")


@dataclass(frozen=True, slots=True)
class FieldError:
    """`word` is stable; the message in the reader's language is looked up by it."""

    field: str
    word: str
    limit: int | None = None

    @property
    def limits(self) -> dict[str, int]:
        return {"limit": self.limit} if self.limit is not None else {}


class FieldsRefused(ValueError):
    """Every field in error at once, so that nobody corrects them one by one."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.word}" for error in errors))
        self.broken = tuple(errors)


def clean(text: str) -> str:
    """Plain text as typed, without control and direction-switching characters, spaces tidied."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(c for c in normal if c in "\n" or (unicodedata.category(c) != "Cc" and c not in _INVISIBLE))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(lines).strip()


def text_errors(title: str, body: str) -> list[FieldError]:
    return [*_length("title", title, TITLE_MIN, TITLE_MAX), *_length("body", body, BODY_MIN, BODY_MAX)]


def require_text(title: str, body: str) -> None:
    if errors := text_errors(title, body):
        raise FieldsRefused(errors)


def suspicions(title: str, body: str) -> tuple[Suspicion, ...]:
    """Held back, never thrown away: a link in the title, many links, or one key held down."""
    text = f"{title}\n{body}"
    linked = bool(_LINK.search(title)) or len(_LINK.findall(text)) > 2
    found = ((Suspicion.LINKS, linked), (Suspicion.KEY_HELD_DOWN, bool(_REPEATED.search(text))))
    return tuple(suspicion for suspicion, holds in found if holds)


def _length(name: str, value: str, shortest: int, longest: int) -> Iterable[FieldError]:
    if not value:
        yield FieldError(name, "field-missing")
    elif len(value) < shortest:
        yield FieldError(name, "too-short", shortest)
    elif len(value) > longest:
        yield FieldError(name, "too-long", longest)
