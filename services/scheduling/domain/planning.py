"""Exact planning: the earliest and latest lawful day of every activity over the graph of what must wait for what.

Every constraint is of the form *second not before first plus some days*, and rounding to a working day
is monotone, so one pass in topological order gives the exact bounds: no search, no heuristic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from services.scheduling.domain.conflicts import smallest_conflict
from services.scheduling.domain.texts import LANGUAGES, Text

Dates = Mapping[str, date]
NO_WORKING_DAY = "working-days"  # named when the days given hold no working day at all, whatever the rules


class CalendarCycle(Exception):
    """Activities wait for each other in a circle."""

    fields = ("codes",)

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(" > ".join(codes))
        self.codes = tuple(codes)


class NoLawfulCalendar(Exception):
    """No calendar meets all rules; `rules` is the smallest set that cannot be met together."""

    fields = ("rules", "codes", "conflicts")

    def __init__(self, rules: Sequence[str], codes: Sequence[str]) -> None:
        super().__init__(", ".join(rules))
        self.rules = tuple(rules)
        self.codes = tuple(codes)
        self.conflicts: list[Mapping[str, object]] = []

    def say(self, names: Mapping[str, Text]) -> None:
        """Name each rule as a reader knows it; what is no rule of the book is named by itself."""
        own = {rule: dict.fromkeys(LANGUAGES, rule) for rule in self.rules}
        self.conflicts = [{"rule": rule, "text": names.get(rule) or own[rule]} for rule in self.rules]


@dataclass(frozen=True, slots=True)
class Bond:
    """`second` is at least `days` days after `first`, because `rule` says so."""

    first: str
    second: str
    days: int
    rule: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """`code` is not after `on`, because `rule` says so."""

    code: str
    on: date
    rule: str

    @classmethod
    def of_year(cls, code: str, year: int, month_day: str, rule: str) -> "Deadline":
        month, of_month = (int(part) for part in month_day.split("-"))
        return cls(code, date(year, month, of_month), rule)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday; `estimated` ones depend on the moon and may fall a day earlier or later."""

    name: Text
    estimated: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days meetings are held on: not at weekends (Monday is 0), not on the given holidays."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        while not self.works(day):
            day -= timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True)
class Window:
    """The bounds of one activity; `earliest` is None when nothing bounds it from below."""

    earliest: date | None
    latest: date


@dataclass(frozen=True, slots=True)
class Plan:
    dates: Dates
    windows: Mapping[str, Window]


