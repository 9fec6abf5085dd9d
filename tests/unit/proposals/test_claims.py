"""No millime is voted on twice, and no amendment spends another envelope's money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.claims import Ceiling, Claim, ceilings, require_free, require_kept
from services.proposals.domain.envelopes import Envelopes, KindAmount, Method, ZoneFormula, set_envelopes
from services.proposals.domain.municipality import Zone
from services.proposals.domain.selection import EnvelopeOverspent
from services.proposals.domain.text import Text

KINDS = {"proximity": 200, "buildings": 100}


def envelopes(total: int = 300) -> Envelopes:
    """Two zones with 100 each of the proximity money."""
    zones = [Zone(slug, Text(ar="م"), 1, {"deficit": Decimal(1)}) for slug in ("centre", "oasis")]
    parts = [KindAmount(kind, amount * total // 300) for kind, amount in KINDS.items()]
    return set_envelopes("TND", total, parts, ZoneFormula(Method.EQUAL, "proximity"), zones)


@pytest.mark.parametrize(
    ("claim", "others", "free"),
    [
        (Claim(301), [], 300),
        (Claim(201, "proximity"), [], 200),
        (Claim(101, zone="oasis"), [], 100),
        (Claim(150), [Claim(200, "proximity")], 100),
        (Claim(150, "proximity"), [Claim(51, "proximity")], 149),
        (Claim(100, zone="oasis"), [Claim(101, "proximity")], 99),
        (Claim(101, "proximity"), [Claim(60, zone="oasis"), Claim(40, zone="centre")], 100),
        (Claim(1, "buildings", "oasis"), [Claim(100, zone="oasis")], 0),
        (Claim(1, "roads"), [], 0),
        (Claim(1, zone="moon"), [], 0),
    ],
)
def test_money_that_another_vote_holds_is_not_voted_on_again(claim: Claim, others: list[Claim], free: int) -> None:
    with pytest.raises(EnvelopeOverspent) as refused:
        require_free(envelopes(), claim, others)
    assert (refused.value.envelope, refused.value.cost) == (free, claim.amount)


CLAIMS = st.builds(
    Claim,
    st.integers(0, 120),
    st.sampled_from([None, "proximity", "buildings"]),
    st.sampled_from([None, "centre", "oasis"]),
)


@given(st.lists(CLAIMS, max_size=8))
def test_whatever_is_voted_on_no_envelope_holds_less_than_its_votes(wanted: list[Claim]) -> None:
    promised: list[Claim] = []
    for claim in wanted:
        try:
            require_free(envelopes(), claim, promised)
        except EnvelopeOverspent:
            continue
        promised.append(claim)
    assert sum(each.amount for each in promised) <= 300
    for zone in ("centre", "oasis"):
        assert sum(each.amount for each in promised if each.zone == zone) <= 100
    for kind, amount in KINDS.items():
        zoned = kind == "proximity"
        assert sum(e.amount for e in promised if e.kind == kind or (zoned and e.zone)) <= amount
    require_kept(envelopes(), promised)


def test_envelopes_are_not_lowered_under_what_was_voted_on() -> None:
    require_kept(envelopes(150), [Claim(100, "proximity")])
    with pytest.raises(EnvelopeOverspent):
        require_kept(envelopes(147), [Claim(100, "proximity")])


def test_projects_of_a_zone_are_held_to_its_envelope_to_its_kinds_and_to_the_whole() -> None:
    paid = [(Claim(90, zone="oasis"), ("a",)), (Claim(70, "proximity"), ("b",)), (Claim(80, "buildings"), ("c",))]
    found = ceilings(envelopes(), paid)
    assert sorted((each.amount, each.projects) for each in found) == [
        (100, ("a",)),
        (100, ("c",)),
        (200, ("a", "b")),
        (300, ("a", "b", "c")),
    ]
    Ceiling(100, ("a",)).require([("a", 100), ("b", 500)])
    with pytest.raises(EnvelopeOverspent):
        Ceiling(100, ("a",)).require([("a", 101)])
