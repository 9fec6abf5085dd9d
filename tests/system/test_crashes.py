"""Any process may be killed at any moment of the edition: the end is the same."""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.demo.play import Play
from deploy.demo.story import played
from deploy.local.settings import LocalSettings
from tests.support.embedded import Embedded
from tests.support.fixtures import fresh_stack
from tests.support.stack import RunningStack

SEED = 20250215
LATEST = 6.0  # seconds between one process being back and the next being killed


@pytest.fixture
def disturbed(
    embedded: Embedded, local_settings: LocalSettings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStack]:
    whole = fresh_stack(local_settings, tmp_path_factory.mktemp("disturbed"))
    supervisor = embedded.start(whole.children(), whole.settings.data_folder / "logs")
    yield RunningStack(whole, supervisor, embedded)
    embedded.stop_one(supervisor)


@contextmanager
def killing(stack: RunningStack, chance: random.Random) -> Iterator[list[str]]:
    """In a thread: every process but the web once, in random order, each when the one before is back; names as they fall."""
    over, killed = threading.Event(), list[str]()
    names = [name for name in stack.pids() if name != "web"]
    chance.shuffle(names)

    def kill_one_after_the_other() -> None:
        for name in names:
            if over.wait(chance.uniform(0.5, LATEST)):
                return
            before = stack.pids()[name]
            stack.kill(name)
            killed.append(name)
            stack.until_restarted(name, before)

    thread = threading.Thread(target=kill_one_after_the_other, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join(60)


def test_processes_killed_during_the_edition_change_nothing_in_the_end(edition: Play, disturbed: RunningStack) -> None:
    with killing(disturbed, random.Random(SEED)) as killed:
        again = asyncio.run(played(disturbed.url, disturbed.data / "papers", lambda _: None, lambda *_: None))
    assert again.found["state"] == edition.found["state"]
    assert len(killed) >= 5
    assert disturbed.supervisor.restarts.keys() >= set(killed)
