"""Versioned country templates that calendars are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.scheduling.domain.activity import Activity, activity_from
from services.scheduling.domain.planning import Bond, Deadline
from services.scheduling.domain.rules import Rule
from services.scheduling.domain.texts import Text

CALENDAR_KINDS = {"TN": "tn_programme_calendar", "MA": "ma_programme_calendar"}


class UnknownTemplate(Exception):
    """No template of that name is known."""


@dataclass(frozen=True, slots=True)
class Step:
    """An activity as the template has it: what it waits for, and its usual day counted from the anchor."""

    activity: Activity
    optional: bool
    predecessors: tuple[str, ...]
    usual_day: int
    constraints: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    version: int
    country: str
    title: Text
    anchor: str
    phases: tuple[Mapping[str, Any], ...]
    steps: tuple[Step, ...]
    adapted: bool = False

    @property
    def kind(self) -> str:
        return CALENDAR_KINDS[self.country]

    def activities(self, include: Sequence[str] = ()) -> list[Activity]:
        """The rows of a fresh calendar: all that are not optional, and the optional ones asked for."""
        return [step.activity for step in self.steps if not step.optional or step.activity.code in include]

    def approval(self) -> str:
        """Code of the council session the calendar leads to."""
        keys = ("council_approval", "council_programming")
        return next(step.activity.code for step in self.steps if step.activity.key in keys)

    def bonds(self, rules: Sequence[Rule], codes: Sequence[str]) -> list[Bond]:
        """Every *not before* among these activities: predecessors, the template's own constraints, and the rules'."""
        found = [
            Bond(before, step.activity.code, 0, "predecessor") for step in self.steps for before in step.predecessors
        ]
        found += [bond for step in self.steps for bond in constraint_bonds(step)]
        found += [bond for rule in rules if (bond := self.rule_bond(rule))]
        found += self.first_of_all(rules, codes)
        return [bond for bond in found if bond.first in codes and bond.second in codes]

    def code_of(self, key: str) -> str:
        return next((step.activity.code for step in self.steps if step.activity.key == key), "")

    def rule_bond(self, rule: Rule) -> Bond | None:
        check = rule.check
        if check["op"] == "not_after":
            return Bond(self.code_of(check["first"]), self.code_of(check["second"]), int(check["strict"]), rule.id)
        if check["op"] == "min_days_between":
            days = check["days"] + 1  # clear days may be meant: a proposed calendar stays on the safe side
            return Bond(self.code_of(check["from"]), self.code_of(check["to"]), days, rule.id)
        return None

    def first_of_all(self, rules: Sequence[Rule], codes: Sequence[str]) -> list[Bond]:
        firsts = [(self.code_of(rule.check["subject"]), rule.id) for rule in rules if rule.check["op"] == "earliest"]
        return [Bond(first, code, 0, rule) for first, rule in firsts for code in codes if code != first]

    def deadlines(self, rules: Sequence[Rule], programme_year: int) -> list[Deadline]:
        return [
            Deadline.of_year(
                self.code_of(rule.check["subject"]),
                programme_year + rule.check["year_offset"],
                rule.check["month_day"],
                rule.id,
            )
            for rule in rules
            if rule.check["op"] == "on_or_before"
        ]


def constraint_bonds(step: Step) -> list[Bond]:
    """`before`, `not_after`, `after` and minimum distances, each read as *second not before first plus days*."""
    code, found = step.activity.code, []
    for constraint in step.constraints:
        name, strict = constraint.get("rule", "template"), int(bool(constraint.get("strict")))
        other = constraint.get("ref", "")
        match constraint["op"]:
            case "before" | "not_after":
                found.append(Bond(code, other, strict, name))
            case "after":
                found.append(Bond(other, code, strict, name))
            case "min_days_before":
                found.append(Bond(code, other, constraint["days"], name))
            case "min_days_after":
                found.append(Bond(other, code, constraint["days"], name))
    return found


def template_from(data: Mapping[str, Any]) -> Template:
    steps = tuple(
        Step(
            activity=activity_from(row),
            optional=row["optional"],
            predecessors=tuple(row["predecessors"]),
            usual_day=row["offset_rule"]["default_days"],
            constraints=tuple(row["offset_rule"]["constraints"]),
        )
        for row in data["activities"]
    )
    anchor = data["anchor"]["code"]
    return Template(data["id"], data["version"], data["country"], data["title"], anchor, tuple(data["phases"]), steps)
