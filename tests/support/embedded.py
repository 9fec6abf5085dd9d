"""Runs supervised processes beside a test session, from a thread of their own."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from deploy.local.child import Child
from deploy.local.supervisor import Supervisor

T = TypeVar("T")


class Embedded:
    """The supervisor is asyncio and tests come and go with their own loops: so it gets a loop that stays."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._running: list[Supervisor] = []

    def start(self, children: Sequence[Child], folder: Path) -> Supervisor:
        supervisor = self._wait(self._make(children, folder))
        self._running.append(supervisor)
        self._wait(supervisor.start())
        return supervisor

    def ready(self, supervisor: Supervisor, name: str) -> None:
        self._wait(supervisor.ready(name))

    def stop_one(self, supervisor: Supervisor) -> None:
        self._running.remove(supervisor)
        self._wait(supervisor.stop())

    def stop(self) -> None:
        """At the end of a session everything is thrown away: nothing need be finished."""
        for supervisor in reversed(self._running):
            self._wait(supervisor.stop(grace=0))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _make(self, children: Sequence[Child], folder: Path) -> Supervisor:
        return Supervisor(children, folder)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
