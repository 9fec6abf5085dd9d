"""Any process may be killed at any moment of the demo: it ends as it would have, and leaves nothing running."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.demo.play import Play
from deploy.local.probes import alive
from deploy.local.settings import ROOT, LocalSettings, Ports, inherited

SEED = 20250215
LATEST = 6.0  # seconds between one process being back and the next being killed
PATIENCE = 900.0  # seconds for the whole of it on a busy machine


@dataclass
class Demo:
    """`make demo ONCE=1` as a process of its own, on free ports and in its own folder."""

    folder: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            (sys.executable, "-m", "deploy.demo"),
            cwd=ROOT,
            env={**inherited(), **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def pids(self) -> dict[str, int]:
        file = self.folder / "logs" / "processes.json"
        return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}

    def until_playing(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("ready"):
                return
        raise AssertionError("the demo ended before it was ready")

    def kill(self, name: str) -> None:
        """As a crash would; returns when the supervisor has started it again, or the demo is over."""
        before = self.pids()[name]
        os.kill(before, signal.SIGKILL)
        while self.pids()[name] == before and self.process.poll() is None:
            time.sleep(0.05)

    def end(self) -> str:
        said, _ = self.process.communicate(timeout=PATIENCE)
        return said


@pytest.fixture
def demo(local_settings: LocalSettings, tmp_path: Path) -> Demo:
    ports = {name.upper(): str(port) for name, port in Ports.free().model_dump().items()}
    shared = {"TOPIC_PREFIX": f"{tmp_path.name}.", "DATABASE_PREFIX": f"crash{os.getpid()}"}
    return Demo(tmp_path / "demo", {**ports, **shared, "ONCE": "1", "DATA_FOLDER": str(tmp_path / "demo")})


def kill_one_after_the_other(demo: Demo, chance: random.Random) -> list[str]:
    """Every process once, in random order, until the demo is over; names as they fell."""
    names = list(demo.pids())
    chance.shuffle(names)
    fallen = []
    for name in names:
        time.sleep(chance.uniform(0.5, LATEST))
        if demo.process.poll() is not None:
            break
        demo.kill(name)
        fallen.append(name)
    return fallen


def test_processes_killed_during_the_demo_change_nothing_in_the_end(edition: Play, demo: Demo) -> None:
    demo.until_playing()
    fallen = kill_one_after_the_other(demo, random.Random(SEED))
    said = demo.end()
    assert demo.process.returncode == 0, said
    assert len(fallen) >= 5
    assert json.loads((demo.folder / "papers" / "state.json").read_text("utf-8")) == edition.found["state"]
    assert [name for name, pid in demo.pids().items() if alive(pid)] == []
