"""How the ballots of a published board are read, and when they are refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.proposals.domain.selection import Ballot, Candidate, count_support


class BoardDigestWrong(ValueError):
    """The bytes fetched are not the bytes announced."""


class BoardUnreadable(ValueError):
    """The board is not in the published format."""


class BoardDisagrees(ValueError):
    """The ballots on the board do not come to the support that was declared."""


def read_ballots(board: Mapping[str, Any]) -> list[Ballot]:
    """Choices of every counted ballot: ids, or ids with points."""
    listed = board.get("ballots")
    if not isinstance(listed, list):
        raise BoardUnreadable
    return [_ballot(each) for each in listed]


def require_agreement(ballots: Sequence[Ballot], candidates: Sequence[Candidate], support: Mapping[str, int]) -> None:
    counted = count_support(candidates, ballots)
    if any(counted[each] != support.get(each, 0) for each in counted):
        raise BoardDisagrees


def _ballot(entry: object) -> Ballot:
    choices = entry.get("choices") if isinstance(entry, Mapping) else None
    if isinstance(choices, Mapping):
        return {str(project_id): int(points) for project_id, points in choices.items()}
    if isinstance(choices, list):
        return dict(_choice(choice) for choice in choices)
    raise BoardUnreadable


def _choice(choice: object) -> tuple[str, int]:
    if isinstance(choice, str):
        return choice, 1
    if isinstance(choice, list) and len(choice) == 2:
        return str(choice[0]), int(choice[1])
    raise BoardUnreadable
