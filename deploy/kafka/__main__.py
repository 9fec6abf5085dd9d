"""`python -m deploy.kafka COMMAND ...`: run a command with KAFKA_BOOTSTRAP pointing at one fresh Apache Kafka node."""

import asyncio
import sys
import tempfile
from pathlib import Path

from deploy.kafka.node import FetchFailed, JarsDiffer, fetch, node
from deploy.local.probes import free_port
from deploy.local.settings import inherited
from deploy.local.supervisor import Supervisor


async def run(command: list[str]) -> int:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kafka-") as folder:
        supervisor = Supervisor(node(port, Path(folder)), Path(folder) / "logs")
        await supervisor.start()
        environment = {**inherited(), "KAFKA_BOOTSTRAP": f"127.0.0.1:{port}"}
        try:
            return await (await asyncio.create_subprocess_exec(*command, env=environment)).wait()
        finally:
            await supervisor.stop()


def main() -> None:
    try:
        fetch()
    except (FetchFailed, JarsDiffer) as problem:
        sys.exit(str(problem))
    sys.exit(asyncio.run(run(sys.argv[1:])))


if __name__ == "__main__":
    main()
