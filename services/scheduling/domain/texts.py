"""Texts in the languages of the product."""

from collections.abc import Mapping

Text = Mapping[str, str]
LANGUAGES = ("ar", "fr", "en")
COLONS = {"fr": "\u00a0: "}
"""French sets its colon off; elsewhere it stands at the word."""


def joined(*texts: Text) -> dict[str, str]:
    """The same texts after one another in each language that all of them have."""
    shared = [tongue for tongue in LANGUAGES if all(tongue in text for text in texts)]
    return {tongue: COLONS.get(tongue, ": ").join(text[tongue] for text in texts) for tongue in shared}
