"""Celery for a service: each task is a door like a route and runs one command.

One event loop a worker process, in a thread of its own: a Motor client belongs to the loop it was
opened in (`asyncio.run` a task failed every call, one runner a process none).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

from celery import Celery, Task
from celery.beat import EmbeddedService
from kombu.exceptions import OperationalError

from shared.settings import ServiceSettings
from shared.telemetry import celery_headers, task_span

if TYPE_CHECKING:
    from shared.service import ServiceDefinition

TIME_LIMIT = 60.0  # seconds one task may take; the visibility timeout is ten times that
RETRIES = 5
IN_MEMORY = "celery.beat:Scheduler"  # durable timers are documents; a schedule of sweeps needs no file

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One task: `run(service, *ids)` must be idempotent; `every` seconds for a sweep, None for one sent by a command."""

    name: str
    run: Callable[..., Awaitable[Any]]
    every: float | None = None
    time_limit: float = TIME_LIMIT


def celery_app(service: str, settings: ServiceSettings) -> Celery:
    """The Celery application of one service; its queue is its own."""
    app = Celery(service, broker=settings.redis_url)
    app.conf.update(
        task_default_queue=f"{settings.topic_prefix}{settings.database_prefix}.{service}",
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": TIME_LIMIT * 10,
            # a killed worker's tasks come back in about 14 s instead of 104 s
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
        },
    )
    return app


class Enqueuer:
    """Sends a task without waiting for Redis; what Redis does not take, the sweeps find."""

    def __init__(self, service: str, settings: ServiceSettings) -> None:
        self._app = celery_app(service, settings)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="enqueue")

    def __call__(self, task: str, *ids: str) -> None:
        self._threads.submit(self._send, task, ids, celery_headers())

    def _send(self, task: str, ids: Sequence[str], headers: dict[str, str]) -> None:
        try:
            self._app.send_task(task, args=list(ids), headers=headers, retry=False)
        except (OperationalError, OSError) as away:
            log.warning("task %s waits for its sweep: %s", task, away)


class LoopThread:
    """The one event loop of a worker process."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, name="tasks-loop", daemon=True)
        self._thread.start()

    def run(self, work: Awaitable[Any], limit: float) -> Any:
        """Run to the end from a worker thread; raises `TimeoutError` after `limit` seconds."""
        return asyncio.run_coroutine_threadsafe(_limited(work, limit), self.loop).result()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)


async def _limited(work: Awaitable[Any], limit: float) -> Any:
    return await asyncio.wait_for(work, limit)


def register_tasks(app: Celery, tasks: Sequence[TaskSpec], service: Any, loop: LoopThread) -> None:
    """Make every spec a Celery task, and every sweep a line of the beat schedule."""
    for spec in tasks:
        _register(app, spec, service, loop)
    app.conf.beat_schedule = schedule({spec.name: spec.every for spec in tasks if spec.every is not None})


def schedule(sweeps: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """The beat schedule from seconds between runs; a sweep nobody ran in time is dropped, the next one does its work."""
    return {
        name: {"task": name, "schedule": every, "options": {"expires": max(every * 2, 5)}}
        for name, every in sweeps.items()
    }


def _register(app: Celery, spec: TaskSpec, service: Any, loop: LoopThread) -> None:
    def run(self: Task, *ids: str) -> None:
        with task_span(spec.name, self.request.headers or {}):
            loop.run(spec.run(service, *ids), spec.time_limit)

    retrying = {} if spec.every else {"autoretry_for": (Exception,), "retry_backoff": 1, "retry_backoff_max": 60}
    app.task(name=spec.name, bind=True, max_retries=RETRIES, **retrying)(run)


def run_worker(definition: "ServiceDefinition", settings: ServiceSettings, service: Any, loop: LoopThread) -> None:
    """The tasks process: threads, and locally the beat beside them; returns when told to stop."""
    app = celery_app(definition.name, settings)
    register_tasks(app, definition.tasks, service, loop)
    beat = _local_beat(app) if settings.profile == "local" else None
    worker = app.Worker(
        pool="threads",
        concurrency=settings.celery_concurrency,
        hostname=f"{definition.name}@%h",
        loglevel=settings.log_level,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    try:
        worker.start()
    finally:
        if beat is not None:
            beat.stop()


def run_beat(service: str, settings: ServiceSettings, sweeps: Mapping[str, float]) -> None:
    """The beat process of production: one instance a service; `sweeps` gives seconds by task name."""
    app = celery_app(service, settings)
    app.conf.beat_schedule = schedule(sweeps)
    app.Beat(scheduler_cls=IN_MEMORY, loglevel=settings.log_level, quiet=True).run()


def _local_beat(app: Celery) -> Any:
    """A thread, not Celery's child process: that one would outlive a worker that is killed."""
    beat = EmbeddedService(app, thread=True, scheduler_cls=IN_MEMORY)
    beat.start()
    return beat
