"""Lists newest first among documents that are seconds, months or years apart."""

import asyncio
import random
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient

from services.proposals.adapters.mongo import INDEXES, PROPOSALS
from services.proposals.adapters.newest import NewestFirst, Question
from services.proposals.adapters.queries import asked
from services.proposals.domain.searching import keys, spelled
from shared.mongo import Collection, ensure_indexes

NOW = 1_700_000_000_000
WORDS = ["إنارة", "حديقة", "رصيف", "lampadaires"]
ZONES = ["north", "south"]


def document(number: int, moment: int, dice: random.Random) -> dict[str, Any]:
    digits = f"{moment:012x}"
    words = spelled(" ".join(dice.sample(WORDS, 2)))
    return {
        "_id": f"town/{digits[:8]}-{digits[8:]}-7000-8000-{number:012x}",
        "municipality": "town",
        "listed": dice.random() < 0.9,
        "edition": dice.choice(["2022", "2023"]),
        "zone": dice.choice(ZONES),
        "status": dice.choice(["submitted", "feasible"]),
        "words": words,
        "terms": sorted(keys(words)),
        "tracking_code": f"{number}",
    }


async def fill(url: str, database: str) -> None:
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(url, tz_aware=True)
    db, dice = client[database], random.Random(7)
    await ensure_indexes(db, [each for each in INDEXES if each.collection == PROPOSALS])
    gaps = [dice.choice([0, 5, 900, 60_000, 86_400_000, 40 * 86_400_000]) for _ in range(150)]
    moments = [NOW - sum(gaps[:place]) for place in range(len(gaps))]
    await db[PROPOSALS].insert_many([document(n, moment, dice) for n, moment in enumerate(moments)])
    client.close()


@pytest.fixture(scope="module")
def filled(mongo_url: str) -> Iterator[str]:
    """Every test here reads it and none changes it."""
    name = f"test_{secrets.token_hex(6)}"
    asyncio.run(fill(mongo_url, name))
    yield name
    with MongoClient[dict[str, Any]](mongo_url) as client:
        client.drop_database(name)


@pytest.fixture
def rows(mongo: AsyncIOMotorClient[dict[str, Any]], filled: str) -> Collection:
    return mongo[filled][PROPOSALS]


QUESTIONS: list[tuple[dict[str, str], str]] = [
    ({}, ""),
    ({"zone": "north"}, ""),
    ({"zone": "north", "edition": "2022", "status": "feasible"}, ""),
    ({"zone": "north", "edition": "2022", "status": "feasible"}, "اناره حديقه"),
    ({"zone": "north", "edition": "2022", "status": "feasible"}, "ان"),
    ({"zone": "north"}, "انا"),
    ({"status": "feasible"}, "انا"),
    ({}, "اناره حديقه"),
    ({}, "lam"),
    ({}, "مطار انارة"),
    ({}, "ان"),
]


@pytest.mark.parametrize(("equal", "words"), QUESTIONS)
@pytest.mark.parametrize("limit", [9, 200])
async def test_pages_together_are_the_whole_list_in_order(
    rows: Collection, equal: dict[str, str], words: str, limit: int
) -> None:
    question = asked("town", equal, words)
    every = await rows.find({"municipality": "town", "listed": True}).sort("_id", -1).to_list(None)
    wanted = [each["_id"] for each in every if question.keep(each)]
    newest = NewestFirst(rows)
    for _ in range(2):  # what the first time taught about how far apart they are changes nothing
        assert await _all(newest, question, limit) == wanted


@pytest.mark.parametrize("cursor", ["town/zzz", "?"])
async def test_a_cursor_of_nobodys_making_begins_at_the_newest(rows: Collection, cursor: str) -> None:
    newest, question = NewestFirst(rows), asked("town", {}, "")
    assert await newest.page(question, cursor, 5) == await newest.page(question, None, 5)


async def _all(newest: NewestFirst, question: Question, limit: int) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = await newest.page(question, cursor, limit)
        found += [each["_id"] for each in page.items]
        cursor = page.next
        if cursor is None:
            return found
