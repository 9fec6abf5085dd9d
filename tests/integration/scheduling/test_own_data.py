"""People's rights over what is kept of them: to see it, to be forgotten, and to be forgotten in time by itself."""

import json
from typing import Any

import pytest

from services.scheduling.adapters.retention import sweep_retention
from tests.integration.scheduling.conftest import BENI_MELLAL, Town, document
from tests.integration.scheduling.test_registrar import WINDOW, prepared

CLERK = "registration_clerk"
FATIMA = {"name": "فاطمة الزهراء", "neighbourhood": "hay-1"}


@pytest.fixture
async def forum(town: Town) -> tuple[Town, str]:
    here = town.at(BENI_MELLAL)
    await here.step("2025-02-02T08:30:00+00:00")
    made = await here.made("/meetings", {"edition": "2025", "document": document("beni-mellal-forum-2025")})
    await here.step("2025-02-15T08:30:00+00:00")
    path = f"/forums/{made['meeting_id']}"
    entries = [{**FATIMA, "organisation": "جمعية", "seen_at": "2025-02-15T09:00:00Z"}]
    entries += [{"name": f"P {n}", "neighbourhood": "hay-1", "seen_at": "2025-02-15T09:00:00Z"} for n in range(3)]
    await here.made(f"{path}/attendance/batches", {"device": "d", "entries": entries}, CLERK)
    return here, path


async def own(town: Town) -> dict[str, Any]:
    return await town.made("/own-data/export", {"name": "فاطمه الزهراء", "neighbourhood": "hay-1"})


async def everything(town: Town) -> str:
    db = town.resources.db
    names = [name for name in await db.list_collection_names() if name != "_idempotency"]
    return json.dumps({name: await db[name].find().to_list(None) for name in names}, default=repr, ensure_ascii=False)


async def test_somebody_gets_everything_that_is_kept_of_them(forum: tuple[Town, str]) -> None:
    town, _ = forum
    found = await own(town)
    assert [(row["organisation"], row["checked_in_at"]) for row in found["attendances"]] == [
        ("جمعية", "2025-02-15T09:00:00Z")
    ]
    assert await town.resources.db["_audit"].count_documents({"command": "export-own-data"}) == 1
    assert (await town.post("/own-data/export", FATIMA, CLERK)).json()["word"] == "role-missing"


async def test_somebody_is_forgotten_and_no_count_changes(forum: tuple[Town, str]) -> None:
    town, path = forum
    waiting = await town.made("/own-data/erasure", FATIMA)
    assert (waiting["anonymised"], len(waiting["waiting"])) == (0, 1)  # they could be counted a second time
    await town.made(f"{path}/check-in/close", {}, CLERK)
    before = await town.get(f"{path}/attendance/counts", CLERK)
    assert (await town.made("/own-data/erasure", FATIMA))["anonymised"] == 1
    assert await town.get(f"{path}/attendance/counts", CLERK) == before
    assert (await own(town))["attendances"] == []
    assert "فاطمة" not in await everything(town)
    assert (await town.made("/own-data/erasure", FATIMA))["anonymised"] == 0


async def test_who_was_expected_and_did_not_come_leaves_nothing_behind(forum: tuple[Town, str]) -> None:
    town, path = forum
    absent = {"name": "غائبة", "neighbourhood": "hay-2"}
    await town.made(f"{path}/registrations", {"rows": [absent]}, CLERK)
    assert (await town.made("/own-data/erasure", absent))["removed"] == 1
    assert "غائبة" not in await everything(town)


async def test_a_forgotten_voter_still_counts_as_registered_and_their_card_is_void(town: Town) -> None:
    here = town.at(BENI_MELLAL)
    await here.step("2025-01-20T08:00:00+00:00")
    await here.tell(prepared())
    await here.made("/registrars", {"election_id": "e1", **WINDOW})
    await here.made("/registrars/e1/people", {"rows": [FATIMA]}, CLERK)
    assert len((await own(here))["registrations"]) == 1
    assert (await here.made("/own-data/erasure", FATIMA))["registrations"] == 1
    closed = await here.made("/registrars/e1/closing", {})
    assert closed["contests"][0]["registered"] == 1
    assert "فاطمة" not in await everything(here)


async def test_after_the_time_of_the_law_nobody_is_named_any_more(forum: tuple[Town, str]) -> None:
    town, path = forum
    await town.made(f"{path}/check-in/close", {}, CLERK)
    before = await town.get(f"{path}/attendance/counts", CLERK)
    await town.step("2027-02-14T08:30:00+00:00")
    await sweep_retention(town.service)
    assert "فاطمة" in await everything(town)
    await town.step("2027-02-16T08:30:00+00:00")
    await sweep_retention(town.service)
    await sweep_retention(town.service)
    assert "فاطمة" not in await everything(town)
    assert await town.get(f"{path}/attendance/counts", CLERK) == before
    assert await town.resources.db["_audit"].count_documents({"command": "forget-people"}) == 1
