"""Live screens: one listener at a service for all who watch, and the newest picture for each of them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi.responses import StreamingResponse

from shared.http.live import LiveBoard
from web.services import NotThere, Refused, ServiceAway, Services

AGAIN = 2.0  # seconds before listening again after the service hung up
SILENCE = 45.0  # seconds without even a ping: the connection is dead

Picture = Callable[[], Awaitable[dict[str, Any]]]


@dataclass
class Watched:
    """What is watched at one address: the listener, and how to make each channel's picture."""

    listener: asyncio.Task[None]
    pictures: dict[str, Picture] = field(default_factory=dict)


class Streams:
    """Fans a service's live stream out to browsers; a slow browser delays nobody."""

    def __init__(self, services: Services) -> None:
        self._services, self._board = services, LiveBoard()
        self._watched: dict[str, Watched] = {}

    def follow(self, service: str, path: str, kind: str, picture: Picture) -> StreamingResponse:
        """A stream of pictures: one at once, one at every change, a ping in silence. One picture is made for all of a kind."""
        address = self._services.address(service, path)
        watched = self._watched.get(address) or self._watch(address)
        channel = f"{kind} {address}"
        watched.pictures[channel] = picture
        return self._board.response(channel, picture)

    @property
    def watched(self) -> int:
        """How many addresses are listened to."""
        return len(self._watched)

    async def close(self) -> None:
        for watched in self._watched.values():
            watched.listener.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*(watched.listener for watched in self._watched.values()))

    def _watch(self, address: str) -> Watched:
        self._watched[address] = Watched(asyncio.create_task(self._listen(address)))
        return self._watched[address]

    async def _listen(self, address: str) -> None:
        """Listens for as long as anybody watches; the first watcher comes a moment after the listener."""
        while True:
            with suppress(httpx.HTTPError, ServiceAway, NotThere, Refused):
                await self._hear(address)
            await asyncio.sleep(AGAIN)
            if not self._board.watchers:
                break
        del self._watched[address]

    async def _hear(self, address: str) -> None:
        """Redraws at every event, pings included: a missed change shows after one silence at the latest."""
        patience = httpx.Timeout(SILENCE, connect=2.0)
        async with self._services.http.stream("GET", address, timeout=patience) as answer:
            async for line in answer.aiter_lines():
                if not self._board.watchers:
                    return
                if line.startswith("event:"):
                    await self._redraw(address)

    async def _redraw(self, address: str) -> None:
        for channel, picture in self._watched[address].pictures.items():
            self._board.publish(channel, json.dumps(await picture(), ensure_ascii=False))
