"""`python -m deploy.kafka COMMAND ...`: run a command with one fresh Apache Kafka node in place of the embedded broker."""

import asyncio
import sys
import tempfile
from pathlib import Path

from deploy.kafka.apache import node
from deploy.kafka.jars import FetchFailed, JarsDiffer, ToolMissing, bring
from deploy.local.child import ChildFailed
from deploy.local.probes import free_port
from deploy.local.settings import inherited
from deploy.local.supervisor import Supervisor


async def run(command: list[str], jars: Path) -> int:
    """The command's exit code; the node is gone when it returns."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kafka-") as folder:
        supervisor = Supervisor(node(port, Path(folder), jars), Path(folder) / "logs")
        await supervisor.start()
        environment = {**inherited(), "KAFKA_BOOTSTRAP": f"127.0.0.1:{port}", "KAFKA_PROFILE": "production"}
        try:
            return await (await asyncio.create_subprocess_exec(*command, env=environment)).wait()
        finally:
            await supervisor.stop()


def main() -> None:
    try:
        jars = bring()
    except ToolMissing as missing:
        print(f"{missing} Nothing was run.")
        return
    except (FetchFailed, JarsDiffer) as problem:
        sys.exit(str(problem))
    try:
        sys.exit(asyncio.run(run(sys.argv[1:], jars)))
    except ChildFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
