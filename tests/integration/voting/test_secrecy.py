"""Nothing the service keeps says who voted, or when."""

import base64
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import bson
import pytest
from redis.asyncio import Redis

from tests.integration.voting.hall import Hall, contest

BALLOT_SIDE = {"ballots", "ballots_sorted", "pools", "late", "paper"}


def kinds(value: Any) -> set[type]:
    if isinstance(value, dict):
        return set().union(*map(kinds, value.values()), {type(value)})
    if isinstance(value, list):
        return set().union(*map(kinds, value), {type(value)})
    return {type(value)}


async def dump(redis: Redis) -> bytes:
    """Every value of whatever kind; what waits for a worker is unpacked."""
    reads: dict[bytes | str, Callable[[bytes], Awaitable[Any]]] = {
        b"string": redis.get,
        b"list": lambda name: redis.lrange(name, 0, -1),
        b"set": redis.smembers,
        b"hash": redis.hgetall,
        b"zset": lambda name: redis.zrange(name, 0, -1),
        b"stream": redis.xrange,
    }
    found = [(name, await reads[await redis.type(name)](name)) async for name in redis.scan_iter()]
    queued = [json.loads(one) for _, value in found if isinstance(value, list) for one in value]
    return repr(found).encode() + b"".join(base64.b64decode(task["body"]) for task in queued)


async def test_a_dump_of_every_store_names_nobody_and_no_time_on_the_side_of_the_ballots(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "pymongo")  # as every process sets it, whatever else it logs
    vote = await hall.drafted(contest("medina"), rules={"term_months": 24})
    await vote.print(12)
    await vote.open()
    receipts = [await vote.cast(vote.ballot(slip, f"c{slip % 3}")) for slip in range(11)]
    await vote.close()
    paper = {"contest": "medina", "cred": vote.slips["medina"][11]["cred"], "choices": ["c2"]}
    for role in ("bureau", "second"):
        await hall.made(f"{vote.path}/paper", paper, role=role)
    await vote.roll()
    db = hall.resources.db
    rows = {name: await db[name].find({}).to_list(None) for name in await db.list_collection_names()}
    for name in BALLOT_SIDE & set(rows):
        for row in rows[name]:
            assert kinds(row) <= {dict, list, str, bytes, bool, type(None), int}, name
            assert "bureau" not in str(row), name
    assert all(set(row) == {"_id", "wire"} for name in ("ballots", "ballots_sorted") for row in rows.get(name, []))
    secret = [slip["code"] for slip in vote.slips["medina"]] + [one.json()["sig"] for one in receipts]
    others = [name for name in rows if name not in BALLOT_SIDE | {"bytes.chunks"}]
    signatures = [one.json()["cred"] for one in receipts]
    for name in others:
        kept = bson.encode({"rows": rows[name]})
        assert not any(one.encode() in kept for one in secret + signatures), name
    queued = await dump(hall.resources.redis)
    assert vote.id.encode() in queued
    assert not any(one.encode() in queued + caplog.text.encode() for one in secret + signatures)


async def test_after_the_declaration_ballots_lie_in_the_order_of_their_hashes(hall: Hall) -> None:
    vote = await hall.opened(slips=8)
    for slip in range(8):
        await vote.cast(vote.ballot(slip, "c0"))
    await vote.close()
    await vote.roll()
    assert await hall.service.urn.sort(vote.id) == 8
    assert await hall.service.urn.sort(vote.id) == 0
    stored = [bytes(row["wire"]) async for row in hall.resources.db["ballots_sorted"].find({})]
    assert stored == [signed.wire for signed in sorted(await hall.service.urn.ballots(vote.id), key=lambda s: s.digest)]
    assert await hall.resources.db["ballots"].count_documents({"_id": {"$gt": ""}}) == 0


async def test_the_boxs_own_client_has_no_command_listener(hall: Hall) -> None:
    listeners = hall.service.urn.db.client.delegate.options.pool_options._event_listeners
    assert listeners is None or not listeners.enabled_for_commands
