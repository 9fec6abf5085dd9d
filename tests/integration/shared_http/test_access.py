"""Staff routes need a token with a role and a municipality; citizens' routes need none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.event import Event, Text3
from shared.contracts.proposals import GrantGiven, GrantRevoked, MunicipalityRegistered, Region
from shared.grants import project
from tests.integration.shared_http.conftest import Small
from tests.support.issuer import Issuer


async def happen(small: Small, event: Event, sequence: int = 1) -> None:
    await small.resources.work.run(lambda tx: project(tx, event, sequence))


def given(oidc: Issuer, scope: str, role: str = "cell", grant: str = "g1", **more: Any) -> GrantGiven:
    return GrantGiven(
        municipality="network", grant_id=grant, issuer=oidc.issuer, subject_id="cell", role=role, scope=scope, **more
    )


async def desk(small: Small, oidc: Issuer, town: str = "tn-nefta") -> tuple[int, str]:
    answer = await small.client.get(f"/{town}/desk", headers=oidc.headers("cell"))
    return answer.status_code, "" if answer.is_success else answer.json()["word"]


async def test_a_staff_route_without_a_token_says_so(small: Small) -> None:
    answer = await small.client.get("/tn-nefta/desk")
    assert (answer.status_code, answer.json()["word"]) == (401, "token-missing")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"expires_in": -60}, "token-expired"),
        ({"audience": "another"}, "token-invalid"),
        ({"issuer": "https://evil.example"}, "token-invalid"),
        ({"other_key": True}, "token-invalid"),
    ],
)
async def test_a_wrong_or_ended_token_is_refused(
    small: Small, oidc: Issuer, options: dict[str, Any], word: str
) -> None:
    answer = await small.client.get("/tn-nefta/desk", headers=oidc.headers("cell", **options))
    assert (answer.status_code, answer.json()["word"]) == (401, word)


async def test_a_role_works_where_it_was_given_and_nowhere_else(small: Small, oidc: Issuer) -> None:
    assert await desk(small, oidc) == (403, "role-missing")
    await happen(small, given(oidc, "municipality:tn-nefta", grant="g2"))
    await wait_for_the_cache(small)
    assert await desk(small, oidc) == (200, "")
    assert await desk(small, oidc, "ma-el-jadida") == (403, "foreign-municipality")


async def test_another_role_does_not_open_the_desk(small: Small, oidc: Issuer) -> None:
    await happen(small, given(oidc, "municipality:tn-nefta", role="observer"))
    assert await desk(small, oidc) == (403, "role-missing")


async def test_a_regional_role_covers_the_municipalities_of_its_region(small: Small, oidc: Issuer) -> None:
    for town, region in (("tn-nefta", "tozeur"), ("tn-beni-hassen", "monastir")):
        await happen(small, registered(town, region))
    await happen(small, given(oidc, "region:tozeur"))
    assert await desk(small, oidc) == (200, "")
    assert await desk(small, oidc, "tn-beni-hassen") == (403, "foreign-municipality")


async def test_a_network_role_covers_everything(small: Small, oidc: Issuer) -> None:
    await happen(small, given(oidc, "network"))
    assert await desk(small, oidc, "ma-el-jadida") == (200, "")


async def test_a_grant_ends_on_its_hour_and_when_revoked(small: Small, oidc: Issuer) -> None:
    ended = datetime.now(UTC) - timedelta(seconds=1)
    await happen(small, given(oidc, "network", expires_at=ended))
    assert await desk(small, oidc) == (403, "role-missing")
    await happen(small, given(oidc, "network", grant="g2"))
    await wait_for_the_cache(small)
    assert await desk(small, oidc) == (200, "")
    await happen(small, GrantRevoked(municipality="network", grant_id="g2"), 2)
    await wait_for_the_cache(small)
    assert await desk(small, oidc) == (403, "role-missing")


async def test_a_grant_that_arrives_after_its_revocation_stays_revoked(small: Small, oidc: Issuer) -> None:
    await happen(small, GrantRevoked(municipality="network", grant_id="g1"), 2)
    await happen(small, given(oidc, "network"), 1)
    assert await desk(small, oidc) == (403, "role-missing")


async def test_the_network_itself_is_only_for_network_roles(small: Small, oidc: Issuer) -> None:
    await happen(small, given(oidc, "municipality:tn-nefta", role="network_administrator"))
    answer = await small.client.post("/network/towns", headers=oidc.headers("cell"))
    assert (answer.status_code, answer.json()["word"]) == (403, "foreign-municipality")
    assert (await small.client.post("/network/towns", headers=oidc.headers("network-administrator"))).is_success


async def test_a_citizen_needs_no_token_but_a_token_that_is_sent_must_be_good(small: Small, oidc: Issuer) -> None:
    assert (await small.client.get("/tn-nefta/door")).json() == "citizen"
    assert (await small.client.get("/tn-nefta/door", headers={"Authorization": "Bearer x"})).status_code == 401
    await happen(small, given(oidc, "network"))
    assert (await small.client.get("/tn-nefta/door", headers=oidc.headers("cell"))).json() == "cell"


def registered(town: str, region: str) -> MunicipalityRegistered:
    return MunicipalityRegistered(
        municipality=town,
        name=Text3(fr=town),
        country="TN",
        timezone="Africa/Tunis",
        currency="TND",
        region=Region(slug=region, name=Text3(fr=region)),
        languages=["ar", "fr"],
    )


async def wait_for_the_cache(small: Small) -> None:
    """A grant may be remembered for a second; the test need not."""
    small.app.state.access._grants._seen.clear()
