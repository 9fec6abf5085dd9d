"""`python -m deploy.demo`: start the stack, play the edition, show what came of it, stay up until Ctrl-C."""

import asyncio
import shutil
import signal
import sys
import time
from contextlib import suppress

from rich.console import Console

from deploy.demo.platform import StoryBroken
from deploy.demo.screen import Screen
from deploy.demo.story import played
from deploy.demo.summary import summary
from deploy.local.child import ChildFailed, PortInUse
from deploy.local.servers import ServerMissing
from deploy.local.settings import LocalSettings
from deploy.local.stack import Stack
from deploy.local.supervisor import Supervisor, check_ports


async def run(settings: LocalSettings, screen: Screen) -> None:
    stack = Stack(settings)
    check_ports(stack.children())  # before anything is removed: the data may be those of a demo that is running
    if not settings.keep:
        shutil.rmtree(settings.data_folder, ignore_errors=True)
    supervisor = Supervisor(stack.children(), settings.data_folder / "logs")
    playing = asyncio.ensure_future(demonstrate(stack, supervisor, screen))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await playing
    finally:
        await supervisor.stop()


async def demonstrate(stack: Stack, supervisor: Supervisor, screen: Screen) -> None:
    started = time.monotonic()
    screen.console.print(f"starting {len(supervisor.children)} processes ...")
    await supervisor.start()
    ready = time.monotonic()
    screen.console.print(f"ready after {ready - started:.1f} s")
    with screen.shown():
        play = await played(stack.urls, stack.settings.data_folder / "papers", screen.tell, screen.begin)
    seconds = {"seconds to ready": f"{ready - started:.1f}", "seconds to play": f"{time.monotonic() - ready:.1f}"}
    screen.table("What was played", {**summary(play), **seconds})
    screen.table("Where to look", stack.urls)
    if not stack.settings.once:
        screen.console.print("everything stays up until Ctrl-C")
        await supervisor.watch()


def main() -> None:
    screen = Screen(Console())
    try:
        asyncio.run(run(LocalSettings(), screen))
    except (PortInUse, ChildFailed, ServerMissing, StoryBroken) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
