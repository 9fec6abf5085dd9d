"""Which of the three languages a reader asked for."""

from typing import Literal

Language = Literal["ar", "fr", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "fr", "en")
DEFAULT: Language = "ar"


def preferred(accept_language: str | None) -> Language:
    """The best of ar/fr/en in an `Accept-Language` header; Arabic where it names none of them."""
    ranked = sorted(map(_weighted, (accept_language or "").split(",")), key=lambda pair: -pair[1])
    wanted = (tag.split("-")[0] for tag, weight in ranked if weight > 0)
    return next((language for tag in wanted for language in LANGUAGES if language == tag), DEFAULT)


def _weighted(part: str) -> tuple[str, float]:
    tag, _, quality = part.strip().lower().partition(";q=")
    try:
        return tag, float(quality or 1)
    except ValueError:
        return tag, 0.0
