"""Finds a receipt's ballot among the ballots of a published board."""

import json
from collections.abc import Iterator
from hashlib import sha256

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
    for entry in board["ballots"]:
        yield {"contest": entry["ballot"]["contest"], "ballot": _digest(entry)}


def _digest(entry: Json) -> str:
    """SHA-256 of the bytes as sent: keys sorted, no spaces."""
    return sha256(json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()).hexdigest()
