"""The smallest set of rules that cannot be met together.

Every set of rules that cannot be met shares at least one rule with every *correction*, a set whose removal
makes a calendar possible. So a smallest set that touches all corrections found so far is either a conflict, and
then no smaller one exists, or shows one more correction (implicit hitting set: exact, and quick for a few dozen rules).
"""

from collections.abc import Callable, Collection, Sequence
from itertools import count

Feasible = Callable[[frozenset[str]], bool]


def smallest_conflict(rules: Collection[str], feasible: Feasible) -> frozenset[str]:
    """`feasible` says whether a calendar meets these rules alone; all of `rules` together must not be."""
    everything, corrections = frozenset(rules), list[frozenset[str]]()
    while feasible(chosen := smallest_touching(corrections)):
        corrections.append(everything - grown(chosen, everything, feasible))
    return chosen


def grown(chosen: frozenset[str], everything: frozenset[str], feasible: Feasible) -> frozenset[str]:
    """As many more rules as can still be met with these."""
    for rule in sorted(everything - chosen):
        if feasible(chosen | {rule}):
            chosen |= {rule}
    return chosen


def smallest_touching(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    """A smallest set that shares something with each of these; among equals the first by name."""
    for size in count():
        if (found := touching(sets, size)) is not None:
            return found
    raise AssertionError  # the union of all sets touches each of them


def touching(sets: Sequence[frozenset[str]], size: int, chosen: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """One with at most `size` more members: some member of the first set not yet touched must be in it."""
    missed = next((one for one in sets if not one & chosen), None)
    if missed is None:
        return chosen
    if size == 0:
        return None
    tried = (touching(sets, size - 1, chosen | {member}) for member in sorted(missed))
    return next((found for found in tried if found is not None), None)
