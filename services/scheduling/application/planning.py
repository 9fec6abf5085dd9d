"""Backward planning: from the council date to a whole lawful calendar, and what a slipped date forces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.scheduling.application.ports import CivilDays
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.planning import NO_WORKING_DAY, Holiday, NoLawfulCalendar, Plan, Planner, difference
from services.scheduling.domain.rules import RuleBook, Verdict
from services.scheduling.domain.template import Template
from services.scheduling.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed calendar with the verdicts it would have and the holidays it goes around."""

    plan: Plan
    verdicts: tuple[Verdict, ...]
    holidays: Mapping[date, Holiday]
    calendar: Calendar

    def unsure(self, code: str) -> list[date]:
        """Estimated holidays a day from the planned one: should the moon say so, the activity has to move."""
        day = self.plan.dates[code]
        return [on for on, one in self.holidays.items() if one.estimated and abs((on - day).days) <= 1]


def planner(template: Template, rules: RuleBook, codes: Sequence[str], days: CivilDays, year: int) -> Planner:
    bonds = template.bonds(list(rules.for_kind(template.kind)), codes)
    return Planner(codes, bonds, days.working_days(template.country, year - 2, year + 2))


def plan_calendar(
    template: Template,
    rules: RuleBook,
    days: CivilDays,
    *,
    programme_year: int,
    council_date: date,
    not_before: date | None = None,
    include: Sequence[str] = (),
) -> Proposed:
    """Raises `NoLawfulCalendar` with the rules that cannot be met together, `CalendarCycle` with the circle."""
    activities = template.activities(include)
    codes = [activity.code for activity in activities]
    usual = {step.activity.code: step.usual_day for step in template.steps}
    ends = template.deadlines(list(rules.for_kind(template.kind)), programme_year)
    using = planner(template, rules, codes, days, council_date.year)
    try:
        plan = using.backward(template.approval(), council_date, usual, ends, not_before)
    except NoLawfulCalendar as refused:
        refused.say(named(rules))
        raise
    dated = [replace(activity, planned_date=plan.dates[activity.code]) for activity in activities]
    calendar = blank(template, programme_year, dated)
    years = {day.year for day in plan.dates.values()}
    holidays = days.holidays(template.country, min(years), max(years))
    return Proposed(plan, rules.evaluate(calendar.facts()), holidays, calendar)


def named(rules: RuleBook) -> Mapping[str, Text]:
    """What a reader calls each rule a plan may break."""
    others = {"predecessor": "plan_predecessor", "template": "plan_template", NO_WORKING_DAY: "plan_working_days"}
    return {one.id: one.label for one in rules.rules} | {own: rules.phrases[key] for own, key in others.items()}


def blank(template: Template, programme_year: int, activities: list[Any]) -> Calendar:
    return Calendar(
        municipality="",
        id="",
        edition="",
        template=template.id,
        template_version=template.version,
        kind=template.kind,
        programme_year=programme_year,
        title=template.title,
        phases=list(template.phases),
        activities=activities,
    )


def replan(
    calendar: Calendar, template: Template, rules: RuleBook, days: CivilDays, moved: Mapping[str, date]
) -> Mapping[str, tuple[date | None, date]]:
    """What moving some dates forces on the others; shown before anything is saved."""
    before = {activity.code: activity.planned_date for activity in calendar.activities}
    known = {template.code_of(activity.key): activity.code for activity in calendar.activities}
    using = planner(template, rules, [code for code in known if code], days, calendar.programme_year)
    bonds = [replace(b, first=known[b.first], second=known[b.second]) for b in using.bonds]
    dates = {code: day for code, day in before.items() if day is not None}
    done = [activity.code for activity in calendar.activities if activity.done]
    after = Planner(list(before), bonds, using.days).replan(dates, moved, done)
    return difference(before, after)
