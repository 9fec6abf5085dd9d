"""A whole lawful calendar is computed while somebody waits for it, and a refusal names the rules in conflict."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bench.figures import Line, line_of, print_table
from services.scheduling.adapters.holidays import PublicHolidays
from services.scheduling.adapters.library import rule_book, templates
from services.scheduling.application.planning import Proposed, plan_calendar, planner
from services.scheduling.domain.planning import NO_WORKING_DAY, NoLawfulCalendar, Planner
from services.scheduling.domain.rules import Outcome, RuleBook
from services.scheduling.domain.template import Step, Template

CLAIM = "Random variants of the two country templates planned backward from a council date, in milliseconds"
VARIANTS = 2000
SEED = 2026
BOUND = 0.5  # share of variants that must not begin before a given day
GOOD = {Outcome.PASS, Outcome.NOT_APPLICABLE}
ROW_ORDER = "TN-R22"  # a warning: the planner works on predecessors, not on the order of the printed rows
DAYS = PublicHolidays()


@dataclass(frozen=True, slots=True)
class Variant:
    template: Template
    year: int
    council: date
    not_before: date | None


@dataclass(slots=True)
class Figures:
    planned: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    named: list[float] = field(default_factory=list)
    wrong: int = 0


def variants(base: Sequence[Template], count: int) -> Iterator[Variant]:
    """Some activities left out, some waiting for others by a number of days, any council date of the year."""
    dice = random.Random(SEED)
    for _ in range(count):
        template = varied(dice.choice(base), dice)
        year = dice.randint(2024, 2029)
        council = date(year - 1, 3, 1) + timedelta(days=dice.randint(0, 305))
        start = council - timedelta(days=dice.randint(0, 90)) if dice.random() < BOUND else None
        yield Variant(template, year, council, start)


def varied(base: Template, dice: random.Random) -> Template:
    kept = [step for step in base.steps if dice.random() > 0.1 or step.activity.code in needed(base)]
    codes = [step.activity.code for step in kept]
    return replace(base, steps=tuple(waiting(step, codes[:place], dice) for place, step in enumerate(kept)))


def needed(base: Template) -> set[str]:
    return {base.approval(), base.steps[0].activity.code}


def waiting(step: Step, before: Sequence[str], dice: random.Random) -> Step:
    """One more activity to wait for, some days long; only earlier ones, so that no circle arises."""
    if not before or dice.random() < 0.6:
        return step
    distance = {"op": "min_days_after", "ref": dice.choice(before), "days": dice.randint(1, 15), "rule": "own"}
    return replace(step, constraints=(*step.constraints, {**distance, "rule": f"own-{step.activity.code}"}))


def one(variant: Variant, rules: RuleBook, figures: Figures) -> None:
    begun = time.perf_counter()
    try:
        found = plan(variant, rules)
    except NoLawfulCalendar as refused:
        figures.refused.append((time.perf_counter() - begun) * 1000)
        figures.named.append(len(refused.rules))
        figures.wrong += not in_conflict(variant, rules, refused)
        return
    figures.planned.append((time.perf_counter() - begun) * 1000)
    bad = {v.rule for v in found.verdicts if v.outcome not in GOOD} - {ROW_ORDER}
    figures.wrong += bool(bad)


def plan(variant: Variant, rules: RuleBook) -> Proposed:
    return plan_calendar(
        variant.template,
        rules,
        DAYS,
        programme_year=variant.year,
        council_date=variant.council,
        not_before=variant.not_before,
    )


def in_conflict(variant: Variant, rules: RuleBook, refused: NoLawfulCalendar) -> bool:
    """The named rules alone allow no calendar, and without any one of them there is one."""
    named = set(refused.rules) - {NO_WORKING_DAY}
    return not possible(variant, rules, named) and all(possible(variant, rules, named - {one}) for one in named)


def possible(variant: Variant, rules: RuleBook, some: set[str]) -> bool:
    template = variant.template
    codes = [activity.code for activity in template.activities()]
    using = planner(template, rules, codes, DAYS, variant.council.year)
    ends = [e for e in template.deadlines(list(rules.for_kind(template.kind)), variant.year) if e.rule in some]
    usual = {step.activity.code: step.usual_day for step in template.steps}
    alone = Planner(codes, [bond for bond in using.bonds if bond.rule in some], using.days)
    try:
        alone.backward(template.approval(), variant.council, usual, ends, variant.not_before)
    except NoLawfulCalendar:
        return False
    return True


async def measure(count: int = VARIANTS) -> list[Line]:
    rules, figures = rule_book(), Figures()
    for variant in variants(list(templates().values()), count):
        one(variant, rules, figures)
    return [
        line_of(f"{len(figures.planned)} calendars planned, all rules met", "ms", figures.planned, 1),
        line_of(f"{len(figures.refused)} refused, the smallest conflict named", "ms", figures.refused, 1),
        line_of("rules named in a refusal", "rules", figures.named),
        line_of("answers found wrong when checked", "", [figures.wrong]),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
