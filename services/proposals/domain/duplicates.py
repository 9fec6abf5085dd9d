"""Which proposals probably say the same thing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import isqrt

from services.proposals.domain.folding import ngrams, words

# Chosen on the labelled pairs of the test data: above it most pairs are true duplicates.
LIKELY = 450
# A group of letters found in so many proposals tells nothing and would compare everything with everything.
COMMON = 400
RAREST = 12


@dataclass(frozen=True)
class Sample:
    """The public words of a proposal; `zone` counts, for the same lamp in two zones is two proposals."""

    id: str
    title: str
    body: str
    zone: str

    @cached_property
    def title_grams(self) -> frozenset[str]:
        return ngrams(self.title)

    @cached_property
    def body_words(self) -> frozenset[str]:
        return frozenset(words(f"{self.title} {self.body}"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """`score` in thousandths: 1000 is the same text."""

    first: str
    second: str
    score: int


def score(first: Sample, second: Sample) -> int:
    """Title letters weigh two thirds, words of the whole text one third; another zone costs a quarter."""
    alike = (2 * _overlap(first.title_grams, second.title_grams) + _overlap(first.body_words, second.body_words)) // 3
    return alike if first.zone == second.zone else alike * 3 // 4


def candidates(samples: Sequence[Sample], at_least: int = LIKELY) -> list[Candidate]:
    """Every pair worth a clerk's look, best first; pairs that share no letter group are never compared."""
    by_id = {sample.id: sample for sample in samples}
    pairs = (Candidate(a, b, score(by_id[a], by_id[b])) for a, b in _meeting(samples))
    return sorted((pair for pair in pairs if pair.score >= at_least), key=lambda c: (-c.score, c.first, c.second))


def similar_to(sample: Sample, others: Iterable[Sample], at_least: int = LIKELY) -> list[Candidate]:
    scored = (Candidate(sample.id, other.id, score(sample, other)) for other in others if other.id != sample.id)
    return sorted((pair for pair in scored if pair.score >= at_least), key=lambda c: (-c.score, c.second))


def _meeting(samples: Sequence[Sample]) -> Iterable[tuple[str, str]]:
    """Pairs that share at least two of their rarest letter groups: same sayings share rare groups too."""
    ordered = sorted(samples, key=lambda sample: sample.id)
    spread = Counter(gram for sample in ordered for gram in sample.title_grams)
    holders: dict[str, list[str]] = defaultdict(list)
    for sample in ordered:
        for gram in sorted(sample.title_grams, key=lambda each: (spread[each], each))[:RAREST]:
            holders[gram].append(sample.id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if len(ids) <= COMMON:
            shared.update(combinations(ids, 2))
    return (pair for pair, count in shared.items() if count >= 2)


def _overlap(first: frozenset[str], second: frozenset[str]) -> int:
    """Cosine of two sets in thousandths, in whole numbers so that every machine finds the same."""
    if not first or not second:
        return 0
    common = len(first & second)
    return isqrt(1_000_000 * common * common // (len(first) * len(second)))
