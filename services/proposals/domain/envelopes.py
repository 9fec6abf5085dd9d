"""How money is divided between kinds of intervention and zones, to the last unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from services.proposals.domain.money import AmountsRefused
from services.proposals.domain.municipality import Zone

DEFICIT = "deficit"


class Method(StrEnum):
    EQUAL = "equal"
    POPULATION = "population"
    DEFICIT = "deficit"
    MIXED = "mixed"


class PartsDoNotAddUp(AmountsRefused):
    """The parts of an envelope must add up to its total in the smallest unit of the currency."""

    fields = amounts = ("total", "parts")

    def __init__(self, total: int, parts: int) -> None:
        super().__init__(f"{parts} instead of {total}")
        self.total, self.parts = total, parts


class EnvelopeKindUnknown(ValueError):
    """The zone formula names a kind of intervention that has no amount."""

    fields = ("kind",)

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class EnvelopeKindRepeated(ValueError):
    """A kind of intervention is given one amount."""


class FormulaNotComputable(ValueError):
    """The inputs of the formula are missing, negative or all zero."""

    fields = ("method",)

    def __init__(self, method: Method) -> None:
        super().__init__(method)
        self.method = method


@dataclass(frozen=True, slots=True)
class KindAmount:
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class ZoneFormula:
    """`weights` is read by the mixed method only: what each of the three others counts for."""

    method: Method
    kind: str | None = None
    weights: Mapping[Method, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ZoneShare:
    """One line of the calculation sheet: anybody with the inputs finds the same amount."""

    zone: str
    population: int
    deficit: Decimal
    weight: str
    exact: str
    whole: int
    remainder_unit: int

    @property
    def amount(self) -> int:
        return self.whole + self.remainder_unit


@dataclass(frozen=True, slots=True)
class Envelopes:
    currency: str
    total: int
    by_kind: tuple[KindAmount, ...]
    formula: ZoneFormula | None = None
    sheet: tuple[ZoneShare, ...] = ()


def set_envelopes(
    currency: str, total: int, by_kind: Sequence[KindAmount], formula: ZoneFormula | None, zones: Sequence[Zone]
) -> Envelopes:
    """Kinds add up to the total; zones add up to the kind the formula shares out."""
    _require_whole(total, by_kind)
    if formula is None:
        return Envelopes(currency, total, tuple(by_kind))
    sheet = calculate(_shared_amount(total, by_kind, formula), formula, zones)
    return Envelopes(currency, total, tuple(by_kind), formula, sheet)


def calculate(amount: int, formula: ZoneFormula, zones: Sequence[Zone]) -> tuple[ZoneShare, ...]:
    """Largest remainder: whole units first, then one unit each to the largest rests, first slug first."""
    ordered = sorted(zones, key=lambda zone: zone.slug)
    weights = weigh(formula, ordered)
    amounts = share_out(amount, weights)
    return tuple(map(_line, ordered, weights, amounts, [amount] * len(ordered)))


def share_out(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Parts in proportion to `weights` that add up to `total` exactly; equal rests go to the earlier part."""
    whole_weight = sum(weights, Fraction(0))
    exact = [total * weight / whole_weight for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_rest[: total - sum(parts)]:
        parts[index] += 1
    return parts


def weigh(formula: ZoneFormula, zones: Sequence[Zone]) -> list[Fraction]:
    """The share of each zone, adding up to one."""
    if formula.method is not Method.MIXED:
        return _simple(formula.method, zones)
    weights = {method: Fraction(weight) for method, weight in formula.weights.items() if weight}
    if not weights or min(weights.values()) < 0 or Method.MIXED in weights:
        raise FormulaNotComputable(Method.MIXED)
    parts = [[weight * share for share in _simple(method, zones)] for method, weight in weights.items()]
    whole = sum(weights.values())
    return [sum(column, Fraction(0)) / whole for column in zip(*parts, strict=True)]


def _simple(method: Method, zones: Sequence[Zone]) -> list[Fraction]:
    inputs = {
        Method.EQUAL: [Fraction(1) for _ in zones],
        Method.POPULATION: [Fraction(zone.population) for zone in zones],
        Method.DEFICIT: [Fraction(_deficit(zone)) for zone in zones],
    }[method]
    whole = sum(inputs, Fraction(0))
    if not whole or min(inputs) < 0:
        raise FormulaNotComputable(method)
    return [value / whole for value in inputs]


def _line(zone: Zone, weight: Fraction, amount: int, total: int) -> ZoneShare:
    exact = total * weight
    whole = exact.numerator // exact.denominator
    return ZoneShare(zone.slug, zone.population, _deficit(zone), str(weight), str(exact), whole, amount - whole)


def _deficit(zone: Zone) -> Decimal:
    return zone.indicators.get(DEFICIT, Decimal(0))


def _require_whole(total: int, by_kind: Sequence[KindAmount]) -> None:
    if len({part.kind for part in by_kind}) != len(by_kind):
        raise EnvelopeKindRepeated
    parts = sum(part.amount for part in by_kind)
    if by_kind and parts != total:
        raise PartsDoNotAddUp(total, parts)


def _shared_amount(total: int, by_kind: Sequence[KindAmount], formula: ZoneFormula) -> int:
    if formula.kind is None:
        return total
    amounts = {part.kind: part.amount for part in by_kind}
    if formula.kind not in amounts:
        raise EnvelopeKindUnknown(formula.kind)
    return amounts[formula.kind]
