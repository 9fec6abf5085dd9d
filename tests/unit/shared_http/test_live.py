"""Recording never waits on a watcher."""

import asyncio
import json
from collections.abc import AsyncIterator

from shared.http.live import AT_ONCE, LiveBoard


async def _count() -> dict[str, int]:
    return {"turnout": 3}


def _watch(board: LiveBoard, ping: float = 5.0) -> AsyncIterator[str]:
    return board.watch("tn-nefta/e1", _count, ping)


async def test_a_watcher_first_sees_how_things_stand_then_each_change() -> None:
    board = LiveBoard()
    stream = _watch(board)
    assert await anext(stream) == f"event: snapshot\ndata: {json.dumps({'turnout': 3})}\n\n"
    board.publish("tn-nefta/e1", '{"turnout": 4}')
    assert await anext(stream) == 'event: update\ndata: {"turnout": 4}\n\n'


async def test_a_slow_watcher_skips_to_the_last_value() -> None:
    board = LiveBoard()
    stream = _watch(board)
    await anext(stream)
    for turnout in range(1000):
        board.publish("tn-nefta/e1", str(turnout))
    assert "data: 999" in await anext(stream)


async def test_a_change_while_the_snapshot_is_read_is_not_missed() -> None:
    board = LiveBoard()

    async def slow() -> dict[str, int]:
        board.publish("c", "new")
        return {}

    stream = board.watch("c", slow)
    await anext(stream)
    assert "data: new" in await anext(stream)


async def test_silence_is_filled_with_pings() -> None:
    stream = _watch(LiveBoard(), ping=0.01)
    await anext(stream)
    assert (await anext(stream)).startswith("event: ping\n")


async def test_a_hundred_dropped_watchers_neither_hang_a_vote_nor_stay() -> None:
    board = LiveBoard()

    async def watch() -> None:
        async for _ in _watch(board):
            pass

    watchers = [asyncio.create_task(watch()) for _ in range(100)]
    await asyncio.sleep(0.05)
    assert board.watchers == 100
    for watcher in watchers:
        watcher.cancel()
    board.publish("tn-nefta/e1", "now")
    await asyncio.gather(*watchers, return_exceptions=True)
    board.publish("tn-nefta/e1", "later")
    assert board.watchers == 0
    assert board._values == {}


async def test_a_hall_full_of_screens_is_told_in_turns_and_each_screen_is_told() -> None:
    board = LiveBoard()
    streams = [_watch(board) for _ in range(4 * AT_ONCE)]
    for stream in streams:
        await anext(stream)
    telling = [asyncio.ensure_future(anext(stream)) for stream in streams]
    await asyncio.sleep(0)
    board.publish("tn-nefta/e1", "now")
    while not any(each.done() for each in telling):
        await asyncio.sleep(0)
    assert sum(each.done() for each in telling) <= AT_ONCE
    assert all("data: now" in each for each in await asyncio.gather(*telling))
