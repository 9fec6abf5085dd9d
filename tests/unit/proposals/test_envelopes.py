"""Money divided between kinds and zones."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.envelopes import (
    EnvelopeKindRepeated,
    EnvelopeKindUnknown,
    FormulaNotComputable,
    KindAmount,
    Method,
    PartsDoNotAddUp,
    ZoneFormula,
    calculate,
    set_envelopes,
    share_out,
)
from services.proposals.domain.municipality import Zone
from services.proposals.domain.text import Text

NAME = Text(ar="منطقة")
ZONES = st.lists(
    st.builds(
        lambda slug, population, deficit: Zone(f"z{slug}", NAME, population, {"deficit": Decimal(deficit) / 100}),
        st.integers(0, 10_000),
        st.integers(1, 100_000),
        st.integers(1, 100),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda zone: zone.slug,
)
MIXED = {Method.EQUAL: Decimal(1), Method.POPULATION: Decimal("2.5"), Method.DEFICIT: Decimal(3)}


@given(ZONES, st.integers(0, 10**15), st.sampled_from(Method))
def test_the_parts_of_the_zones_add_up_to_the_last_unit(zones: list[Zone], amount: int, method: Method) -> None:
    lines = calculate(amount, ZoneFormula(method, weights=MIXED), zones)
    assert sum(line.amount for line in lines) == amount
    assert all(abs(Fraction(line.exact) - line.amount) < 1 for line in lines)


@given(ZONES, st.integers(0, 10**12), st.sampled_from(Method), st.randoms())
def test_the_order_the_zones_are_typed_in_does_not_matter(
    zones: list[Zone], amount: int, method: Method, random: Random
) -> None:
    shuffled = list(zones)
    random.shuffle(shuffled)
    formula = ZoneFormula(method, weights=MIXED)
    assert calculate(amount, formula, zones) == calculate(amount, formula, shuffled)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 1000), min_size=1, max_size=30))
def test_who_weighs_more_never_gets_less(total: int, weights: list[int]) -> None:
    parts = share_out(total, [Fraction(weight) for weight in weights])
    ordered = sorted(zip(weights, parts, strict=True))
    assert all(poor[1] <= rich[1] for poor, rich in pairwise(ordered) if poor[0] < rich[0])


def test_a_poorer_zone_gets_more_by_the_deficit_formula() -> None:
    zones = [Zone("rich", NAME, 5, {"deficit": Decimal("0.1")}), Zone("poor", NAME, 5, {"deficit": Decimal("0.3")})]
    poor, rich = calculate(400_000, ZoneFormula(Method.DEFICIT), zones)
    assert (poor.zone, poor.amount, rich.amount) == ("poor", 300_000, 100_000)


def test_the_calculation_sheet_shows_its_inputs_and_the_unit_that_was_left_over() -> None:
    zones = [Zone("a", NAME, 1), Zone("b", NAME, 1), Zone("c", NAME, 1)]
    first, second, _ = calculate(100, ZoneFormula(Method.POPULATION), zones)
    assert (first.exact, first.whole, first.remainder_unit) == ("100/3", 33, 1)
    assert (second.population, second.weight, second.remainder_unit) == (1, "1/3", 0)


def test_kinds_that_do_not_come_to_the_total_are_refused() -> None:
    with pytest.raises(PartsDoNotAddUp) as refused:
        set_envelopes("TND", 100, [KindAmount("proximity", 60)], None, [])
    assert (refused.value.total, refused.value.parts) == (100, 60)


def test_a_kind_is_given_one_amount() -> None:
    with pytest.raises(EnvelopeKindRepeated):
        set_envelopes("TND", 2, [KindAmount("proximity", 1), KindAmount("proximity", 1)], None, [])


def test_the_formula_shares_out_a_kind_that_has_money() -> None:
    formula = ZoneFormula(Method.EQUAL, "economic_structuring")
    with pytest.raises(EnvelopeKindUnknown):
        set_envelopes("TND", 1, [KindAmount("proximity", 1)], formula, [Zone("a", NAME)])


@pytest.mark.parametrize(
    "formula",
    [
        ZoneFormula(Method.POPULATION),
        ZoneFormula(Method.DEFICIT),
        ZoneFormula(Method.MIXED),
        ZoneFormula(Method.MIXED, weights={Method.EQUAL: Decimal(-1)}),
        ZoneFormula(Method.MIXED, weights={Method.MIXED: Decimal(1)}),
    ],
)
def test_a_formula_without_its_inputs_is_not_computed(formula: ZoneFormula) -> None:
    with pytest.raises(FormulaNotComputable):
        calculate(100, formula, [Zone("a", NAME), Zone("b", NAME)])
