"""What a service knows of municipalities and zones never goes back in time."""

import pytest

from shared.contracts.event import Text3
from shared.contracts.proposals import Neighbourhood, Zone, ZonesDefined
from shared.grants import project
from shared.municipalities import MunicipalityUnknown, municipalities, municipality, zones
from tests.integration.shared_http.conftest import Small
from tests.integration.shared_http.test_access import happen, registered


def defined(*slugs: str) -> ZonesDefined:
    name = Text3(ar="حي")
    return ZonesDefined(
        municipality="tn-nefta",
        zones=[Zone(slug=slug, name=name, population=100) for slug in slugs],
        neighbourhoods=[Neighbourhood(slug=f"n-{slug}", name=name, zone=slug) for slug in slugs],
    )


async def test_a_municipality_is_known_by_its_event(small: Small) -> None:
    with pytest.raises(MunicipalityUnknown):
        await municipality(small.resources.db, "tn-nefta")
    await happen(small, registered("tn-nefta", "tozeur"))
    known = await municipality(small.resources.db, "tn-nefta")
    assert (known.region, known.timezone, known.languages) == ("tozeur", "Africa/Tunis", ("ar", "fr"))
    assert [town.slug for town in await municipalities(small.resources.db)] == ["tn-nefta"]


async def test_an_older_event_never_replaces_a_newer_one(small: Small) -> None:
    await happen(small, defined("z1", "z2"), 2)
    await happen(small, defined("z1"), 1)
    known = await zones(small.resources.db, "tn-nefta")
    assert [zone.slug for zone in known.zones] == ["z1", "z2"]
    near = known.neighbourhood("n-z2")
    assert near is not None
    assert near.zone == "z2"


async def test_a_command_reads_its_own_municipality_in_its_transaction(small: Small) -> None:
    async def both(tx):  # type: ignore[no-untyped-def]  # the transaction is the kernel's
        await project(tx, registered("tn-nefta", "tozeur"), 1)
        return await municipality(tx, "tn-nefta")

    assert (await small.resources.work.run(both)).slug == "tn-nefta"
