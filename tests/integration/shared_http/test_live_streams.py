"""Live streams over a real socket: a hundred may drop, the hall goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn

from deploy.local.probes import free_port
from shared.live import LivePublisher
from tests.integration.shared_http.conftest import Small


@asynccontextmanager
async def served(small: Small) -> AsyncIterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(small.app, port=port, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    await serving


async def lines(client: httpx.AsyncClient, url: str) -> AsyncIterator[str]:
    async with client.stream("GET", f"{url}/tn-nefta/live") as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                yield line


async def watchers(small: Small, count: int) -> None:
    async with asyncio.timeout(10):
        while small.app.state.live.watchers != count:
            await asyncio.sleep(0.02)


async def test_a_hundred_watchers_drop_and_a_change_still_reaches_who_stays(small: Small) -> None:
    publisher = LivePublisher(small.resources.redis, "small")
    limits = httpx.Limits(max_connections=200)
    async with served(small) as url, httpx.AsyncClient(limits=limits, timeout=10) as client:
        stays = lines(client, url)
        assert "turnout" in await anext(stays)
        crowd = [lines(client, url) for _ in range(100)]
        await asyncio.gather(*(anext(one) for one in crowd))
        await watchers(small, 101)
        await asyncio.gather(*(one.aclose() for one in crowd))  # type: ignore[attr-defined]  # they are generators
        async with asyncio.timeout(5):
            assert await publisher.publish("tn-nefta", {"turnout": 42})
            assert await anext(stays) == 'data: {"turnout": 42}'
        await watchers(small, 1)


async def test_without_redis_telling_the_screens_is_given_up_not_waited_for(small: Small) -> None:
    from redis.asyncio import Redis

    async with Redis(port=1, socket_connect_timeout=0.5) as nowhere:
        assert await LivePublisher(nowhere, "small").publish("tn-nefta", {}) is False
