"""Everybody who is to be told is told, the morning after quiet hours included."""

import asyncio

from deploy.demo.data import towns
from deploy.demo.play import Json, Play

MORNING = "2025-07-25T10:00:00Z"


async def settle(play: Play) -> None:
    await play.it_is(MORNING)
    play.tell("Messages: what waited for the morning goes out")
    await play.platform.until("no message is under way", lambda: counts(play), quiet, patience=120)


async def counts(play: Play) -> list[Json]:
    paths = [f"/{town['slug']}/messages/counts" for town in towns()]
    return list(await asyncio.gather(*(play.platform.get("notifications", path) for path in paths)))


def quiet(found: list[Json]) -> bool:
    return not any(town["pending"] for town in found)
