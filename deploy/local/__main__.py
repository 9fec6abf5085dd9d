"""`python -m deploy.local`: the whole stack without an edition, until Ctrl-C."""

import asyncio
import signal
import sys
import time

from deploy.local.child import ChildFailed, PortInUse
from deploy.local.servers import ServerMissing
from deploy.local.settings import LocalSettings
from deploy.local.stack import Stack
from deploy.local.supervisor import Supervisor


async def run(stack: Stack) -> None:
    started = time.monotonic()
    supervisor = Supervisor(stack.children(), stack.settings.data_folder / "logs")
    await supervisor.start()
    print(f"ready after {time.monotonic() - started:.1f} s", *stack.urls.items(), sep="\n", flush=True)
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    await asked_to_stop.wait()
    await supervisor.stop()


def main() -> None:
    try:
        asyncio.run(run(Stack(LocalSettings())))
    except (PortInUse, ChildFailed, ServerMissing) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
