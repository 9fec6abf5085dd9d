"""The whole platform with an edition played on it, and every span of its processes caught."""

import asyncio
from collections.abc import Iterator

import pytest

from deploy.demo.play import Play
from deploy.demo.story import played
from deploy.local.settings import LocalSettings
from tests.support.embedded import Embedded
from tests.support.fixtures import started
from tests.support.otlp import TraceCatcher
from tests.support.stack import RunningStack


@pytest.fixture(scope="session")
def traces() -> Iterator[TraceCatcher]:
    """Every span of the whole stack's processes."""
    catcher = TraceCatcher()
    yield catcher
    catcher.close()


@pytest.fixture(scope="session")
def stack(
    embedded: Embedded, local_settings: LocalSettings, traces: TraceCatcher, tmp_path_factory: pytest.TempPathFactory
) -> RunningStack:
    given = local_settings.model_copy(update={"otlp_endpoint": traces.endpoint})
    return started(embedded, given, tmp_path_factory.mktemp("stack"))


@pytest.fixture(scope="session")
def edition(stack: RunningStack) -> Play:
    """The whole edition, played once on the shared stack; `.found["state"]` is what came of it."""
    return asyncio.run(played(stack.url, stack.data / "papers", lambda _: None, lambda *_: None))
