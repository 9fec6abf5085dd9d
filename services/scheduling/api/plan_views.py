"""A plan as a board: axes, projects and activities with their state and indicators."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.scheduling.domain.indicator import IndicatorRule, Reading, overall
from services.scheduling.domain.plan import ACTION_PLAN, Plan, Progress

View = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BoardOf:
    """One plan on one day for one kind of reader."""

    plan: Plan
    rules: Mapping[str, IndicatorRule]
    facts: Mapping[str, int]
    today: date
    public: bool

    def view(self) -> View:
        plan = self.plan
        return {
            "plan_id": plan.id,
            "kind": plan.kind,
            "title": plan.title,
            "version": plan.version,
            "counted_from": plan.since(),
            "counted_to": self.today,
            "evaluation": {
                "due_on": plan.horizon(),
                "state": plan.evaluation(self.today),
                "evaluated_on": plan.evaluated_on,
            },
            "by_status": plan.by_status(),
            "by_priority": dict(Counter(str(row.get("priority") or "none") for row in plan.activities())),
            "indicators": [
                self.indicator(one) for one in overall(list(self.rules.values()), self.facts, plan.since(), self.public)
            ],
            "axes": [self.axis(row) for row in plan.document.get("axes", ())],
        }

    def axis(self, row: Row) -> View:
        """Activities stand under their axis in an action plan, under their project in an open programme."""
        own = row.get("activities", ()) if self.plan.kind == ACTION_PLAN else ()
        projects = [one for one in self.plan.document.get("projects", ()) if one.get("axis") == row["code"]]
        return {
            "code": row["code"],
            "label": row["label"],
            "projects": [self.project(one) for one in projects],
            "activities": [self.activity(one) for one in own],
        }

    def project(self, row: Row) -> View:
        own = [one for one in self.plan.activities() if one.get("project") == row["code"]]
        return {"code": row["code"], "label": row["label"], "activities": [self.activity(one) for one in own]}

    def activity(self, row: Row) -> View:
        code = row["code"]
        state = self.plan.state_of(code)
        return {
            "code": code,
            "label": row["label"],
            **{name: row.get(name) for name in ("project", "kind", "priority", "proposed_by")},
            "target_date": row.get("target_date") or row.get("planned_date"),
            "status": state.status,
            "percent": state.percent,
            "note": state.note,
            "updated_at": state.at,
            "updates": [self.update(one) for one in self.plan.progress.get(code, ())],
            "indicators": [
                self.indicator(one) for one in self.plan.readings(code, self.rules, self.facts, self.public)
            ],
        }

    def update(self, one: Progress) -> View:
        by = None if self.public else one.by
        return {"status": one.status, "percent": one.percent, "note": one.note, "at": one.at, "by": by}

    def indicator(self, one: Reading) -> View:
        typed = {"at": one.typed.at, "by": None if self.public else one.typed.by} if one.typed else None
        return {
            "code": one.code,
            "label": one.label,
            "value": one.value,
            "hidden": one.hidden,
            "computed": one.rule is not None,
            "rule": one.rule.rule if one.rule else None,
            "events": list(one.rule.events) if one.rule else [],
            "since": one.since,
            "typed": typed,
        }
