"""Pairs of proposals that a person said are the same or are not, and how often the program agrees."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from services.proposals.domain.duplicates import LIKELY, Sample, score


@dataclass(frozen=True, slots=True)
class Pair:
    first: Sample
    second: Sample
    same: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision: of those shown, how many are true. Recall: of the true ones, how many are shown."""

    pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def pairs() -> list[Pair]:
    path = Path(__file__).parent / "data" / "duplicates.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return [_pair(row) for row in csv.DictReader(file, delimiter="\t")]


def agreement(at_least: int = LIKELY) -> Agreement:
    return _agreement([(pair.same, score(pair.first, pair.second) >= at_least) for pair in pairs()])


def plain_trigrams(at_least: float = 0.25) -> Agreement:
    """What a database's trigram similarity finds (pg_trgm, as other platforms use it): no folding of Arabic, no roots."""
    return _agreement([(pair.same, _trigram_likeness(pair) >= at_least) for pair in pairs()])


def _trigram_likeness(pair: Pair) -> float:
    first, second = (_trigrams(sample.title) for sample in (pair.first, pair.second))
    return len(first & second) / len(first | second)


def _trigrams(text: str) -> set[str]:
    words = (f"  {word} " for word in re.findall(r"\w+", text.lower()))
    return {word[at : at + 3] for word in words for at in range(len(word) - 2)}


def _agreement(judged: list[tuple[bool, bool]]) -> Agreement:
    both = sum(same and shown for same, shown in judged)
    shown, same = sum(shown for _, shown in judged), sum(same for same, _ in judged)
    return Agreement(len(judged), both / shown, both / same)


def _pair(row: dict[str, str]) -> Pair:
    """`!` in the column of the zone: they come from two zones."""
    other = "centre" if row["zone"] == "=" else "oasis"
    return Pair(Sample("1", row["first"], "", "centre"), Sample("2", row["second"], "", other), row["same"] == "1")
