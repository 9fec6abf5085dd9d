"""Forums of their own for the tests of desk and hall, so that none depends on what another did."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

from deploy.demo.data import forum as made_up
from deploy.demo.platform import Platform
from deploy.demo.play import Play
from shared.authorities import authorities
from tests.browser.town import CANDIDATES, EDITION, SLUG

Json = dict[str, Any]
CLERK, DAY = "registration-clerk", "2025-02-15"
OWN, OTHER = "kasbah", "atlas"
SLOTS = (
    ("registration", "الاستقبال", "accueil", "09:45", 5),
    ("discussion", "نقاش", "débat", "09:50", 10),
    ("closing", "اختتام", "clôture", "10:00", 5),
)


@asynccontextmanager
async def playing(urls: Mapping[str, str]) -> AsyncIterator[Play]:
    async with httpx.AsyncClient(timeout=30, verify=authorities()) as http:
        yield Play(Platform(urls, "browser", http), lambda _: None)


def people_of(neighbourhood: str, number: int) -> list[Json]:
    """So many people of the demo's forum; no two have one name."""
    found = [one for one in made_up()["people"] if one["neighbourhood"] == neighbourhood]
    return [{"name": one["name"], "neighbourhood": neighbourhood} for one in found[:number]]


async def convene(urls: Mapping[str, str], title: str, people: list[Json], day: str = DAY) -> str:
    """A forum with a short running order, and who announced that they would come; gives its id."""
    agenda = [
        {"n": n, "type": kind, "label": {"ar": ar, "fr": fr}, "start": start, "minutes": minutes}
        for n, (kind, ar, fr, start, minutes) in enumerate(SLOTS, 1)
    ]
    meeting = {"edition": EDITION, "kind": "citizen_forum", "title": {"ar": title}, "date": day, "start": SLOTS[0][3]}
    async with playing(urls) as play:
        body = {**meeting, "agenda": agenda}
        made = await play.platform.post("scheduling", f"/{SLUG}/meetings", body, by="cell")
        if people:
            path = f"/{SLUG}/forums/{made['meeting_id']}/registrations"
            await play.platform.post("scheduling", path, {"rows": people}, by=CLERK)
    return str(made["meeting_id"])


async def counts(urls: Mapping[str, str], meeting: str) -> Json:
    async with playing(urls) as play:
        return dict(await play.platform.get("scheduling", f"/{SLUG}/forums/{meeting}/attendance/counts", by=CLERK))


async def arrive(urls: Mapping[str, str], meeting: str, device: str, *people: Json) -> None:
    """People ticked at another desk."""
    entries = [{**person, "seen_at": f"{DAY}T08:50:00Z"} for person in people]
    async with playing(urls) as play:
        path = f"/{SLUG}/forums/{meeting}/attendance/batches"
        await play.platform.post("scheduling", path, {"device": device, "entries": entries}, by=CLERK)


async def move(urls: Mapping[str, str], meeting: str, *steps: tuple[int, str]) -> None:
    """Items started and ended from another device."""
    async with playing(urls) as play:
        for n, what in steps:
            path = f"/{SLUG}/meetings/{meeting}/agenda/{n}/{what}"
            await play.platform.post("scheduling", path, {}, by="facilitator")


async def it_is(urls: Mapping[str, str], instant: str) -> None:
    async with playing(urls) as play:
        await play.it_is(instant)


async def draft(urls: Mapping[str, str], step: str, slips: int = 3, **more: Any) -> tuple[str, list[str]]:
    """A vote that is not open yet, and the codes of its slips."""
    standing = [{"id": code, "name": {"ar": name}} for code, name in CANDIDATES]
    contest = {"contest": "souk", "label": {"ar": "السوق القديم", "fr": "Vieux souk"}, "seats": 2, "method": "block"}
    body = {"edition": EDITION, "contests": [{**contest, "alternates": 1, "candidates": standing}], **more}
    async with playing(urls) as play:
        made = await play.platform.post("voting", f"/{SLUG}/elections", body, by="bureau", step=step)
        path = f"/{SLUG}/elections/{made['election_id']}/slips"
        printed = await play.platform.post("voting", path, {"contest": "souk", "count": slips}, by="bureau")
    return str(made["election_id"]), [slip["code"] for slip in printed["slips"]]


async def bureau(urls: Mapping[str, str], election: str, what: str, body: Json | None = None) -> None:
    """Opening, closing, dice: as the bureau does it."""
    async with playing(urls) as play:
        await play.platform.post("voting", f"/{SLUG}/elections/{election}/{what}", body or {}, by="bureau")


async def state_of(urls: Mapping[str, str], election: str, *states: str) -> Json:
    async with playing(urls) as play:
        path = f"/{SLUG}/elections/{election}"
        found = await play.platform.until(
            "the vote moves on", lambda: play.platform.get("voting", path), lambda one: one["state"] in states
        )
        return dict(found)
