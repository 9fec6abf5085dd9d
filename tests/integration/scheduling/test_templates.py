"""A municipality's own version of a country template, and the calendars made from it."""

from typing import Any

import httpx

from tests.integration.scheduling.conftest import Town

TN = "template-tn-annual-investment-programme"
CLEANING = {
    "code": "1.6",
    "phase": "1",
    "label": {"ar": "حملة نظافة", "fr": "campagne de propreté"},
    "predecessors": ["1.2"],
    "usual_day": 9,
    "evidence": [{"type": "photos"}],
}


async def adapt(town: Town, version: int, body: dict[str, Any]) -> httpx.Response:
    headers = {**town.headers("cell"), "If-Match": f'"{version}"'}
    return await town.client.put(f"/{town.slug}/templates/{TN}", json=body, headers=headers)


async def test_a_town_adapts_a_template_and_its_calendars_remember_the_version(town: Town) -> None:
    first = await town.get(f"/templates/{TN}")
    assert (first["version"], first["adapted"]) == (1, False)
    old = await town.made("/calendars", {"edition": "2026", "template": TN, "programme_year": 2026})
    change = {
        "added": [CLEANING],
        "removed": ["5.2"],
        "changed": {
            "1.3": {"label": {"ar": "إعلام الأعوان", "fr": "information des agents"}, "predecessors": ["1.6"]},
            "5.3": {"predecessors": ["5.1"]},
            "5.4": {"predecessors": ["5.3"]},
        },
        "note": "the summer campaign belongs to the programme here",
    }
    answer = await adapt(town, 1, change)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["version"], answer.json()["adapted"]) == (2, True)
    new = await town.made("/calendars", {"edition": "2027", "template": TN, "programme_year": 2027})
    read = {made["calendar_id"]: await town.get(f"/calendars/{made['calendar_id']}") for made in (old, new)}
    codes = {own: [row["code"] for row in calendar["activities"]] for own, calendar in read.items()}
    assert "1.6" in codes[new["calendar_id"]]
    assert "5.2" not in codes[new["calendar_id"]]
    assert "1.6" not in codes[old["calendar_id"]]
    assert [calendar["template_version"] for calendar in read.values()] == [1, 2]
    plan = await town.made("/plans", {"template": TN, "programme_year": 2027, "council_date": "2026-12-15"})
    dates = {row["code"]: row["planned_date"] for row in plan["activities"]}
    assert dates["1.2"] <= dates["1.6"] <= dates["1.3"]
    moved = {"moved": {"1.1": "2026-11-20"}}
    place = f"/calendars/{old['calendar_id']}/replanning"
    assert "1.6" not in {row["code"] for row in (await town.made(place, moved))["changes"]}
    again = await town.client.get(f"/{town.slug}/templates/{TN}?version=1")
    assert (again.json()["version"], again.json()["adapted"]) == (1, False)


async def test_predecessors_in_a_circle_are_refused_with_the_circle(town: Town) -> None:
    answer = await adapt(town, 1, {"changed": {"1.1": {"predecessors": ["1.5"]}}})
    assert (answer.status_code, answer.json()["word"]) == (422, "calendar-cycle")
    assert set(answer.json()["codes"]) == {"1.1", "1.2", "1.5"}
    assert (await town.get(f"/templates/{TN}"))["version"] == 1


async def test_what_others_wait_for_or_the_calendar_leads_to_is_not_removed(town: Town) -> None:
    for body, word in (
        ({"removed": ["5.2"]}, "activity-awaited"),
        ({"removed": ["5.5"]}, "activity-indispensable"),
        ({"removed": ["9.9"]}, "template-activity-unknown"),
        ({"added": [{**CLEANING, "code": "1.1"}]}, "activity-code-taken"),
        ({"added": [{**CLEANING, "phase": "9"}]}, "template-phase-unknown"),
        ({"added": [{**CLEANING, "predecessors": ["7.7"]}]}, "template-activity-unknown"),
    ):
        answer = await adapt(town, 1, body)
        assert (answer.status_code, answer.json()["word"]) == (422, word)


async def test_two_people_adapting_one_version_do_not_overwrite_each_other(town: Town) -> None:
    assert (await adapt(town, 1, {"added": [CLEANING]})).status_code == 200
    late = await adapt(town, 1, {"removed": ["2.2"]})
    assert (late.status_code, late.json()["word"], late.json()["current"]) == (409, "stale-version", 2)


async def test_a_towns_version_is_unknown_in_another_town(town: Town) -> None:
    assert (await adapt(town, 1, {"added": [CLEANING]})).status_code == 200
    answer = await town.client.get(f"/ma-beni-mellal/templates/{TN}?version=2")
    assert answer.json()["word"] == "template-unknown"
    assert [one["country"] for one in (await town.at("ma-beni-mellal").get("/templates"))["items"]] == ["MA"]
