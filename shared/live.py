"""How a change reaches the screens that watch it: told once on Redis, best effort."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

PREFIX = "live:"
PATIENCE = 0.5  # seconds; redis-py's own retries would hold the command for several


class LivePublisher:
    """Tells all API processes of a service; a screen that misses it sees the next one or reloads."""

    def __init__(self, redis: Redis, service: str) -> None:
        self._redis, self._service = redis, service

    async def publish(self, channel: str, payload: Mapping[str, Any]) -> bool:
        """Whether Redis took it; never an error, never waits for a watcher. Call it after the commit."""
        try:
            told = self._redis.publish(f"{PREFIX}{self._service}:{channel}", json.dumps(payload, default=str))
            await asyncio.wait_for(told, PATIENCE)
        except (RedisError, OSError, TimeoutError):
            return False
        return True
