"""A hall screen is redrawn when the service says something, for as long as somebody watches."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import cast

import httpx
import pytest

from web import streams
from web.services import Services
from web.streams import Picture, Streams


class Feed(httpx.AsyncByteStream):
    """What a service says, one event at a time."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[str] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield f"event: {await self.said.get()}\ndata: {{}}\n\n".encode()


@pytest.fixture
async def feed() -> Feed:
    return Feed()


@pytest.fixture
async def live(feed: Feed) -> AsyncIterator[Streams]:
    answer = httpx.MockTransport(lambda _: httpx.Response(200, stream=feed))
    async with httpx.AsyncClient(transport=answer) as http:
        found = Streams(Services(http, {"voting": "http://voting"}))
        yield found
        await found.close()


def watching(live: Streams, picture: Picture) -> AsyncGenerator[str, None]:
    answer = live.follow("voting", "/town/elections/e/live", "ar", picture)
    return cast("AsyncGenerator[str, None]", answer.body_iterator)


async def test_every_event_of_the_service_redraws_the_screen(feed: Feed, live: Streams) -> None:
    drawn = 0

    async def picture() -> dict[str, str]:
        nonlocal drawn
        drawn += 1
        return {"html": str(drawn)}

    frames = watching(live, picture)
    assert '"1"' in str(await anext(frames))
    await feed.said.put("update")
    assert '"2"' in str(await asyncio.wait_for(anext(frames), 5))
    await feed.said.put("ping")
    assert '"3"' in str(await asyncio.wait_for(anext(frames), 5))


async def test_the_listener_leaves_when_the_last_watcher_did(
    feed: Feed, live: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AGAIN", 0.01)

    async def picture() -> dict[str, str]:
        return {"html": ""}

    frames = watching(live, picture)
    await anext(frames)
    await frames.aclose()
    await feed.said.put("update")
    for _ in range(100):
        await asyncio.sleep(0.01)
        if not live.watched:
            break
    assert not live.watched
