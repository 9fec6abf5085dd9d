"""Brings the jars of Apache Kafka with Maven and lets none pass whose bytes are not the recorded ones."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from deploy.local.settings import ROOT

HERE = Path(__file__).parent
JARS = ROOT / ".cache" / "kafka"
OLDEST_JAVA = 17
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


class ToolMissing(Exception):
    """Java 17 or Maven is not installed; everything else works without them."""


class FetchFailed(Exception):
    """Maven could not bring the jars."""


class JarsDiffer(Exception):
    """What Maven brought is not what `jars.sha512` names."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"not the recorded bytes of Apache Kafka: {', '.join(names)}. Remove {JARS} and try again.")


def bring(jars: Path = JARS) -> Path:
    """The folder of the checked jars, fetched once; raises `ToolMissing`, `FetchFailed`, `JarsDiffer`."""
    needs_java()
    if differing(jars, recorded()):
        fetch(jars)
    if wrong := differing(jars, recorded()):
        raise JarsDiffer(wrong)
    return jars


def needs_java() -> None:
    """Raises `ToolMissing` without Java 17 or later."""
    java = shutil.which("java")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr if java else ""
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise ToolMissing(f"Apache Kafka needs Java {OLDEST_JAVA} or later, which is not installed here.")


def fetch(jars: Path) -> None:
    """Empty the folder and let Maven fill it."""
    if not shutil.which("mvn"):
        raise ToolMissing("Apache Kafka is fetched with Maven (mvn), which is not installed here.")
    shutil.rmtree(jars, ignore_errors=True)
    asked = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), COPY, f"-DoutputDirectory={jars}"]
    done = subprocess.run([*asked, "-DincludeScope=runtime"], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), "Maven gave no reason")
        raise FetchFailed(f"Maven could not fetch Apache Kafka; can it reach its repository? It said: {reason}")


def recorded() -> dict[str, str]:
    """SHA-512 by file name, as `sha512sum *.jar` writes it."""
    lines = (HERE / "jars.sha512").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def differing(jars: Path, wanted: dict[str, str]) -> list[str]:
    """Names of the jars that are missing, unknown or changed."""
    found = {file.name: hashlib.sha512(file.read_bytes()).hexdigest() for file in jars.glob("*.jar")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
