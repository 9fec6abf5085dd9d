"""What a public text in several languages is."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ar", "fr", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "fr", "en")


class TextMissing(ValueError):
    """A public text needs at least one language."""


@dataclass(frozen=True, slots=True)
class Text:
    ar: str | None = None
    fr: str | None = None
    en: str | None = None

    def __post_init__(self) -> None:
        if not any((self.ar, self.fr, self.en)):
            raise TextMissing

    def to(self, language: Language) -> str:
        """The reader's language if we have it, else the first one we do have, Arabic before the others."""
        ordered = (getattr(self, language), self.ar, self.fr, self.en)
        return next(text for text in ordered if text)

    def as_dict(self) -> dict[str, str]:
        return {name: value for name in LANGUAGES if (value := getattr(self, name))}
