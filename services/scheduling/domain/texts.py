"""Texts in the languages of the product."""

from collections.abc import Mapping

Text = Mapping[str, str]
LANGUAGES = ("ar", "fr", "en")


def joined(*texts: Text, by: str = ": ") -> dict[str, str]:
    """The same texts side by side in each language that all of them have."""
    return {tongue: by.join(text[tongue] for text in texts) for tongue in LANGUAGES if all(tongue in t for t in texts)}
