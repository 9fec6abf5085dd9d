"""From nothing to a platform that answers, and to an edition played from the first town to the last message."""

import asyncio
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.figures import Line, line_of, print_table
from bench.servers import EMBEDDED, brokers, running
from deploy.demo.story import played
from deploy.kafka.apache import node
from deploy.local.probes import free_port
from deploy.local.settings import LocalSettings, Ports
from deploy.local.stack import SERVICES, Stack
from shared.mongo import connect

CLAIM = "Seconds until the whole platform is ready, and until an edition is played"
RUNS = 3


@dataclass(slots=True)
class Phases:
    """Seconds by phase, each ended by the beginning of the next; and what the platform weighed and said."""

    seconds: dict[str, float] = field(default_factory=dict)
    processes: int = 0
    megabytes: float = 0.0
    events: int = 0
    _now: str = ""
    _since: float = 0.0

    def begin(self, title: str, steps: int = 0) -> None:
        self.end()
        self._now, self._since = title, time.perf_counter()

    def end(self) -> None:
        if self._now:
            self.seconds[self._now] = time.perf_counter() - self._since
        self._now = ""

    @property
    def playing(self) -> float:
        return sum(self.seconds.values()) - self.seconds["ready"]


async def one_run(broker: str) -> Phases:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if broker == EMBEDDED:
            return await platform(LocalSettings(data_folder=folder, ports=Ports.free()), {})
        port = free_port()
        async with running(node(port, folder / "kafka"), folder / "logs"):
            given = LocalSettings(data_folder=folder, ports=Ports.free(), kafka_bootstrap=f"127.0.0.1:{port}")
            return await platform(given, {"KAFKA_PROFILE": "production"})


async def platform(given: LocalSettings, told: Mapping[str, str]) -> Phases:
    """Start everything, play, and look at it before it ends. Apache Kafka, where given, is up before."""
    stack, phases = Stack(given), Phases()
    children = [replace(child, environment={**child.environment, **told}) for child in stack.children()]
    phases.begin("ready")
    async with running(children, given.data_folder / "logs") as supervisor:
        await played(stack.urls, given.data_folder / "papers", lambda _: None, phases.begin)
        phases.end()
        phases.processes, phases.megabytes = len(supervisor.pids), weight(supervisor.pids.values())
        phases.events = await announced(stack)
    return phases


def weight(pids: Iterable[int]) -> float:
    """Memory of these processes in megabytes; what they share is counted once (PSS)."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


async def announced(stack: Stack) -> int:
    """Events in the outboxes of all services."""
    client = connect(stack.servers.mongo_url, "bench")
    try:
        names = [f"{stack.settings.database_prefix}_{name}" for name in SERVICES]
        return sum([await client[name]["_outbox"].count_documents({}) for name in names])
    finally:
        client.close()


async def measure(runs: int = RUNS) -> list[Line]:
    found = brokers()
    figures: dict[str, list[Phases]] = {broker: [] for broker in found}
    for _ in range(runs):
        for broker in found:
            figures[broker].append(await one_run(broker))
    return [line for broker in found for line in _lines(broker, figures[broker])]


def _lines(broker: str, runs: list[Phases]) -> list[Line]:
    return [
        line_of(f"{broker}: ready", "s", [run.seconds["ready"] for run in runs], 1),
        line_of(f"{broker}: played", "s", [run.playing for run in runs], 1),
        *(line_of(f"  {act}", "s", [run.seconds[act] for run in runs], 1) for act in runs[0].seconds if act != "ready"),
        line_of("  events announced", "", [run.events for run in runs]),
        line_of("  processes", "", [run.processes for run in runs]),
        line_of("  memory after the edition", "MB", [run.megabytes for run in runs]),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
