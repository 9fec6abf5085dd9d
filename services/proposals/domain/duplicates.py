"""Which proposals probably say the same thing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isqrt

import numpy
from numpy.typing import NDArray

from services.proposals.domain.stems import stems
from shared.texts.folding import ngrams, words

# Chosen on the labelled pairs of the test data: of those above it nine in ten are true, and hardly a true one is below.
LIKELY = 520
# What is taken off for every word that only one says and the other answers with another: other street, other object.
ANOTHER_WORD = 200
MOST_WORDS = 3
# More than what rounding can move a score in thousandths.
ROUNDING = 2


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
    def title_stems(self) -> frozenset[str]:
        return stems(self.title)

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
    """Title letters weigh two thirds, words of the whole text one third; words answered by others and another zone cost."""
    alike = (2 * _overlap(first.title_grams, second.title_grams) + _overlap(first.body_words, second.body_words)) // 3
    others = min(len(first.title_stems - second.title_stems), len(second.title_stems - first.title_stems), MOST_WORDS)
    left = max(alike - ANOTHER_WORD * others, 0)
    return left if first.zone == second.zone else left * 3 // 4


def candidates(samples: Sequence[Sample], at_least: int = LIKELY) -> list[Candidate]:
    """Every pair worth a clerk's look, best first. None is missed: all pairs that share anything are weighed."""
    ordered = sorted(samples, key=lambda sample: sample.id)
    found = (Candidate(a.id, b.id, score(a, b)) for a, b in _meeting(ordered, at_least - ROUNDING))
    return sorted((pair for pair in found if pair.score >= at_least), key=lambda c: (-c.score, c.first, c.second))


def similar_to(sample: Sample, others: Iterable[Sample], at_least: int = LIKELY) -> list[Candidate]:
    scored = (Candidate(sample.id, other.id, score(sample, other)) for other in others if other.id != sample.id)
    return sorted((pair for pair in scored if pair.score >= at_least), key=lambda c: (-c.score, c.second))


class Shared:
    """How much every later sample shares with one, by lists of who holds what; asked in the order of the samples."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self._sets = sets
        holders: dict[str, list[int]] = defaultdict(list)
        for place, held in enumerate(sets):
            for each in held:
                holders[each].append(place)
        self._holders = {each: numpy.array(places, dtype=numpy.int32) for each, places in holders.items()}
        self._passed = dict.fromkeys(holders, 0)
        self.sizes = numpy.array([len(held) for held in sets], dtype=numpy.float64)

    def with_later(self, place: int) -> NDArray[numpy.float64]:
        """Common elements with the samples after `place`, by their distance from the first of them."""
        later = [self._after(each) for each in self._sets[place]]
        joined = numpy.concatenate(later) if later else numpy.empty(0, dtype=numpy.int32)
        counted = numpy.bincount(joined - (place + 1), minlength=len(self._sets) - place - 1)
        return counted.astype(numpy.float64)

    def _after(self, each: str) -> NDArray[numpy.int32]:
        self._passed[each] += 1
        return self._holders[each][self._passed[each] :]


def _meeting(ordered: Sequence[Sample], at_least: float) -> Iterable[tuple[Sample, Sample]]:
    """Pairs whose score may be high enough, by numbers that are right to a thousandth; the caller weighs them exactly."""
    grams, body, roots = (Shared([of(sample) for sample in ordered]) for of in _PARTS)
    zones = {zone: number for number, zone in enumerate(dict.fromkeys(sample.zone for sample in ordered))}
    places = numpy.array([zones[sample.zone] for sample in ordered], dtype=numpy.int32)
    for place, sample in enumerate(ordered):
        alike = (2 * _cosine(grams, place) + _cosine(body, place)) / 3
        common, sizes = roots.with_later(place), roots.sizes
        others = numpy.minimum(sizes[place] - common, sizes[place + 1 :] - common)
        alike -= ANOTHER_WORD * numpy.minimum(others, MOST_WORDS)
        alike[places[place + 1 :] != places[place]] *= 0.75
        for far in numpy.flatnonzero(alike >= at_least):
            yield sample, ordered[place + 1 + int(far)]


_PARTS: tuple[Callable[[Sample], frozenset[str]], ...] = (
    lambda sample: sample.title_grams,
    lambda sample: sample.body_words,
    lambda sample: sample.title_stems,
)


def _cosine(shared: Shared, place: int) -> NDArray[numpy.float64]:
    sizes = shared.sizes[place] * shared.sizes[place + 1 :]
    cosine: NDArray[numpy.float64] = 1000 * shared.with_later(place) / numpy.sqrt(numpy.maximum(sizes, 1))
    return cosine


def _overlap(first: frozenset[str], second: frozenset[str]) -> int:
    """Cosine of two sets in thousandths, in whole numbers so that every machine finds the same."""
    if not first or not second:
        return 0
    common = len(first & second)
    return isqrt(1_000_000 * common * common // (len(first) * len(second)))
