"""One Apache Kafka node (KRaft, broker and controller in one) as children of the supervisor."""

import asyncio
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from deploy.kafka.jars import JARS
from deploy.local.child import Child, Probe
from deploy.local.probes import free_port, listens

CLUSTER = "pbTestsOneNodeOnly0000"

# Groups start at once: a production cluster waits three seconds for more members.
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
log.dirs={folder}/log
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
"""

# Small and quick to start: the node lives for minutes beside everything it serves.
JAVA = ("java", "-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
LOGGING = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"


def node(port: int, folder: Path, jars: Path = JARS) -> list[Child]:
    """Two children: the storage is formatted, then the broker runs; a log that is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    properties = folder / "server.properties"
    properties.write_text(PROPERTIES.format(port=port, controller=free_port(), folder=folder), "utf-8")
    java = (*JAVA, LOGGING, "-cp", f"{jars}/*")
    given = ("--cluster-id", CLUSTER, "--config", str(properties), "--ignore-formatted")
    formatted = Child("kafka.format", (*java, "kafka.tools.StorageTool", "format", *given), once=True)
    broker = Child("kafka", (*java, "kafka.Kafka", str(properties)), after=(formatted.name,), ready=serves(port))
    return [formatted, broker]


def serves(port: int) -> Probe:
    """Ready when the broker names itself: it accepts connections some time before."""
    accepts = listens(port)

    async def probe() -> bool:
        return await accepts() and await asyncio.to_thread(_named, f"127.0.0.1:{port}")

    return probe


def _named(bootstrap: str) -> bool:
    try:
        known = AdminClient({"bootstrap.servers": bootstrap, "log_level": 2}).list_topics(timeout=2)
    except KafkaException:
        return False
    return bool(known.brokers)
