"""The commands of every service: `python -m services.<name> api | events | tasks | beat | setup | replay | dead-letters | announce | keys | reseal`."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import uvicorn
from confluent_kafka import Consumer
from fastapi import FastAPI

from shared.celery_runner import LoopThread, run_beat, run_worker
from shared.failed_jobs import FailedJobs, watched
from shared.http.app import create_app
from shared.key_commands import keys, reseal
from shared.messaging.consumer import EventConsumer
from shared.messaging.dead_letters import DeadLetters, Going, Replayed, dead_group, dead_topics, replay_dead_letters
from shared.messaging.kafka import TOPICS, Sender, ensure_topics, open_consumer, open_reader
from shared.messaging.relay import Relay, replay_outbox
from shared.messaging.replays import Replayer, ask_for_replay
from shared.mongo import StorageUnavailable, ensure_indexes
from shared.service import MACHINERY, SWEEPS, Resources, ServiceDefinition, machinery_tasks, open_resources
from shared.settings import ServiceSettings
from shared.telemetry import start_telemetry, stop_telemetry

log = logging.getLogger("process")


def main(definition: ServiceDefinition, arguments: list[str] | None = None) -> None:
    """Run one command of one service; exits 2 on an unknown command."""
    words = sys.argv[1:] if arguments is None else arguments
    command = words[0] if words else ""
    if command not in COMMANDS:
        sys.exit(f"usage: python -m services.{definition.name} {' | '.join(COMMANDS)}")
    settings = definition.settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("httpx", "pymongo", "celery.beat", "celery.app.trace", "celery.worker.strategy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    provider = start_telemetry(definition.name, settings.otlp_endpoint, command)
    try:
        COMMANDS[command](definition, settings)
    finally:
        stop_telemetry(provider)


def api(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Serve HTTP. No access log: the ballot route must leave none, and traces say the rest."""
    app = create_app(definition, settings, lambda app: _lifespan(app, definition, settings))
    uvicorn.run(
        app if definition.door is None else definition.door(app),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe about an address is a service's own rule
        timeout_graceful_shutdown=5,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI, definition: ServiceDefinition, settings: ServiceSettings) -> AsyncIterator[None]:
    async with open_resources(definition, settings) as resources:
        app.state.resources = resources
        app.state.service = definition.build(settings, resources)
        background = asyncio.create_task(definition.background(app.state.service)) if definition.background else None
        # What is loaded by now stays: a full collection over it would stop every request for a tenth of a second.
        gc.collect()
        gc.freeze()
        yield
        if background is not None:
            background.cancel()


def events(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Consume events and relay the outbox."""
    ensure_topics(settings)
    asyncio.run(_opened(definition, settings, _events))


def tasks(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Run Celery tasks; the service lives on the loop of `LoopThread`."""
    loop = LoopThread()
    opened = open_resources(definition, settings)
    resources = loop.run(opened.__aenter__(), 30)
    try:
        failed = FailedJobs(resources.db, resources.clock)
        own = [watched(one, failed) for one in (*definition.tasks, *machinery_tasks(definition.name, resources))]
        run_worker(replace(definition, tasks=own), settings, definition.build(settings, resources), loop)
    finally:
        loop.run(opened.__aexit__(None, None, None), 30)
        loop.close()


def beat(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Send the sweeps; exactly one instance a service."""
    own = {spec.name: spec.every for spec in definition.tasks if spec.every is not None}
    run_beat(definition.name, settings, own | {f"{definition.name}.{sweep}": every for sweep, every in SWEEPS.items()})


def setup(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Indexes, topics and what the service itself prepares; harmless when repeated."""
    ensure_topics(settings)
    asyncio.run(_opened(definition, settings, _setup))


def replay(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Publish the whole kept outbox again, for a broker that lost its log."""
    ensure_topics(settings)
    asyncio.run(_opened(definition, settings, _replay))


def dead_letters(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Handle this service's dead letters again."""
    asyncio.run(_opened(definition, settings, _dead_letters))


def announce(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Publish the current reference state again, for a projection older than the retention."""
    asyncio.run(_opened(definition, settings, _announce))


Job = Callable[[ServiceDefinition, Resources, Any], Awaitable[None]]


async def _opened(definition: ServiceDefinition, settings: ServiceSettings, job: Job) -> None:
    async with open_resources(definition, settings) as resources:
        await job(definition, resources, definition.build(settings, resources))


async def _setup(definition: ServiceDefinition, resources: Resources, service: Any) -> None:
    await ensure_indexes(resources.db, [*MACHINERY, *definition.indexes])
    if definition.prepare is not None:
        await definition.prepare(service)


async def _events(definition: ServiceDefinition, resources: Resources, service: Any) -> None:
    settings: ServiceSettings = resources.settings
    sender = Sender(settings)
    consumer = _consumer(definition, resources, service, sender, open_consumer(settings, definition.name, TOPICS))
    beside = (Relay(resources.db, sender, resources.clock), _replayer(definition, resources, service, sender))
    running = [asyncio.create_task(one.run()) for one in beside]
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, consumer.stop)
    try:
        await consumer.run()
    except StorageUnavailable as away:
        log.error("the database is away, stopping with nothing lost: %s", away)
        sys.exit(75)
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        sender.close()


async def _replay(definition: ServiceDefinition, resources: Resources, _: Any) -> None:
    log.info("%s: %d events will be published again", definition.name, await replay_outbox(resources.db))


async def _dead_letters(definition: ServiceDefinition, resources: Resources, service: Any) -> None:
    """Asked for as the API does, and done here or by whichever process was quicker."""
    sender = Sender(resources.settings)
    asked = await resources.work.run(lambda tx: ask_for_replay(tx, "command-line"))
    try:
        done = await _replayer(definition, resources, service, sender).finish(asked["_id"])
    finally:
        sender.close()
    log.info("%s: %d dead letters handled, %d failed again", definition.name, done["handled"], done["still_dead"])


async def _announce(definition: ServiceDefinition, _: Resources, service: Any) -> None:
    if definition.announce is None:
        sys.exit(f"{definition.name} owns no reference state")
    log.info("%s: %d announcements", definition.name, await definition.announce(service))


COMMANDS: dict[str, Callable[[ServiceDefinition, ServiceSettings], None]] = {
    "api": api,
    "events": events,
    "tasks": tasks,
    "beat": beat,
    "setup": setup,
    "replay": replay,
    "dead-letters": dead_letters,
    "announce": announce,
    "keys": keys,
    "reseal": reseal,
}


def _consumer(
    definition: ServiceDefinition, resources: Resources, service: Any, sender: Sender, reader: Consumer
) -> EventConsumer:
    settings: ServiceSettings = resources.settings
    dead = DeadLetters(sender, definition.name, settings.topic_prefix)
    return EventConsumer(reader, definition.handlers, resources.work, service, dead, settings.batched_handling)


def _replayer(definition: ServiceDefinition, resources: Resources, service: Any, sender: Sender) -> Replayer:
    settings: ServiceSettings = resources.settings

    async def replay(going: Going) -> Replayed:
        reader = open_reader(settings, dead_group(definition.name))
        try:
            again = _consumer(definition, resources, service, sender, reader)
            return await replay_dead_letters(reader, again, definition.name, dead_topics(settings), going)
        finally:
            await asyncio.to_thread(reader.close)

    return Replayer(resources.db, resources.clock, replay)
