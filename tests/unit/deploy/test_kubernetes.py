"""The manifests for more than one machine are valid, and say what each process may and needs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes_validate import validate  # type: ignore[import-untyped]  # it has no stubs

from tests.unit.deploy.compose import ROOT, environment_file

FOLDER = ROOT / "deploy/kubernetes"
SERVICES = ("proposals", "scheduling", "voting", "notifications")
VERSION = "1.31"
PATCHES = {"mounts.yaml"}  # completed by what they are laid over


def files() -> list[Path]:
    return [path for path in sorted(FOLDER.rglob("*.yaml")) if path.name not in PATCHES]


def documents(kind: str | None = None) -> Iterator[dict[str, Any]]:
    for path in files():
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            if kind in (None, document["kind"]):
                yield document


def _known(document: dict[str, Any]) -> bool:
    return "kustomize" not in document["apiVersion"] and "keda" not in document["apiVersion"]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_manifest_is_what_kubernetes_expects(path: Path) -> None:
    for document in yaml.safe_load_all(path.read_text("utf-8")):
        if _known(document):
            validate(document, VERSION, strict=True)


def test_no_process_runs_as_root_or_writes_to_its_image() -> None:
    for document in (*documents("Deployment"), *documents("Job")):
        pod = document["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert "limits" in container["resources"]


def test_whatever_has_replicas_keeps_one_through_a_disruption() -> None:
    kept = {budget["metadata"]["name"] for budget in documents("PodDisruptionBudget")}
    many = {made["metadata"]["name"] for made in documents("Deployment") if made["spec"]["replicas"] > 1}
    assert kept == many == {"api", "events", "tasks", "web"}


def test_there_is_never_a_second_beat() -> None:
    (beat,) = (made for made in documents("Deployment") if made["metadata"]["name"] == "beat")
    assert (beat["spec"]["replicas"], beat["spec"]["strategy"]) == (1, {"type": "Recreate"})


def test_consumers_follow_their_lag_up_to_the_partitions_of_a_topic() -> None:
    partitions = int(_settings("base/common.env")["TOPIC_PARTITIONS"])
    scaled = list(documents("ScaledObject"))
    assert {made["spec"]["scaleTargetRef"]["name"] for made in scaled} == {f"{name}-events" for name in SERVICES}
    assert all(made["spec"]["maxReplicaCount"] <= partitions for made in scaled)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_told_everything_it_must_be_told(name: str) -> None:
    told = _settings("base/common.env") | _settings(f"{name}/settings.env") | _settings(f"{name}/secrets.example.env")
    aside = {"CIVIL_CLOCK", "LOG_LEVEL"}  # their defaults are right here
    needed = set(_compose(name)) - aside
    assert needed <= set(told)


def test_no_secret_is_committed() -> None:
    written = [path for path in FOLDER.rglob("*.env") if path.name == "secrets.example.env"]
    assert all(value == "" for path in written for value in _read(path).values())
    assert (FOLDER / ".gitignore").read_text("utf-8").split() == ["secrets.env"]


def _compose(name: str) -> dict[str, str]:
    from tests.unit.deploy.compose import services

    environment: dict[str, str] = services(environment_file("demo.env"))[f"{name}-api"]["environment"]
    return environment


def _settings(path: str) -> dict[str, str]:
    return _read(FOLDER / path)


def _read(path: Path) -> dict[str, str]:
    pairs = (line.partition("=") for line in path.read_text("utf-8").splitlines() if line)
    return {key: value for key, _, value in pairs}
