"""What a rule may look at: a calendar, a forum, a plan or a programme as named facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


class UnreadableDate(ValueError):
    """A date is not written year-month-day."""


def day(value: Any) -> date | None:
    """The date of a printed value; None for an empty one or for a month alone."""
    if value is None or isinstance(value, date):
        return value
    text = str(value)[:10]
    if len(text) < 10:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise UnreadableDate(text) from cause


def at(facts: Any, path: str) -> Any:
    """The value behind `a.b.c`, or None where a step is missing."""
    for step in path.split("."):
        facts = facts.get(step) if isinstance(facts, Mapping) else None
    return facts


def rows(facts: Facts, path: str) -> list[Row]:
    """The rows behind `axes[].activities[]`, flattened in their order."""
    found: list[Any] = [facts]
    for step in path.replace("[]", "").split("."):
        found = [item for holder in found for item in holder.get(step, ())]
    return found


def code(row: Row) -> str:
    return str(row.get("code") or row.get("id") or row.get("n") or "?")


@dataclass(frozen=True, slots=True)
class Activities:
    """The activities of a calendar by key, in the order they are listed."""

    listed: Sequence[Row]

    def by_key(self, key: str) -> Row | None:
        return next((row for row in self.listed if row.get("key") == key), None)

    def by_code(self, wanted: str) -> Row | None:
        return next((row for row in self.listed if row.get("code") == wanted), None)

    def dated(self) -> Iterator[tuple[Row, date]]:
        for row in self.listed:
            if when := day(row.get("planned_date")):
                yield row, when

    def evidence_types(self, row: Row) -> list[str]:
        return [str(piece["type"]) for piece in row.get("evidence") or ()]

    def have_evidence_column(self) -> bool:
        return any(row.get("evidence") for row in self.listed)


def activities(facts: Facts) -> Activities:
    return Activities(facts.get("activities") or ())
