"""How few people are counted in public: not at all, so that nobody is recognised by a number."""

from collections.abc import Mapping
from typing import Final

FEWEST: Final = 10


def shown_count(people: int) -> int | None:
    """None stands for one to nine people; nobody is nobody."""
    return people if people == 0 or people >= FEWEST else None


def shown_parts(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Parts of a known total: when exactly one would be hidden, the next smallest goes too, or it could be subtracted."""
    shown = {name: shown_count(people) for name, people in parts.items()}
    hidden = [name for name, people in shown.items() if people is None]
    if len(hidden) == 1 and (others := sorted((people, name) for name, people in parts.items() if people >= FEWEST)):
        shown[others[0][1]] = None
    return shown
