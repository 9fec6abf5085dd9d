"""Planning: every proposed calendar is lawful, and when there is none the rules in conflict are named."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.adapters.holidays import PublicHolidays
from services.scheduling.application.planning import plan_calendar, planner, replan
from services.scheduling.domain.planning import Bond, CalendarCycle, Deadline, NoLawfulCalendar, Planner, WorkingDays
from services.scheduling.domain.rules import Outcome
from services.scheduling.domain.template import Template
from tests.unit.scheduling.documents import MOROCCO, RULES, TUNISIA

DAYS = PublicHolidays()
GOOD = {Outcome.PASS, Outcome.NOT_APPLICABLE}
codes = [f"a{n}" for n in range(8)]
chains = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 12), st.sampled_from(["r1", "r2", "r3"])),
    max_size=14,
)
mondays = st.dates(date(2026, 1, 1), date(2027, 12, 31))


ROW_ORDER = {"TN-R22"}  # a warning: the planner works on predecessors, not on the order of the printed rows


def bonds_of(chain: list[tuple[int, int, int, str]]) -> list[Bond]:
    """Forward edges only, so that no circle arises."""
    return [Bond(codes[min(a, b)], codes[max(a, b)], days, rule) for a, b, days, rule in chain if a != b]


def holds(dates: dict[str, date], bonds: list[Bond]) -> bool:
    return all(dates[bond.second] >= dates[bond.first] + timedelta(days=bond.days) for bond in bonds)


@pytest.mark.parametrize("template", [TUNISIA, MOROCCO], ids=lambda t: t.country)
@given(council=st.dates(date(2026, 3, 1), date(2026, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_every_proposed_calendar_passes_every_rule(template: Template, council: date) -> None:
    found = plan_calendar(template, RULES, DAYS, programme_year=2027, council_date=council)
    assert {v.rule for v in found.verdicts if v.outcome not in GOOD} <= ROW_ORDER
    working = DAYS.working_days(template.country, 2024, 2028)
    off = {
        code: day for code, day in found.plan.dates.items() if not working.works(day) and code != template.approval()
    }
    assert off == {}
    assert found.plan.dates[template.approval()] == council


@given(chain=chains, on=mondays)
@settings(max_examples=200, deadline=None)
def test_a_plan_meets_every_bond_and_stays_within_its_bounds(chain: list[tuple[int, int, int, str]], on: date) -> None:
    bonds = bonds_of(chain)
    usual = {code: n * 5 for n, code in enumerate(codes)}
    plan = Planner(codes, bonds).backward("a7", on, usual)
    assert holds(dict(plan.dates), bonds)
    assert all(plan.dates[code] <= plan.windows[code].latest for code in codes if code != "a7")


@given(chain=chains, on=mondays, slack=st.integers(0, 60))
@settings(max_examples=200, deadline=None)
def test_with_a_first_day_given_a_plan_is_found_exactly_when_one_exists(
    chain: list[tuple[int, int, int, str]], on: date, slack: int
) -> None:
    bonds = bonds_of(chain)
    start = on - timedelta(days=slack)
    usual = dict.fromkeys(codes, 0)
    using = Planner(codes, bonds)
    earliest = using.earliest(start, {"a7": on})
    # the earliest dates are themselves a plan, so one exists exactly when they reach no activity too late
    latest = using.latest({"a7": on}, (), using.days.on_or_after(on))
    exists = all(earliest[code] <= latest[code] for code in codes)
    try:
        plan = using.backward("a7", on, usual, (), start)
    except NoLawfulCalendar:
        assert not exists
    else:
        assert exists
        assert holds(dict(plan.dates), bonds)
        assert min(plan.dates.values()) >= start


@given(chain=chains, on=mondays, slack=st.integers(0, 25), limit=st.integers(0, 30))
@settings(max_examples=200, deadline=None)
def test_no_smaller_set_of_rules_is_in_conflict_than_the_one_that_is_named(
    chain: list[tuple[int, int, int, str]], on: date, slack: int, limit: int
) -> None:
    more = [(a, b, days, f"{rule}{a % 3}") for a, b, days, rule in chain]  # nine rules
    bonds, start = bonds_of(more), on - timedelta(days=slack)
    ends = [Deadline("a5", on - timedelta(days=limit), "end")]
    using = Planner(codes, bonds)

    def possible(rules: frozenset[str]) -> bool:
        some = Planner(codes, [bond for bond in bonds if bond.rule in rules])
        return some.feasible("a7", on, [end for end in ends if end.rule in rules], start, using.days.on_or_after(on))

    every = {"end", *(bond.rule for bond in bonds)}
    subsets = (frozenset(some) for n in range(len(every) + 1) for some in combinations(sorted(every), n))
    first = next((subset for subset in subsets if not possible(subset)), None)
    try:
        using.backward("a7", on, dict.fromkeys(codes, 0), ends, start)
    except NoLawfulCalendar as refused:
        assert first is not None
        named = frozenset(refused.rules) - {"working-days"}
        assert not possible(named)
        assert len(named) == len(first)
    else:
        assert first is None


def test_the_rules_that_cannot_be_met_together_are_named_and_no_other() -> None:
    with pytest.raises(NoLawfulCalendar) as refused:
        plan_calendar(
            TUNISIA, RULES, DAYS, programme_year=2027, council_date=date(2026, 12, 15), not_before=date(2026, 12, 7)
        )
    assert "TN-R01" in refused.value.rules
    assert "TN-R12" not in refused.value.rules


def test_a_council_date_after_the_legal_limit_is_refused_by_its_rule() -> None:
    with pytest.raises(NoLawfulCalendar) as refused:
        plan_calendar(TUNISIA, RULES, DAYS, programme_year=2027, council_date=date(2027, 1, 15))
    assert refused.value.rules == ("TN-R02",)


def test_activities_that_wait_for_each_other_in_a_circle_are_refused_with_the_circle() -> None:
    with pytest.raises(CalendarCycle) as refused:
        Planner(["a", "b", "c"], [Bond("a", "b", 0, "x"), Bond("b", "c", 0, "x"), Bond("c", "a", 0, "x")]).order()
    assert set(refused.value.codes) == {"a", "b", "c"}


def test_a_slip_pushes_only_what_must_wait_and_nothing_that_is_done() -> None:
    bonds = [Bond("a", "b", 3, "r"), Bond("b", "c", 3, "r"), Bond("a", "d", 30, "r")]
    dates = {name: date(2026, 3, day) for name, day in (("a", 2), ("b", 5), ("c", 20), ("d", 4))}
    after = Planner(list(dates), bonds).replan(dates, {"a": date(2026, 3, 5)}, done=["d"])
    # 8 March 2026 is a Sunday
    assert after == {"a": date(2026, 3, 5), "b": date(2026, 3, 9), "c": date(2026, 3, 20), "d": date(2026, 3, 4)}


def test_a_deadline_of_a_year_is_a_date_of_that_year() -> None:
    assert Deadline.of_year("5.5", 2026, "12-31", "TN-R02").on == date(2026, 12, 31)


def test_a_slipped_publication_moves_the_session_that_waits_for_it() -> None:
    found = plan_calendar(TUNISIA, RULES, DAYS, programme_year=2027, council_date=date(2026, 12, 15))
    calendar = found.calendar
    moved = {"2.6": date(2026, 11, 25)}
    changes = replan(calendar, TUNISIA, RULES, DAYS, moved)
    assert changes["4.1"][1] == date(2026, 12, 3)
    assert set(changes) == {"2.6", "4.1"}


def test_estimated_holidays_say_that_they_are() -> None:
    named = DAYS.holidays("TN", 2026, 2026)
    assert (named[date(2026, 5, 27)].name["en"], named[date(2026, 5, 27)].estimated) == ("Eid al-Adha", True)
    assert named[date(2026, 3, 20)].name["ar"] == "عيد الاستقلال; عيد الفطر"
    assert named[date(2026, 5, 1)].estimated is False
    assert not DAYS.working_days("MA", 2026, 2026).works(date(2026, 7, 30))


def test_an_activity_beside_a_holiday_the_moon_decides_says_so() -> None:
    found = plan_calendar(TUNISIA, RULES, DAYS, programme_year=2027, council_date=date(2026, 5, 29))
    assert found.unsure("5.5") == [date(2026, 5, 28), date(2026, 5, 29)]
    assert [code for code in found.plan.dates if found.unsure(code)] != list(found.plan.dates)


def test_weekends_are_avoided() -> None:
    assert WorkingDays().on_or_before(date(2026, 11, 22)) == date(2026, 11, 20)


def test_optional_activities_come_only_when_asked_for() -> None:
    assert "4.2" not in {activity.code for activity in TUNISIA.activities()}
    codes = [activity.code for activity in TUNISIA.activities(["4.2"])]
    assert len(codes) == 20
    assert len(planner(TUNISIA, RULES, codes, DAYS, 2026).order()) == 20
    assert len(MOROCCO.steps) == 21
