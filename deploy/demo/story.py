"""The order of the acts; the civil clock only moves forward, oldest edition first."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import httpx

from deploy.demo.acts import calendars, diagnosis, forum, plans, programme, recount, registration
from deploy.demo.platform import Platform
from deploy.demo.play import Play
from deploy.demo.summary import final_state

Act = Callable[[Play], Awaitable[None]]

ACTS: tuple[tuple[str, int, Act], ...] = (
    ("The network and its people", 8, registration.register),
    ("Beni Hassen, autumn 2020", 1, calendars.beni_hassen),
    ("Nefta, autumn 2021", 3, diagnosis.nefta),
    ("El Jadida, November 2023", 1, plans.el_jadida),
    ("Béni Mellal, May 2024", 1, plans.beni_mellal),
    ("The forum, 15 February 2025", 15, forum.beni_mellal),
    ("Anybody recounts", 2, recount.recount),
    ("The programme of 2025", 8, programme.beni_mellal),
)
"""Title, how often it tells something, act."""


async def play_all(play: Play, begin: Callable[[str, int], None]) -> None:
    for title, steps, act in ACTS:
        begin(title, steps)
        await act(play)


async def played(
    urls: Mapping[str, str], folder: Path, tell: Callable[[str], None], begin: Callable[[str, int], None]
) -> Play:
    """The whole edition and its final state (`found["state"]`), by a platform of its own."""
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=32)) as http:
        play = Play(Platform(urls, str(folder), http), tell, {"folder": folder})
        await play_all(play, begin)
        play.found["state"] = await final_state(play)
        return play
