"""Server-sent events: every watcher sees the last value, and nobody waits for a watcher."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi.responses import StreamingResponse
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.http.problems import RETRY_AFTER, Problem
from shared.live import PREFIX

PING_EVERY = 15.0  # seconds; proxies cut a silent connection after 30 to 60
MOST_WATCHERS = 5_000
RECONNECT_AFTER = 1.0
WAIT = 1.0
# A thousand watchers woken at once would hold every other request of the process for some 80 ms.
AT_ONCE = 10
TURN = 0.005  # seconds until the next of them; 1,000 are told within half a second
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Snapshot = Callable[[], Awaitable[Mapping[str, Any]]]


class TooManyWatchers(Problem):
    """This process holds as many open streams as it can."""

    status, word, headers = 503, "too-many-watchers", RETRY_AFTER


class LiveBoard:
    """The last value of each channel and one asyncio.Event a watcher.

    An asyncio.Condition instead was seen to hang every writer after a hundred watchers dropped.
    """

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._watchers: dict[str, set[asyncio.Event]] = {}

    @property
    def watchers(self) -> int:
        return sum(map(len, self._watchers.values()))

    def publish(self, channel: str, data: str) -> None:
        """Never waits: sets a flag for each watcher, in turns. A channel nobody watches is not kept."""
        watching = self._watchers.get(channel, ())
        if watching:
            self._values[channel] = data
        self._wake(list(watching))

    def _wake(self, watchers: list[asyncio.Event]) -> None:
        for watcher in watchers[:AT_ONCE]:
            watcher.set()
        if rest := watchers[AT_ONCE:]:
            asyncio.get_running_loop().call_later(TURN, self._wake, rest)

    def response(self, channel: str, snapshot: Snapshot, ping_every: float = PING_EVERY) -> StreamingResponse:
        """A stream that begins with the snapshot. Raises `TooManyWatchers`."""
        if self.watchers >= MOST_WATCHERS:
            raise TooManyWatchers
        stream = self.watch(channel, snapshot, ping_every)
        return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)

    async def watch(self, channel: str, snapshot: Snapshot, ping_every: float = PING_EVERY) -> AsyncIterator[str]:
        """The frames one watcher gets: the snapshot, then each new value, a ping in silence."""
        changed = asyncio.Event()
        self._watchers.setdefault(channel, set()).add(changed)
        try:
            yield frame("snapshot", json.dumps(await snapshot(), default=str))
            while True:
                yield await self._next(channel, changed, ping_every)
        finally:
            self._leave(channel, changed)

    async def _next(self, channel: str, changed: asyncio.Event, ping_every: float) -> str:
        try:
            await asyncio.wait_for(changed.wait(), ping_every)
        except TimeoutError:
            return frame("ping", "{}")
        changed.clear()
        return frame("update", self._values[channel])

    def _leave(self, channel: str, changed: asyncio.Event) -> None:
        watching = self._watchers[channel]
        watching.discard(changed)
        if not watching:
            del self._watchers[channel]
            self._values.pop(channel, None)


def frame(event: str, data: str) -> str:
    """One server-sent event; JSON on one line needs no splitting."""
    return f"event: {event}\ndata: {data}\n\n"


async def relay(board: LiveBoard, redis: Redis, service: str) -> None:
    """Bring what other processes publish to this process's watchers, until cancelled; Redis may go and come."""
    while True:
        with suppress(RedisError, OSError, TimeoutError):
            await _listen(board, redis, f"{PREFIX}{service}:")
        await asyncio.sleep(RECONNECT_AFTER)


async def _listen(board: LiveBoard, redis: Redis, prefix: str) -> None:
    async with redis.pubsub() as subscription:
        await subscription.psubscribe(f"{prefix}*")
        while True:
            # Not listen(): it gives up after the connection's own timeout, and what is told meanwhile is lost.
            message = await subscription.get_message(ignore_subscribe_messages=True, timeout=WAIT)
            if message is not None:
                board.publish(_text(message["channel"]).removeprefix(prefix), _text(message["data"]))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


@asynccontextmanager
async def live_board(redis: Redis, service: str) -> AsyncIterator[LiveBoard]:
    """A board fed by Redis for as long as the app runs."""
    board = LiveBoard()
    feeding = asyncio.create_task(relay(board, redis, service))
    try:
        yield board
    finally:
        # redis-py may take a cancellation for its own time-out, so once is not always enough.
        while not feeding.done():
            feeding.cancel()
            await asyncio.wait([feeding], timeout=0.2)
