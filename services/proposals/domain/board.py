"""How the ballots of a published board are read, and when they are refused."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.proposals.domain.selection import Ballot, Candidate, count_support


class BoardUnreadable(ValueError):
    """The board is not in the published format."""


class BoardDisagrees(ValueError):
    """The ballots on the board do not come to the support that was declared."""


def read_ballots(board: Mapping[str, Any]) -> list[Ballot]:
    """Choices of every counted ballot: cast on time, handed in late by a tablet, or on paper; not those refused."""
    try:
        refused = {each["ballot"] for each in board.get("outcome", {}).get("refused", [])}
        return [_ballot(choices) for choices in _counted(board, refused)]
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BoardUnreadable from broken


def require_agreement(ballots: Sequence[Ballot], candidates: Sequence[Candidate], support: Mapping[str, int]) -> None:
    counted = count_support(candidates, ballots)
    if any(counted[each] != support.get(each, 0) for each in counted):
        raise BoardDisagrees


def _counted(board: Mapping[str, Any], refused: set[str]) -> Iterable[Any]:
    for entry in board["ballots"]:
        yield entry["ballot"]["choices"]
    for late in board.get("late", []):
        if _digest(late["ballot"]) not in refused:
            yield late["ballot"]["ballot"]["choices"]
    for paper in board.get("paper", []):
        if paper["cred"] not in refused:
            yield paper["choices"]


def _ballot(choices: Sequence[Any]) -> Ballot:
    return dict((choice, 1) if isinstance(choice, str) else (str(choice[0]), int(choice[1])) for choice in choices)


def _digest(entry: Mapping[str, Any]) -> str:
    canonical = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
