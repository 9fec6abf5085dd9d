"""Participation action plans and open-commune programmes: kept whole as the council adopted them, and followed up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.scheduling.domain.facts import at, day, rows
from services.scheduling.domain.indicator import (
    IndicatorIsCounted,
    IndicatorRule,
    IndicatorUnknown,
    Reading,
    Typed,
    counted,
)
from shared.aggregate import Aggregate

ACTION_PLAN = "ma_participation_action_plan"
OPEN_PROGRAMME = "ma_open_commune_programme"


class WrongDocumentKind(Exception):
    """The document is of another kind than the one asked for."""


class PlanActivityUnknown(Exception):
    """The plan has no activity of that code."""


class ProgressContradictsStatus(Exception):
    """What is done is at 100 %, and what has not begun at 0 %."""

    field = "percent"


class ActivityStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SUSPENDED = "suspended"
    DROPPED = "dropped"


IMPLIED = {ActivityStatus.NOT_STARTED: 0, ActivityStatus.DONE: 100}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an activity is; `percent` is 0 to 100, `version` the plan's when it was written."""

    status: ActivityStatus = ActivityStatus.NOT_STARTED
    percent: int = 0
    note: str | None = None
    by: str | None = None
    at: datetime | None = None
    version: int = 0


@dataclass(kw_only=True)
class Plan(Aggregate):
    """The document as loaded; what is followed up stands beside it, an entry an update.

    Events are counted from `counted_from` to the evaluation horizon.
    """

    kind: str
    title: Mapping[str, str]
    document: Mapping[str, Any]
    loaded_at: datetime
    counted_from: date | None = None
    evaluation_due_on: date | None = None
    evaluated_on: date | None = None
    progress: dict[str, list[Progress]] = field(default_factory=dict)
    typed: dict[str, list[Typed]] = field(default_factory=dict)

    def activities(self) -> list[Mapping[str, Any]]:
        return (
            rows(self.document, "axes[].activities[]")
            if self.kind == ACTION_PLAN
            else rows(self.document, "activities[]")
        )

    def activity(self, code: str) -> Mapping[str, Any]:
        """Raises `PlanActivityUnknown`."""
        found = next((row for row in self.activities() if row["code"] == code), None)
        if found is None:
            raise PlanActivityUnknown(code)
        return found

    def since(self) -> date:
        """The day events are counted from: as set, else the council's session, else the day it was loaded."""
        return self.counted_from or day(at(self.document, "council_session.date")) or self.loaded_at.date()

    def horizon(self) -> date | None:
        return self.evaluation_due_on or day(at(self.document, "evaluation_horizon.date"))

    def evaluation(self, today: date) -> str:
        """`none`, `ahead`, `due` from the horizon on, `done`."""
        if self.evaluated_on is not None:
            return "done"
        if (horizon := self.horizon()) is None:
            return "none"
        return "due" if today >= horizon else "ahead"

    def state_of(self, code: str) -> Progress:
        history = self.progress.get(code)
        return history[-1] if history else Progress()

    def report_progress(
        self, code: str, status: ActivityStatus, percent: int | None, note: str | None, by: str, when: datetime
    ) -> None:
        """Raises `PlanActivityUnknown`, `ProgressContradictsStatus`."""
        self.activity(code)
        implied = IMPLIED.get(status)
        if implied is not None and percent not in (None, implied):
            raise ProgressContradictsStatus(code)
        done = implied if implied is not None else percent
        new = Progress(status, self.state_of(code).percent if done is None else done, note, by, when, self.version + 1)
        self.progress = {**self.progress, code: [*self.progress.get(code, []), new]}

    def type_indicator(
        self, code: str, indicator: str, value: int, by: str, when: datetime, rules: Mapping[str, IndicatorRule]
    ) -> None:
        """Raises `PlanActivityUnknown`, `IndicatorUnknown`, `IndicatorIsCounted`."""
        if indicator not in {row["code"] for row in self.activity(code).get("indicators") or ()}:
            raise IndicatorUnknown(indicator)
        if indicator in rules:
            raise IndicatorIsCounted(indicator)
        own = f"{code}/{indicator}"
        self.typed = {**self.typed, own: [*self.typed.get(own, []), Typed(value, by, when, self.version + 1)]}

    def typed_last(self, code: str, indicator: str) -> Typed | None:
        history = self.typed.get(f"{code}/{indicator}")
        return history[-1] if history else None

    def readings(
        self, code: str, rules: Mapping[str, IndicatorRule], facts: Mapping[str, int], public: bool
    ) -> list[Reading]:
        """The indicators of an activity as they stand; what nobody counted or typed yet has no value."""
        return [self.reading(code, row, rules, facts, public) for row in self.activity(code).get("indicators") or ()]

    def reading(
        self,
        code: str,
        row: Mapping[str, Any],
        rules: Mapping[str, IndicatorRule],
        facts: Mapping[str, int],
        public: bool,
    ) -> Reading:
        if (rule := rules.get(row["code"])) is not None:
            return counted(rule, row["label"], facts, self.since(), public)
        last = self.typed_last(code, row["code"])
        return Reading(row["code"], row["label"], last.value if last else None, typed=last)

    def counts(self) -> dict[str, int]:
        listed = self.activities()
        return {
            "axes": len(self.document.get("axes", ())),
            "projects": len(self.document.get("projects", ())),
            "activities": len(listed),
            "indicators": sum(len(row.get("indicators") or ()) for row in listed),
            "without_priority": sum("priority" in row and row["priority"] is None for row in listed),
        }

    def by_status(self) -> dict[str, int]:
        states = [self.state_of(row["code"]).status for row in self.activities()]
        return {status.value: states.count(status) for status in ActivityStatus}


def plan_of(kind: str, document: Mapping[str, Any], **identity: Any) -> Plan:
    if document.get("kind") != kind:
        raise WrongDocumentKind(str(document.get("kind")))
    return Plan(kind=kind, title=document["title"], document=document, **identity)
