"""The words tables are written with in Tunisia and Morocco: headers, months, weekdays, yes and no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.scheduling.domain.texts import Text
from shared.texts.folding import fold, ngrams

FIELDS = ("phase", "code", "activity", "date", "weekday", "evidence", "responsible", "done", "notes")


@dataclass(frozen=True, slots=True)
class TableWords:
    """Every word in its folded spelling."""

    headers: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    weekday_names: tuple[Text, ...]
    beside_dates: frozenset[str]
    letters: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    either: frozenset[str]
    if_any: tuple[str, ...]


def folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(word) or word for word in words)


def table_words(data: Mapping[str, Any]) -> TableWords:
    headers = {spelling: name for name, words in data["headers"].items() for spelling in folded(words)}
    months = {spelling: n for n, words in enumerate(data["months"], 1) for spelling in folded(words)}
    weekdays = {spelling: n for n, words in enumerate(data["weekdays"]) for spelling in folded(words)}
    names = tuple(
        {"ar": words[0], "fr": next(w for w in words if w.endswith("di") or w == "dimanche"), "en": english(words)}
        for words in data["weekdays"]
    )
    return TableWords(
        headers=headers,
        months=months,
        weekdays=weekdays,
        weekday_names=names,
        beside_dates=folded([part for words in data["beside_dates"] for part in words.split()]),
        letters=folded(data["letters"]),
        yes=folded(data["yes"]),
        no=folded(data["no"]),
        either=folded(data["or"]),
        if_any=tuple(sorted(folded(data["if_any"]), key=len, reverse=True)),
    )


def english(words: Sequence[str]) -> str:
    return next(word for word in words if word.endswith("day"))


def alike(one: str, other: str) -> float:
    """From 0 to 1: how many letter groups two texts share, whatever their spelling (Dice)."""
    mine, theirs = ngrams(one), ngrams(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
