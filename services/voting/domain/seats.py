"""Who gets the seats: the best list in ranked order that keeps the seats promised to each group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.voting.domain.contest import Contest, GroupQuota, Shortfall


@dataclass(frozen=True, slots=True)
class Seating:
    """`shortfall` = seats promised to a group that had nobody left to take them; `vacant` = seats left empty for it."""

    elected: tuple[str, ...]
    alternates: tuple[str, ...]
    shortfall: dict[str, int]
    vacant: int


def seat(contest: Contest, order: Sequence[str]) -> Seating:
    groups = {candidate.id: candidate.group for candidate in contest.candidates}
    quota = contest.quota or GroupQuota({})
    standing = Counter(groups[candidate] for candidate in order)
    missing = {group: least - standing[group] for group, least in quota.minimum.items() if least > standing[group]}
    kept_empty = sum(missing.values()) if quota.shortfall is Shortfall.VACANT else 0
    promised = {group: min(least, standing[group]) for group, least in quota.minimum.items()}
    elected = _best_list(order, groups, promised, contest.seats - kept_empty)
    others = [candidate for candidate in order if candidate not in elected]
    return Seating(elected, tuple(others[: contest.alternates]), missing, contest.seats - len(elected))


def _best_list(
    order: Sequence[str], groups: dict[str, str | None], promised: dict[str, int], seats: int
) -> tuple[str, ...]:
    """Down the list, take whoever leaves enough seats for what is still promised: first in order, so no list is better."""
    owed = Counter(promised)
    taken: list[str] = []
    for candidate in order:
        group = groups[candidate]
        owed_after = owed.total() - (1 if group is not None and owed[group] > 0 else 0)
        if seats - len(taken) - 1 < owed_after:
            continue
        taken.append(candidate)
        if group is not None and owed[group] > 0:
            owed[group] -= 1
    return tuple(taken)
