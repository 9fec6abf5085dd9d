"""The supervisor starts in order, restarts what crashes, and leaves nothing behind."""

import asyncio
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.child import Child, ChildFailed, PortInUse
from deploy.local.probes import free_port, listens
from deploy.local.supervisor import Supervisor


def python(name: str, script: str, *after: str, once: bool = False, port: int | None = None) -> Child:
    ready = listens(port) if port else None
    return Child(name, (sys.executable, "-c", script), after=after, once=once, port=port, ready=ready, patience=10)


def server(name: str, port: int, *after: str) -> Child:
    script = f"import socket, time\ns = socket.create_server(('127.0.0.1', {port}))\nwhile True: s.accept()"
    return python(name, script, *after, port=port)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_a_child_waits_until_what_it_needs_is_ready(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    slow = python("slow", f"import time; time.sleep(0.3); open({str(mark)!r}, 'w')", once=True)
    after = python(
        "after", f"import os, time; print(os.path.exists({str(mark)!r}), flush=True); time.sleep(60)", "slow"
    )
    supervisor = Supervisor([after, slow], tmp_path)
    await supervisor.start()
    await wait_for_text(supervisor.log_of("after"), "True")
    await supervisor.stop()


async def wait_for_text(file: Path, text: str) -> None:
    for _ in range(200):
        if file.exists() and text in file.read_text():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{text} not in {file.read_text()}")


async def test_stopping_leaves_no_process(tmp_path: Path) -> None:
    supervisor = Supervisor([server("one", free_port()), server("two", free_port(), "one")], tmp_path)
    await supervisor.start()
    pids = list(supervisor.pids.values())
    await supervisor.stop()
    assert all(gone(pid) for pid in pids)


async def test_a_killed_child_comes_back_and_is_mended(tmp_path: Path) -> None:
    mark = tmp_path / "mended"
    child = server("one", free_port())
    mend = (sys.executable, "-c", f"open({str(mark)!r}, 'w')")
    supervisor = Supervisor([replace(child, mended=(mend,))], tmp_path)
    await supervisor.start()
    before = supervisor.pids["one"]
    supervisor.kill("one")
    while supervisor.pids["one"] == before:
        await asyncio.sleep(0.02)
    await supervisor.ready("one")
    assert mark.exists()
    assert supervisor.restarts == {"one": 1}
    await supervisor.stop()


async def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=f"port {port} is in use: web cannot start there; .* WEB_PORT"):
            await Supervisor([server("web", port)], tmp_path).start()


async def test_a_child_that_does_not_come_up_shows_the_end_of_its_log(tmp_path: Path) -> None:
    broken = python("broken", "import sys; sys.exit('no such database')", port=free_port())
    fine = server("fine", free_port())
    supervisor = Supervisor([fine, broken], tmp_path)
    with pytest.raises(ChildFailed, match="no such database"):
        await supervisor.start()
    assert gone(supervisor.pids["fine"])
