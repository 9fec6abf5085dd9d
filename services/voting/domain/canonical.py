"""The one byte form of a value, so that Python, a browser and a stranger's program sign and hash the same thing.

Keys sorted by UTF-16 code units, no spaces, UTF-8, only the escapes `JSON.stringify` makes (RFC 8785 without its numbers:
integers below 2**53 only).
"""

import json
import re
from typing import Any, Final

LARGEST: Final = 2**53 - 1  # the last integer a browser's number holds exactly

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class NotCanonical(ValueError):
    """The value has no canonical form, or the bytes are not the canonical form of what they say."""


def canonical(value: Any) -> bytes:
    """Raises NotCanonical for floats, integers of 2**53 and more, lone surrogates, keys that are not text."""
    return _text(value).encode()


def parse(data: bytes) -> Any:
    """The value whose canonical bytes are exactly `data`."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    if canonical(value) != data:
        raise NotCanonical("not the canonical form")
    return value


def _text(value: Any) -> str:
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return _string(value)
        case int():
            return _integer(value)
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case dict():
            return "{" + ",".join(f"{_string(key)}:{_text(value[key])}" for key in _sorted(value)) + "}"
    raise NotCanonical(f"no canonical form for {type(value).__name__}")


def _string(value: str) -> str:
    if _SURROGATE.search(value):
        raise NotCanonical("lone surrogate")
    return json.dumps(value, ensure_ascii=False)


def _integer(value: int) -> str:
    if abs(value) > LARGEST:
        raise NotCanonical("integer of 2**53 or more")
    return str(value)


def _sorted(value: dict[Any, Any]) -> list[str]:
    if not all(isinstance(key, str) for key in value):
        raise NotCanonical("a key is not text")
    return sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