@dataclass(frozen=True)
class Planner:
    """One set of activities with its bonds and the days work may fall on."""

    codes: Sequence[str]
    bonds: Sequence[Bond]
    days: WorkingDays = field(default_factory=WorkingDays)

    def order(self) -> list[str]:
        """Every activity after those it waits for; raises `CalendarCycle`."""
        graph: dict[str, set[str]] = {code: set() for code in self.codes}
        for bond in self.bonds:
            graph[bond.second].add(bond.first)
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as cycle:
            raise CalendarCycle(cycle.args[1]) from cycle

    def earliest(self, not_before: date, fixed: Dates) -> Dates:
        """The earliest day of each activity; a fixed day stays as given where it can, even on a holiday."""
        found: dict[str, date] = {}
        for code in self.order():
            waits = [found[bond.first] + timedelta(days=bond.days) for bond in self.bonds if bond.second == code]
            bound = max([not_before, *waits])
            found[code] = fixed[code] if code in fixed and bound <= fixed[code] else self.days.on_or_after(bound)
        return found

    def latest(self, fixed: Dates, deadlines: Sequence[Deadline], horizon: date) -> Dates:
        """The latest day of each activity; a fixed day stays as given, even on a holiday."""
        found: dict[str, date] = {}
        for code in reversed(self.order()):
            ends = [found[bond.second] - timedelta(days=bond.days) for bond in self.bonds if bond.first == code]
            ends += [deadline.on for deadline in deadlines if deadline.code == code]
            bound = min([horizon, *ends, *([fixed[code]] if code in fixed else [])])
            found[code] = bound if bound == fixed.get(code) else self.days.on_or_before(bound)
        return found

    def backward(
        self,
        council: str,
        on: date,
        usual: Mapping[str, int],
        deadlines: Sequence[Deadline] = (),
        not_before: date | None = None,
    ) -> Plan:
        """A whole lawful calendar that ends with the council session on a given day.

        Each activity takes its usual distance from the council session when its bounds allow it, else the nearest
        day they do. Raises `NoLawfulCalendar` with the rules that cannot be met together.
        """
        horizon = on + timedelta(days=max(0, *(usual[code] - usual[council] for code in self.codes)))
        latest = self.latest({council: on}, deadlines, self.days.on_or_after(horizon))
        floor = self.earliest(not_before, {council: on}) if not_before else {}
        late = [code for code in self.codes if code in floor and floor[code] > latest[code]]
        if late or latest[council] < on:
            raise NoLawfulCalendar(*self.conflict(council, on, deadlines, not_before, horizon))
        dates = self.settle(council, on, usual, latest, floor)
        return Plan(dates, {code: Window(floor.get(code), latest[code]) for code in self.codes})

    def settle(self, council: str, on: date, usual: Mapping[str, int], latest: Dates, floor: Dates) -> Dates:
        chosen: dict[str, date] = {council: on}
        for code in reversed(self.order()):
            if code == council:
                continue
            ends = [chosen[bond.second] - timedelta(days=bond.days) for bond in self.bonds if bond.first == code]
            wanted = on + timedelta(days=usual[code] - usual[council])
            day = self.days.on_or_before(min([wanted, latest[code], *ends]))
            chosen[code] = max(day, floor[code]) if code in floor else day
        return self.lifted(chosen, council)

    def lifted(self, chosen: Mapping[str, date], council: str) -> Dates:
        """Activities after the council session wait for it although they were placed first."""
        found = dict(chosen)
        for code in self.order():
            waits = [found[bond.first] + timedelta(days=bond.days) for bond in self.bonds if bond.second == code]
            if code != council and waits and max(waits) > found[code]:
                found[code] = self.days.on_or_after(max(waits))
        return {code: found[code] for code in self.codes}

    def feasible(
        self, council: str, on: date, deadlines: Sequence[Deadline], start: date | None, horizon: date
    ) -> bool:
        latest = self.latest({council: on}, deadlines, self.days.on_or_after(horizon))
        floor = self.earliest(start, {council: on}) if start else {}
        return latest[council] >= on and all(floor.get(code, latest[code]) <= latest[code] for code in self.codes)

    def conflict(
        self, council: str, on: date, deadlines: Sequence[Deadline], start: date | None, horizon: date
    ) -> tuple[list[str], list[str]]:
        """The smallest set of rules that no calendar meets together, and the activities they speak of."""

        def met(rules: frozenset[str]) -> bool:
            some = Planner(self.codes, [bond for bond in self.bonds if bond.rule in rules], self.days)
            return some.feasible(council, on, [end for end in deadlines if end.rule in rules], start, horizon)

        rules = smallest_conflict(names(self.bonds, deadlines), met)
        bonds = [bond for bond in self.bonds if bond.rule in rules]
        codes = {code for bond in bonds for code in (bond.first, bond.second)}
        codes |= {end.code for end in deadlines if end.rule in rules}
        return sorted(rules) or [NO_WORKING_DAY], [code for code in self.codes if code in codes]

    def replan(self, dates: Dates, moved: Dates, done: Iterable[str] = ()) -> Dates:
        """Push what the moved activities force later, and nothing else; what is done stays where it was."""
        stays, found = {*done, *moved}, {**dates, **moved}
        for code in self.order():
            waits = [
                found[bond.first] + timedelta(days=bond.days)
                for bond in self.bonds
                if bond.second == code and bond.first in found
            ]
            if code in found and code not in stays and waits and max(waits) > found[code]:
                found[code] = self.days.on_or_after(max(waits))
        return found


def names(bonds: Sequence[Bond], deadlines: Sequence[Deadline]) -> set[str]:
    return {bond.rule for bond in bonds} | {deadline.rule for deadline in deadlines}


def difference(before: Mapping[str, date | None], after: Dates) -> dict[str, tuple[date | None, date]]:
    """What a new plan would change, to be shown before it is saved."""
    return {code: (before.get(code), day) for code, day in after.items() if before.get(code) != day}
