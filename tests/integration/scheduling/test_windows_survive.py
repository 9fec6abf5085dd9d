"""Consultation windows open and close on time although the process that watches them was killed before the instant."""

import asyncio

from shared.contracts.scheduling import ConsultationClosed, ConsultationOpened
from tests.integration.scheduling.conftest import Town
from tests.support.service import process

WATCHER = ("tasks", "-B")  # the real worker with its beat
TRIES = 600  # a tenth of a second apart


async def window(town: Town, title: str, opens_at: str, closes_at: str) -> str:
    body = {"edition": "2022", "title": {"fr": title}, "opens_at": opens_at, "closes_at": closes_at}
    return str((await town.made("/consultations", body))["consultation_id"])


async def until(town: Town, own: str, state: str) -> None:
    for _ in range(TRIES):
        if (await town.get(f"/consultations/{own}"))["state"] == state:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"not {state}")


async def test_a_window_whose_watcher_was_killed_before_its_instant_opens_and_closes_all_the_same(town: Town) -> None:
    await town.step("2021-11-01T07:59:00+00:00")
    first = await window(town, "first", "2021-11-01T07:59:30Z", "2021-12-01T00:00:00Z")
    second = await window(town, "second", "2021-11-01T08:00:00Z", "2021-11-01T20:00:00Z")
    third = await window(town, "third", "2021-11-01T08:00:00Z", "2021-11-01T08:30:00Z")
    with process(town.resources.settings, town.resources.settings.data_dir, *WATCHER):
        await town.step("2021-11-01T07:59:30+00:00")
        await until(town, first, "open")  # somebody is watching
    await town.step("2021-11-01T09:00:00+00:00")
    assert (await town.get(f"/consultations/{second}"))["state"] == "scheduled"
    with process(town.resources.settings, town.resources.settings.data_dir, *WATCHER):
        await until(town, second, "open")
        await until(town, third, "closed")
        await town.step("2021-11-01T19:59:59+00:00")
        reopened = {"opens_at": "2021-11-01T20:00:00Z", "closes_at": "2021-11-02T20:00:00Z"}
        await town.made(f"/consultations/{third}/reopening", reopened)
        await town.step("2021-11-01T20:00:00+00:00")
        await until(town, second, "closed")
        await until(town, third, "open")
    opened = [event["consultation_id"] for event in await town.announced(ConsultationOpened)]
    assert sorted(opened) == sorted([first, second, third, third])
    closed = {event["consultation_id"]: event["closed_at"] for event in await town.announced(ConsultationClosed)}
    assert closed == {second: "2021-11-01T20:00:00Z", third: "2021-11-01T08:30:00Z"}
