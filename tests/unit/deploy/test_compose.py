"""An operator's machine gets pinned images, no default secrets, and settings the services understand."""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.unit.deploy.compose import ROOT, VariableMissing, environment_file, services, text, variables

SERVICES = ("proposals", "scheduling", "voting", "notifications")
PROCESSES = ("api", "events", "tasks", "beat")
DOCKERFILES = [*(ROOT / "services" / name / "Dockerfile" for name in SERVICES), ROOT / "web/Dockerfile"]
# Their images hold one program and nothing that could ask it.
UNASKED = {"collector", "tempo"}
DEMO = environment_file("demo.env")


@pytest.fixture
def demo() -> dict[str, dict[str, Any]]:
    return services(DEMO)


def test_every_image_is_pinned_to_a_version() -> None:
    images = {name: default for name, default in variables().items() if name.endswith("_IMAGE")}
    assert len(images) >= 10
    assert [name for name, image in images.items() if not re.search(r":v?\d+\.\d+\.\d+", image or "")] == []


def test_no_secret_has_a_default_outside_the_demo() -> None:
    secret = re.compile(r"PASSWORD$|SECRET$|KEY$|PASSPHRASE$")
    defaults = {name for name, default in variables().items() if secret.search(name) and default is not None}
    assert defaults == {"KEYCLOAK_ADMIN_PASSWORD"}
    assert services(DEMO)["keycloak"]["profiles"] == ["demo"]


@pytest.mark.parametrize("name", sorted(name for name, default in variables().items() if default is None))
def test_what_must_be_given_is_refused_when_missing_and_listed_for_operators(name: str) -> None:
    with pytest.raises(VariableMissing):
        services({key: value for key, value in DEMO.items() if key != name})
    assert environment_file("example.env")[name] == ""


def test_every_service_runs_its_four_processes_after_its_setup(demo: dict[str, dict[str, Any]]) -> None:
    for name in SERVICES:
        for process in PROCESSES:
            container = demo[f"{name}-{process}"]
            assert container["command"] == [process]
            assert container["depends_on"][f"{name}-setup"] == {"condition": "service_completed_successfully"}


def test_what_a_container_waits_for_exists_and_can_be_asked(demo: dict[str, dict[str, Any]]) -> None:
    for name, container in demo.items():
        for other, wanted in container.get("depends_on", {}).items():
            assert wanted["condition"] != "service_healthy" or "healthcheck" in demo[other], (name, other)


def test_everything_that_stays_up_has_a_health_check(demo: dict[str, dict[str, Any]]) -> None:
    jobs = {name for name in demo if name.endswith(("-setup", "-keys"))}
    assert {name for name, container in demo.items() if "healthcheck" not in container} - jobs == UNASKED


def test_our_containers_can_write_nothing_and_gain_no_rights(demo: dict[str, dict[str, Any]]) -> None:
    ours = [container for container in demo.values() if "build" in container]
    assert len(ours) == 21
    for container in ours:
        assert container["read_only"] is True
        assert container["cap_drop"] == ["ALL"]
        assert container["security_opt"] == ["no-new-privileges:true"]


def test_mounted_files_exist(demo: dict[str, dict[str, Any]]) -> None:
    mounts = [mount.split(":")[0] for container in demo.values() for mount in container.get("volumes", ())]
    files = [mount for mount in mounts if mount.startswith("./") and mount != "./deploy/compose/grafana-password"]
    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_understands_what_it_is_told(
    name: str, demo: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = import_module(f"services.{name}.settings").Settings
    for key, value in demo[f"{name}-api"]["environment"].items():
        assert key.lower() in kind.model_fields
        monkeypatch.setenv(key, value)
    settings = kind()
    assert settings.database == f"pb_{name}"
    assert settings.profile == "production"
    assert f"authSource={settings.database}" in settings.mongo_url
    assert len({grant.subject for grant in settings.first_grants if grant.role == "service"}) == 5


def test_each_service_has_a_database_user_and_a_redis_number_of_its_own(demo: dict[str, dict[str, Any]]) -> None:
    told = [demo[f"{name}-api"]["environment"] for name in SERVICES]
    assert len({env["MONGO_URL"].split("@")[0] for env in told}) == 4
    assert len({env["REDIS_URL"] for env in told}) == 4
    setup = (ROOT / "deploy/mongo/setup.js").read_text("utf-8")
    assert all(f'"{name}"' in setup for name in SERVICES)


def test_the_demos_people_and_services_are_those_the_grants_name() -> None:
    realm = json.loads((ROOT / "deploy/keycloak/realm.json").read_text("utf-8"))
    people = {user["id"] for user in realm["users"]}
    assert {grant["subject"] for grant in json.loads(DEMO["FIRST_GRANTS"])} <= people
    secrets = {client["clientId"]: client["secret"] for client in realm["clients"]}
    assert all(DEMO[f"{name.upper()}_CLIENT_SECRET"] == secrets[name] for name in (*SERVICES, "web"))


def test_the_file_is_read_by_old_engines_too() -> None:
    assert not re.search(r"^name:", text(), re.MULTILINE)


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_an_image_is_built_by_any_engine_from_a_chosen_base_for_a_user_without_rights(path: Path) -> None:
    lines = path.read_text("utf-8")
    assert "--mount" not in lines
    assert "<<" not in lines
    assert re.search(r"^USER [1-9]\d*$", lines, re.MULTILINE)
    assert lines.rindex("USER ") > lines.rindex("RUN ")
    assert all("${" in base for base in re.findall(r"^FROM (\S+)", lines, re.MULTILINE))
    assert "--require-hashes" in lines


def test_an_image_installs_what_was_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\]-]+==\S+", (ROOT / "deploy" / name).read_text("utf-8"), re.MULTILINE))

    tested, installed = pins("requirements.lock"), pins("requirements-runtime.lock")
    assert installed < tested
    assert not any(pin.lower().startswith(("secantusdb", "pytest", "playwright")) for pin in installed)
