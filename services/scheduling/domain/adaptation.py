"""A municipality's own version of a country template: activities added, removed, relabelled, waiting for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.scheduling.domain.activity import Activity, Needed
from services.scheduling.domain.planning import Planner
from services.scheduling.domain.rules import Rule
from services.scheduling.domain.template import Step, Template
from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate


class TemplateChanged(Exception):
    """Somebody else made a newer version since this one was read."""

    fields = ("current",)

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


class CodeRefused(Exception):
    """An activity code that cannot be used so; subclasses say why."""

    fields: tuple[str, ...] = ("code",)

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TemplateActivityUnknown(CodeRefused):
    """The template has no activity of that code."""


class ActivityCodeTaken(CodeRefused):
    """The template has an activity of that code already."""


class TemplatePhaseUnknown(CodeRefused):
    """The template has no phase of that code."""


class ActivityIndispensable(CodeRefused):
    """Without the first activity or the council's approval there is no calendar to plan."""


class ActivityAwaited(CodeRefused):
    """Others wait for an activity that is to be removed; say first what they wait for instead."""

    fields = ("code", "waiting")

    def __init__(self, code: str, waiting: Sequence[str]) -> None:
        super().__init__(code)
        self.waiting = ", ".join(waiting)


@dataclass(frozen=True, slots=True)
class Addition:
    """An activity of the town's own."""

    code: str
    phase: str
    label: Text
    predecessors: tuple[str, ...] = ()
    optional: bool = False
    usual_day: int | None = None
    responsible_role: str | None = None
    evidence: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What a town changes; of a changed activity only what is named."""

    added: tuple[Addition, ...] = ()
    removed: tuple[str, ...] = ()
    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(kw_only=True)
class TownTemplate(Aggregate):
    """One version, never changed afterwards: calendars remember which one they were made from."""

    name: str
    number: int
    based_on: int
    template: Template
    note: str | None
    by: str
    at: datetime


def adapted(base: Template, change: Adaptation, rules: Sequence[Rule]) -> Template:
    """The next version. Raises `CalendarCycle` with the circle, and the reasons a code is refused."""
    steps = {step.activity.code: step for step in base.steps}
    refuse_unknown(steps, [*change.removed, *change.changed])
    for code, changes in change.changed.items():
        steps[code] = changed(steps[code], changes)
    for code in change.removed:
        remove(base, steps, code, change.removed)
    for one in change.added:
        add(base, steps, one)
    refuse_unknown(steps, [code for step in steps.values() for code in step.predecessors])
    found = replace(base, version=base.version + 1, adapted=True, steps=ordered(base, steps.values()))
    codes = [step.activity.code for step in found.steps]
    Planner(codes, found.bonds(rules, codes)).order()
    return found


def refuse_unknown(steps: Mapping[str, Step], codes: Sequence[str]) -> None:
    for code in codes:
        if code not in steps:
            raise TemplateActivityUnknown(code)


def changed(step: Step, changes: Mapping[str, Any]) -> Step:
    of_step = {name: changes[name] for name in ("predecessors", "optional", "usual_day") if name in changes}
    of_activity = {name: changes[name] for name in ("label", "responsible_role") if name in changes}
    if "evidence" in changes:
        of_activity |= {"needed": changes["evidence"], "any_of": ()}
    return replace(step, activity=replace(step.activity, **of_activity), **of_step)


def remove(base: Template, steps: dict[str, Step], code: str, leaving: Sequence[str]) -> None:
    if code in (base.approval(), base.steps[0].activity.code):
        raise ActivityIndispensable(code)
    if waiting := [own for own, step in steps.items() if code in step.predecessors and own not in leaving]:
        raise ActivityAwaited(code, waiting)
    steps.pop(code, None)


def add(base: Template, steps: dict[str, Step], one: Addition) -> None:
    if one.code in steps:
        raise ActivityCodeTaken(one.code)
    if one.phase not in {str(phase["code"]) for phase in base.phases}:
        raise TemplatePhaseUnknown(one.phase)
    own = Activity(
        code=one.code,
        key=f"own_{one.code.replace('.', '_').lower()}",
        phase=one.phase,
        label=one.label,
        needed=one.evidence,
        responsible_role=one.responsible_role,
    )
    waits = [steps[code].usual_day for code in one.predecessors if code in steps]
    usual = one.usual_day if one.usual_day is not None else max(waits, default=0)
    steps[one.code] = Step(own, one.optional, one.predecessors, usual, ())


def ordered(base: Template, steps: Any) -> tuple[Step, ...]:
    """By phase, then by code; the template's own order is the same."""
    phases = [str(phase["code"]) for phase in base.phases]
    return tuple(sorted(steps, key=lambda step: (phases.index(step.activity.phase), numbers(step.activity.code))))


def numbers(code: str) -> list[tuple[int, str]]:
    """`2.10` after `2.9`."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in code.split(".")]
