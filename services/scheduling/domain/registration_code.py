"""Registration codes: twelve signs on a card, derived from the sealed secret, so that nobody needs to store them."""

import hashlib
import hmac
import unicodedata
from typing import Final

SIGNS: Final = "34679ACDEFGHJKMNPQRTUVWXY"  # none that looks like another
LENGTH: Final = 12  # 55 bits: not to be guessed, short enough to type


def code_of(secret: bytes, registrar: str, person: str, number: int) -> str:
    """The code of a person's `number`-th card; the same each time it is asked for."""
    drawn = int.from_bytes(_keyed(secret, "code", registrar, person, str(number)))
    return "".join(SIGNS[drawn // len(SIGNS) ** place % len(SIGNS)] for place in range(LENGTH))


def digest_of(secret: bytes, registrar: str, code: str) -> str:
    """What the database keeps of a code: nobody can go back from it, not even by trying every code."""
    return _keyed(secret, "digest", registrar, code).hex()


def as_typed(text: str) -> str:
    """A code as it is compared: without spaces and dashes, capitals, Eastern Arabic digits as Latin ones."""
    signs = (str(unicodedata.digit(sign)) if sign.isdigit() else sign.upper() for sign in text)
    return "".join(sign for sign in signs if sign.isalnum())


def _keyed(secret: bytes, *parts: str) -> bytes:
    return hmac.digest(secret, "\x1f".join(parts).encode(), hashlib.sha256)
