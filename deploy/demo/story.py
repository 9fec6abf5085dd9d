"""The order of the acts; the civil clock only moves forward, oldest edition first."""

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import httpx

from deploy.demo.acts import calendars, diagnosis, forum, messages, plans, programme, recount, registration
from deploy.demo.platform import Platform
from deploy.demo.play import Play
from deploy.demo.summary import final_state
from deploy.demo.verification import keep

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
    ("The last messages", 1, messages.settle),
)
"""Title, how often it tells something, act."""

REMEMBERED = ("verdicts", "publication", "verified")
"""What the summary says that is not read back from the services."""


async def play_all(play: Play, begin: Callable[[str, int], None]) -> None:
    for title, steps, act in ACTS:
        begin(title, steps)
        await act(play)


async def played(
    urls: Mapping[str, str], folder: Path, tell: Callable[[str], None], begin: Callable[[str, int], None]
) -> Play:
    """The whole edition and its final state (`found["state"]`), by a platform of its own.

    An edition that was played to its end in this folder is not played again; one that was broken off goes on.
    """
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=32)) as http:
        play = Play(Platform(urls, str(folder), http), tell, {"folder": folder})
        if (folder / "played.json").exists():
            play.found |= json.loads((folder / "played.json").read_text("utf-8"))
        else:
            await play_all(play, begin)
            keep(folder, "played.json", json.dumps({name: play.found[name] for name in REMEMBERED}).encode())
        play.found["state"] = await final_state(play)
        keep(folder, "state.json", json.dumps(play.found["state"], ensure_ascii=False, indent=1).encode())
        return play
