"""Zones and neighbourhoods."""

from collections.abc import Sequence

import pytest

from services.proposals.domain.grants import (
    ExpiryInThePast,
    Grant,
    GrantAlreadyRevoked,
    RoleOutOfScope,
)
from services.proposals.domain.municipality import (
    Municipality,
    Neighbourhood,
    NeighbourhoodOutsideZones,
    NeighbourhoodUnknown,
    Region,
    SlugImmutable,
    SlugMalformed,
    SlugRepeated,
    Zone,
    ZoneUnknown,
)
from services.proposals.domain.text import Text, TextMissing
from shared.contracts.proposals import GrantRevoked, MunicipalityRegistered, ZonesDefined
from shared.contracts.roles import Role
from tests.unit.proposals.examples import NOW

NAME = Text(ar="اسم")


def nefta(slug: str = "tn-nefta") -> Municipality:
    return Municipality(
        municipality=slug,
        name=NAME,
        country="TN",
        timezone="Africa/Tunis",
        currency="TND",
        region=Region("tozeur", NAME),
        languages=("ar", "fr"),
    )


def zones(*slugs: str) -> list[Zone]:
    return [Zone(slug, NAME) for slug in slugs]


def places(*pairs: tuple[str, str]) -> list[Neighbourhood]:
    return [Neighbourhood(slug, NAME, zone) for slug, zone in pairs]


def test_a_municipality_that_registers_is_announced() -> None:
    town = nefta()
    town.register()
    [event] = town.drain()
    assert isinstance(event, MunicipalityRegistered)
    assert (event.subject, event.languages) == ("tn-nefta", ["ar", "fr"])


@pytest.mark.parametrize("slug", ["network", "health", "Nefta", "tn_nefta", "-nefta", ""])
def test_a_name_that_cannot_be_an_address_is_refused(slug: str) -> None:
    with pytest.raises(SlugMalformed):
        nefta(slug).register()


def test_zones_are_announced_whole() -> None:
    town = nefta()
    town.define_zones(zones("a", "b"), places(("n", "b")))
    [event] = town.drain()
    assert isinstance(event, ZonesDefined)
    assert [zone.slug for zone in event.zones] == ["a", "b"]


def test_a_neighbourhood_lies_in_a_zone_of_the_municipality() -> None:
    with pytest.raises(NeighbourhoodOutsideZones):
        nefta().define_zones(zones("a"), places(("n", "elsewhere")))


@pytest.mark.parametrize(("zone_slugs", "pairs"), [(["a", "a"], []), (["a"], [("n", "a"), ("n", "a")])])
def test_a_slug_names_one_place(zone_slugs: Sequence[str], pairs: Sequence[tuple[str, str]]) -> None:
    with pytest.raises(SlugRepeated):
        nefta().define_zones(zones(*zone_slugs), places(*pairs))


def test_a_slug_once_announced_stays() -> None:
    town = nefta()
    town.define_zones(zones("a", "b"), places(("n", "a")))
    with pytest.raises(SlugImmutable):
        town.define_zones(zones("a"), places(("n", "a")))
    with pytest.raises(SlugImmutable):
        town.define_zones(zones("a", "b"), [])
    town.define_zones([Zone("a", Text(fr="Nouveau nom")), *zones("b", "c")], places(("n", "a")))
    assert len(town.zones) == 3


def test_a_proposal_is_placed_in_a_known_zone_and_its_own_neighbourhood() -> None:
    town = nefta()
    town.define_zones(zones("a", "b"), places(("n", "a")))
    town.require_place("a", "n")
    town.require_place("b", None)
    with pytest.raises(ZoneUnknown):
        town.require_place("c", None)
    with pytest.raises(NeighbourhoodUnknown):
        town.require_place("b", "n")


def test_a_public_text_has_at_least_one_language() -> None:
    with pytest.raises(TextMissing):
        Text()
    assert Text(fr="Bonjour").to("en") == "Bonjour"


def grant(role: Role = Role.CELL, scope: str = "municipality:tn-nefta") -> Grant:
    return Grant(
        municipality="tn-nefta", id="g", issuer="i", subject="s", role=role, scope=scope, given_by="a", given_at=NOW
    )


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.NETWORK_ADMINISTRATOR, "municipality:tn-nefta"),
        (Role.SERVICE, "region:tozeur"),
        (Role.CELL, "network"),
        (Role.CELL, "region:tozeur"),
        (Role.REGIONAL_OPERATOR, "municipality:tn-nefta"),
    ],
)
def test_a_role_fits_its_scope(role: Role, scope: str) -> None:
    with pytest.raises(RoleOutOfScope):
        grant(role, scope).give(NOW)


def test_a_grant_that_has_expired_is_not_given() -> None:
    late = grant()
    late.expires_at = NOW
    with pytest.raises(ExpiryInThePast):
        late.give(NOW)


def test_a_grant_is_revoked_once() -> None:
    given = grant()
    given.give(NOW)
    given.revoke("admin", NOW)
    assert isinstance(given.drain()[-1], GrantRevoked)
    with pytest.raises(GrantAlreadyRevoked):
        given.revoke("admin", NOW)
