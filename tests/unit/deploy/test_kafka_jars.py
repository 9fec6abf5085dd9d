"""Only the recorded bytes of Apache Kafka are ever run."""

import hashlib
from pathlib import Path

import pytest

from deploy.kafka import jars
from deploy.kafka.apache import node


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "broker.jar").write_bytes(b"broker")
    return tmp_path


WANTED = {"broker.jar": hashlib.sha512(b"broker").hexdigest()}


def test_the_recorded_jars_pass(folder: Path) -> None:
    assert jars.differing(folder, WANTED) == []


def test_a_jar_that_was_changed_or_added_or_is_missing_is_named(folder: Path) -> None:
    (folder / "broker.jar").write_bytes(b"another broker")
    (folder / "guest.jar").write_bytes(b"guest")
    assert jars.differing(folder, {**WANTED, "client.jar": "00"}) == ["broker.jar", "client.jar", "guest.jar"]


def test_every_recorded_jar_has_a_digest_and_one_is_the_broker() -> None:
    recorded = jars.recorded()
    assert {len(digest) for digest in recorded.values()} == {128}
    assert [name for name in recorded if name.startswith("kafka_2.13-4.")]


def test_without_java_one_clear_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(jars.ToolMissing, match="Java 17"):
        jars.needs_java()


def test_the_node_is_formatted_before_it_runs(tmp_path: Path) -> None:
    formatted, broker = node(19092, tmp_path)
    assert formatted.once
    assert broker.after == (formatted.name,)
