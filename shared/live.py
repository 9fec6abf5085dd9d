"""How a change reaches the screens that watch it: told once on Redis, best effort."""

import json
from collections.abc import Mapping
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

PREFIX = "live:"


class LivePublisher:
    """Tells all API processes of a service; a screen that misses it sees the next one or reloads."""

    def __init__(self, redis: Redis, service: str) -> None:
        self._redis, self._service = redis, service

    async def publish(self, channel: str, payload: Mapping[str, Any]) -> bool:
        """Whether Redis took it; never an error, never waits for a watcher. Call it after the commit."""
        try:
            await self._redis.publish(f"{PREFIX}{self._service}:{channel}", json.dumps(payload, default=str))
        except (RedisError, OSError, TimeoutError):
            return False
        return True
