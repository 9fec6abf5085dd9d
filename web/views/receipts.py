"""Finds a receipt's ballot among the ballots of a published board."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from web.services import Json

SHORTEST = 12  # characters of a receipt number that tell two ballots apart in any hall


def normal(number: str) -> str:
    """As people type it: spaces, hyphens and capitals are forgiven."""
    return "".join(sign for sign in number.lower() if sign in "0123456789abcdef")


def ballot_on(board: Json, number: str) -> Json | None:
    """The contest and digest of the one ballot whose digest begins with this number."""
    found = [held for held in _ballots(board) if held["ballot"].startswith(number)]
    return found[0] if len(found) == 1 else None


def _ballots(board: Json) -> Iterator[Json]:
    for signed in _signed(board):
        yield {"contest": signed["ballot"]["contest"], "ballot": _digest(signed)}


def _signed(value: Any) -> Iterator[Json]:
    """Every signed ballot in the board, wherever its version of the format keeps them."""
    if isinstance(value, dict):
        if {"ballot", "key", "sig"} <= value.keys():
            yield value
            return
        value = list(value.values())
    for part in value if isinstance(value, list) else ():
        yield from _signed(part)


def _digest(signed: Json) -> str:
    """SHA-256 of the bytes as sent: keys sorted, no spaces."""
    sent = {name: signed[name] for name in ("ballot", "key", "sig")}
    return sha256(json.dumps(sent, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
