"""Indicators of a plan: those that events count, each with its rule, and those somebody types, each with who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.scheduling.domain.counting import shown_count
from services.scheduling.domain.texts import Text


class IndicatorIsCounted(Exception):
    """What events count is not typed."""

    fields = ("indicator",)

    def __init__(self, indicator: str) -> None:
        super().__init__(indicator)
        self.indicator = indicator


class IndicatorUnknown(Exception):
    """The activity has no indicator of that code."""


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """`counts` are the facts that are added up; `people`: few of them are not shown in public."""

    code: str
    label: Text
    counts: tuple[str, ...]
    people: bool
    rule: Text
    events: tuple[str, ...]
    overall: bool = False

    def value(self, facts: Mapping[str, int]) -> int:
        return sum(facts.get(name, 0) for name in self.counts)


@dataclass(frozen=True, slots=True)
class Typed:
    """A value somebody typed, because no event tells it."""

    value: int
    by: str
    at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as it stands; `hidden` when few people are counted and the reader is the public."""

    code: str
    label: Text
    value: int | None
    hidden: bool = False
    rule: IndicatorRule | None = None
    since: date | None = None
    typed: Typed | None = None


def counted(rule: IndicatorRule, label: Text, facts: Mapping[str, int], since: date, public: bool) -> Reading:
    value = rule.value(facts)
    shown = shown_count(value) if rule.people and public else value
    return Reading(rule.code, label, shown, shown is None, rule, since)


def overall(rules: Sequence[IndicatorRule], facts: Mapping[str, int], since: date, public: bool) -> list[Reading]:
    """What can be said of every plan, whatever it asks for."""
    return [counted(rule, rule.label, facts, since, public) for rule in rules if rule.overall]
