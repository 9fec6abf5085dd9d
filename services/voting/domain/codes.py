"""The secret number on a slip: 22 random digits and 2 that catch a slip of the finger."""

from typing import Final

DIGITS: Final = 22

_FORGIVEN: Final = (
    " -\u00a0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"  # what printing and pasting put between digits
)
_EASTERN: Final = {ord(digit): str(value) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(row)}


class CodeMistyped(ValueError):
    """Not 24 digits, or the check digits do not fit: the voter should look at the slip again."""


def code_of(number: int) -> str:
    """The code of one random number below 10**22; the check digits are those of ISO 7064, MOD 97-10."""
    return f"{number:022d}{98 - number * 100 % 97:02d}"


def read_code(typed: str) -> str:
    """The 24 Latin digits of what was typed: Eastern Arabic digits, spaces and hyphens are understood."""
    digits = "".join(sign for sign in typed.translate(_EASTERN) if sign not in _FORGIVEN)
    if len(digits) != DIGITS + 2 or not (digits.isascii() and digits.isdigit()) or int(digits) % 97 != 1:
        raise CodeMistyped
    return digits


def grouped(code: str) -> str:
    """As printed: six groups of four."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))
