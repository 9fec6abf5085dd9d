"""Keeps the processes of one machine running: in order, in their own sessions, until told to stop."""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy.local.child import Child, ChildFailed, PortInUse, die_with_parent
from deploy.local.probes import alive, port_free
from deploy.local.settings import ROOT, inherited

GRACE = 10.0  # seconds between asking a process to end and ending it
PROBE_EVERY = 0.05
LONGEST_PAUSE = 5.0


class Supervisor:
    """Starts children side by side as their `after` allows; restarts what crashes; stops in reverse order."""

    def __init__(self, children: Sequence[Child], folder: Path) -> None:
        self.children = {child.name: child for child in children}
        self.folder = folder
        self.pids: dict[str, int] = {}
        self.restarts: dict[str, int] = {}
        self._up = {name: asyncio.Event() for name in self.children}
        self._tasks: list[asyncio.Task[None]] = []
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stopping = False

    async def start(self) -> None:
        """Return when every child is ready; raise PortInUse or ChildFailed otherwise, leaving nothing running."""
        check_ports(self.children.values())
        self.folder.mkdir(parents=True, exist_ok=True)
        self._tasks = [asyncio.create_task(self._tend(child)) for child in self.children.values()]
        everyone = asyncio.ensure_future(self._everyone())
        await asyncio.wait([everyone, self._failed], return_when=asyncio.FIRST_COMPLETED)
        if self._failed.done():
            everyone.cancel()
            await self.stop()
            self._failed.result()

    async def _everyone(self) -> None:
        for event in self._up.values():
            await event.wait()

    async def watch(self) -> None:
        """Wait until a child fails for good; used by a stack that stays up."""
        await self._failed

    async def stop(self, grace: float = GRACE) -> None:
        """In reverse order; without grace at once, for data that nobody keeps."""
        self._stopping = True
        for layer in reversed(self._layers()):
            await asyncio.gather(*(self._end(name, grace) for name in layer))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def kill(self, name: str) -> None:
        """End one child as a crash would."""
        os.kill(self.pids[name], signal.SIGKILL)

    async def ready(self, name: str) -> None:
        await self._up[name].wait()

    def log_of(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    async def _tend(self, child: Child) -> None:
        for name in child.after:
            await self._up[name].wait()
        try:
            await self._first_start(child)
        except ChildFailed as failure:
            if not self._failed.done():
                self._failed.set_exception(failure)

    async def _first_start(self, child: Child) -> None:
        process = await self._spawn(child)
        if child.once:
            await self._finish(child, process)
            self._up[child.name].set()
            return
        await self._until_ready(child, process)
        self._up[child.name].set()
        await self._keep_running(child, process)

    async def _keep_running(self, child: Child, process: asyncio.subprocess.Process) -> None:
        pause = 0.1
        while True:
            started = time.monotonic()
            await process.wait()
            if self._stopping:
                return
            self._up[child.name].clear()
            self.restarts[child.name] = self.restarts.get(child.name, 0) + 1
            pause = 0.1 if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)
            process = await self._spawn(child)
            await self._mend(child, process)

    async def _mend(self, child: Child, process: asyncio.subprocess.Process) -> None:
        # A restart that does not come up is not fatal: the process ends or is ended, and the pause grows.
        with contextlib.suppress(ChildFailed):
            await self._until_ready(child, process)
            for number, command in enumerate(child.mended):
                step = Child(f"{child.name}.mended-{number}", command, child.environment, once=True)
                await self._finish(step, await self._spawn(step))
            self._up[child.name].set()

    async def _spawn(self, child: Child) -> asyncio.subprocess.Process:
        with self.log_of(child.name).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *child.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**inherited(), **child.environment},
                cwd=ROOT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        if not child.once:
            self._note(child.name, process.pid)
        return process

    def _note(self, name: str, pid: int) -> None:
        self.pids[name] = pid
        file = self.folder / "processes.json"
        file.with_suffix(".new").write_text(json.dumps(self.pids, indent=1), "utf-8")
        file.with_suffix(".new").replace(file)

    async def _finish(self, child: Child, process: asyncio.subprocess.Process) -> None:
        try:
            code = await asyncio.wait_for(process.wait(), child.patience)
        except TimeoutError:
            process.kill()
            raise self._failure(child, f"it had not finished after {child.patience:.0f} s") from None
        if code:
            raise self._failure(child, f"it ended with code {code}")

    async def _until_ready(self, child: Child, process: asyncio.subprocess.Process) -> None:
        deadline = time.monotonic() + child.patience
        while child.ready and not await child.ready():
            if process.returncode is not None:
                raise self._failure(child, f"it ended with code {process.returncode}")
            if time.monotonic() > deadline:
                process.kill()
                raise self._failure(child, f"it was not ready after {child.patience:.0f} s")
            await asyncio.sleep(PROBE_EVERY)

    def _failure(self, child: Child, why: str) -> ChildFailed:
        lines = self.log_of(child.name).read_text("utf-8", "replace").splitlines()
        return ChildFailed(child.name, f"{why} (log: {self.log_of(child.name)})", "\n".join(lines[-8:]))

    async def _end(self, name: str, grace: float) -> None:
        pid = self.pids.get(name)
        if pid is None:
            return
        _signal_group(pid, signal.SIGTERM)
        deadline = time.monotonic() + grace
        while alive(pid) and time.monotonic() < deadline:
            await asyncio.sleep(PROBE_EVERY)
        _signal_group(pid, signal.SIGKILL)

    def _layers(self) -> list[list[str]]:
        """Names by depth: whoever waits for a child is in a later layer than the child."""
        depth: dict[str, int] = {}

        def depth_of(name: str) -> int:
            if name not in depth:
                depth[name] = 1 + max((depth_of(before) for before in self.children[name].after), default=-1)
            return depth[name]

        layers: list[list[str]] = []
        for name in sorted(self.children, key=depth_of):
            layers += [[]] * (depth_of(name) + 1 - len(layers))
            layers[depth_of(name)] = [*layers[depth_of(name)], name]
        return layers


def check_ports(children: Iterable[Child]) -> None:
    """Raise PortInUse for the first child that could not listen."""
    for child in children:
        if child.port and not port_free(child.port):
            raise PortInUse(child)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
