"""What is answered about rules and their verdicts, and about the plans they judge."""

from datetime import date, datetime
from typing import Any

from services.scheduling.domain.rules import Outcome, Severity
from shared.http.schemas import Answer

Said = dict[str, str]


class DateUsedOut(Answer):
    subject: str
    date: date | None


class VerdictOut(Answer):
    """A rule applied to facts: what came out, why, on which dates, and the nearest lawful one."""

    rule: str
    verdict: Outcome
    severity: Severity
    text: Said
    detail: Said
    activities: list[str]
    dates: list[DateUsedOut]
    nearest_lawful_date: DateUsedOut | None


class VerdictsOut(Answer):
    verdicts: list[VerdictOut]


class CalendarVerdictsOut(VerdictsOut):
    calendar_id: str


class RuleOut(Answer):
    """`check` is the operation and what it is given, as the file of rules says it."""

    rule: str
    country: str
    scope: list[str]
    label: Said
    description: str
    severity: Severity
    basis: str
    sources: list[dict[str, Any]]
    check: dict[str, Any]


class RulesOut(Answer):
    version: int
    items: list[RuleOut]


class PlanHeadOut(Answer):
    plan_id: str
    kind: str
    title: dict[str, str | None]
    loaded_at: datetime
    counts: dict[str, int]


class LoadedOut(PlanHeadOut):
    verdicts: list[VerdictOut]


class PlanOut(LoadedOut):
    """The document as it was loaded, whole."""

    document: dict[str, Any]
