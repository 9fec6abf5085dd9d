"""Fetches Apache Kafka with Maven, checks every jar, and describes one KRaft node."""

import hashlib
import subprocess
from pathlib import Path

from deploy.local.child import Child
from deploy.local.probes import free_port, listens
from deploy.local.settings import ROOT

HERE = Path(__file__).parent
JARS = ROOT / ".cache" / "kafka"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
CLUSTER = "pbTestsOneNodeOnly0000"

PROPERTIES = """
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
group.initial.rebalance.delay.ms=0
# consumers of the local profile ask for two seconds
group.min.session.timeout.ms=1000
"""


class JarsDiffer(Exception):
    """What Maven brought is not what jars.sha256 names."""


class FetchFailed(Exception):
    """Maven could not bring the jars."""


def fetch() -> None:
    """Only once; the folder is ignored by git."""
    if not (JARS.exists() and not differing()):
        command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), COPY, f"-DoutputDirectory={JARS}"]
        if subprocess.run([*command, "-DincludeScope=runtime"], check=False).returncode:
            raise FetchFailed("Maven could not fetch Apache Kafka: is Maven Central or a mirror of it reachable?")
    if wrong := differing():
        raise JarsDiffer(", ".join(wrong))


def differing() -> list[str]:
    lines = (HERE / "jars.sha256").read_text("utf-8").splitlines()
    wanted = {name: digest for digest, name in (line.split() for line in lines)}
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in JARS.glob("*.jar")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def node(port: int, folder: Path) -> list[Child]:
    """Its storage is formatted first."""
    folder.mkdir(parents=True, exist_ok=True)
    properties = folder / "server.properties"
    properties.write_text(PROPERTIES.format(port=port, controller=free_port(), folder=folder), "utf-8")
    java = ("java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{JARS}/*")
    given = ("--cluster-id", CLUSTER, "--config", str(properties))
    formatted = Child("format", (*java, "kafka.tools.StorageTool", "format", *given), once=True)
    broker = (*java, "kafka.Kafka", str(properties))
    return [formatted, Child("kafka", broker, after=("format",), ready=listens(port), port=port)]
