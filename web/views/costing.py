"""The lines of a preliminary sheet as typed: quantity times unit cost, and their sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.views.amounts import NotAnAmount, minor_units, number_of


@dataclass(frozen=True, slots=True)
class Costed:
    """One line with its total in minor units; None while it cannot be computed."""

    label: str
    quantity: str
    unit: str
    unit_cost: str
    total: int | None

    @property
    def filled(self) -> bool:
        return bool(self.label or self.quantity or self.unit_cost)


def costed(lines: Sequence[Mapping[str, str]], currency: str) -> list[Costed]:
    return [_costed(line, currency) for line in lines]


def running_total(lines: Sequence[Costed]) -> int:
    """The sum of what can be computed so far."""
    return sum(line.total or 0 for line in lines)


def _costed(line: Mapping[str, str], currency: str) -> Costed:
    texts = {name: line.get(name, "") for name in ("label", "quantity", "unit", "unit_cost")}
    return Costed(**texts, total=_total(texts["quantity"], texts["unit_cost"], currency))


def _total(quantity: str, unit_cost: str, currency: str) -> int | None:
    """None where a number is missing or the line does not come to a whole unit: nothing is rounded silently."""
    try:
        exact = number_of(quantity) * minor_units(unit_cost, currency)
    except NotAnAmount:
        return None
    return int(exact) if exact == exact.to_integral_value() else None
