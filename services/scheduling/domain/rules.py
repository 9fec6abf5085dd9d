"""Legal rules as data, and the verdicts they give."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from services.scheduling.domain.facts import Facts
from services.scheduling.domain.texts import LANGUAGES, Text, joined


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Outcome(StrEnum):
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class UnknownOperation(Exception):
    """A rule names a check operation that does not exist."""


@dataclass(frozen=True, slots=True)
class DateUsed:
    """A date a verdict rests on, and whose it is."""

    subject: str
    on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check operation found; `phrase` and `values` say it in any language."""

    outcome: Outcome
    phrase: str
    values: Mapping[str, Any] = field(default_factory=dict)
    dates: tuple[DateUsed, ...] = ()
    nearest: DateUsed | None = None


Check = Mapping[str, Any]
Operation = Callable[[Check, Facts], Finding]
Phrases = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal or practical rule; `basis` says whether a source states it, implies it, or it was chosen here."""

    id: str
    country: str
    scope: tuple[str, ...]
    label: Text
    description: str
    severity: Severity
    basis: str
    sources: tuple[Mapping[str, str], ...]
    check: Check


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule applied to facts: what came out, on which dates, why, and the nearest lawful date."""

    rule: str
    outcome: Outcome
    severity: Severity
    detail: Text
    text: Text
    dates: tuple[DateUsed, ...]
    nearest: DateUsed | None

    @property
    def failed(self) -> bool:
        return self.outcome is Outcome.FAIL

    @property
    def unlawful(self) -> bool:
        return self.failed and self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every rule with the operations that check it and the phrases that explain it."""

    version: int
    rules: tuple[Rule, ...]
    operations: Mapping[str, Operation]
    phrases: Phrases

    def for_kind(self, kind: str) -> Iterable[Rule]:
        return (rule for rule in self.rules if kind in rule.scope)

    def evaluate(self, facts: Facts) -> tuple[Verdict, ...]:
        """A verdict of every rule whose scope is the kind of these facts."""
        return tuple(self.judge(rule, facts) for rule in self.for_kind(str(facts["kind"])))

    def judge(self, rule: Rule, facts: Facts) -> Verdict:
        if (operation := self.operations.get(rule.check["op"])) is None:
            raise UnknownOperation(rule.check["op"])
        found = operation(rule.check, facts)
        detail = self.say(found)
        text = joined(rule.label, detail)
        return Verdict(rule.id, found.outcome, rule.severity, detail, text, found.dates, found.nearest)

    def say(self, found: Finding) -> Text:
        phrase = self.phrases[found.phrase]
        return {tongue: phrase[tongue].format(**found.values) for tongue in LANGUAGES}
