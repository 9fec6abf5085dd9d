"""The order of the acts; the civil clock only moves forward, oldest edition first."""

from collections.abc import Awaitable, Callable

from deploy.demo.acts import calendars, diagnosis, forum, plans, programme, recount, registration
from deploy.demo.play import Play

Act = Callable[[Play], Awaitable[None]]

ACTS: tuple[tuple[str, int, Act], ...] = (
    ("The network and its people", 8, registration.register),
    ("Beni Hassen, autumn 2020", 1, calendars.beni_hassen),
    ("Nefta, autumn 2021", 3, diagnosis.nefta),
    ("El Jadida, November 2023", 1, plans.el_jadida),
    ("Béni Mellal, May 2024", 1, plans.beni_mellal),
    ("The forum, 15 February 2025", 15, forum.beni_mellal),
    ("Anybody recounts", 2, recount.recount),
    ("The programme of 2025", 7, programme.beni_mellal),
)
"""Title, how often it tells something, act."""


async def play_all(play: Play, begin: Callable[[str, int], None]) -> None:
    for title, steps, act in ACTS:
        begin(title, steps)
        await act(play)
