"""The network's screen."""

from typing import Any

from services.scheduling.tasks import refresh_screens, sweep_activities
from tests.integration.scheduling.conftest import BENI_MELLAL, NEFTA, Town
from tests.integration.scheduling.test_calendars import load


async def screen(town: Town, who: str, path: str = "/network/cockpit") -> Any:
    answer = await town.client.get(path, headers=town.issuer.headers(who))
    return answer.json()["items"] if answer.status_code == 200 else answer.json()["word"]


async def test_one_line_a_town_says_where_it_stands_and_who_needs_somebody(town: Town) -> None:
    await town.step("2021-10-01T09:00:00+00:00")
    made = await load(town, "nefta-2022-calendar")
    assert await screen(town, "network") == []
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    [line] = await screen(town, "network")
    assert (line["municipality"], line["edition"], line["phase"], line["needs_me"]) == (NEFTA, "2022", "1", False)
    await town.step("2021-10-22T09:00:00+00:00")
    await sweep_activities(town.service)
    [line] = await screen(town, "network")
    assert (line["late"], line["needs_me"], line["next"]) == (["1.1", "1.2", "1.3"], True, "1.1")
    assert line["missing_evidence"] == ["1.1", "1.2", "1.3"]
    await refresh_screens(town.service)
    assert await screen(town, "network") == [line]
    await town.made(f"/calendars/{made['calendar_id']}/activities/1.1/done", {"reason": "decided orally"})
    [line] = await screen(town, "network")
    assert (line["done"], line["late"]) == (1, ["1.2", "1.3"])
    await refresh_screens(town.service)
    assert await screen(town, "network") == [line]


async def test_a_screen_that_did_not_change_is_not_sent_again(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    headers = town.issuer.headers("network")
    first = await town.client.get("/network/cockpit", headers=headers)
    again = await town.client.get("/network/cockpit", headers={**headers, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_regional_operator_sees_the_towns_of_the_region_and_no_other(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    assert len(await screen(town, "region", f"/network/regions/{NEFTA}-region/cockpit")) == 1
    assert await screen(town, "region", f"/network/regions/{BENI_MELLAL}-region/cockpit") == "role-missing"
    assert await screen(town, "region") == "foreign-municipality"
    assert await screen(town, "tn-nefta-cell") == "role-missing"


async def test_a_historical_calendar_is_not_on_the_screen(town: Town) -> None:
    made = await load(town, "beni-hassen-2021-calendar", historical=True)
    await town.made(f"/calendars/{made['calendar_id']}/adoption", {})
    assert await screen(town, "network") == []
