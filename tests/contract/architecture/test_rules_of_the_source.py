"""What the source itself must keep to."""

import ast
import subprocess
from pathlib import Path

from tests.contract.architecture.source import ROOT, modules, uses

CLOCKS = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "time.time",
    "time.time_ns",
)
DOMAIN_IO = (
    *CLOCKS,
    "random.random",
    "random.Random",
    "random.choice",
    "secrets.token_hex",
    "secrets.token_bytes",
    "os.urandom",
    "uuid.uuid4",
    "open",
)
MACHINE_FOLDERS = ("deploy", "bench")
READS_THE_MACHINE_CLOCK = {Path("shared/clock.py"), Path("shared/ids.py")}
LONGEST_FILE = 300
ONE_FILE_ON_PURPOSE = {"services/voting/verifier/verify.py"}  # anybody can read and run it alone


def test_every_module_opens_with_the_sentence_that_says_why_it_exists() -> None:
    silent = [str(path) for path, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_only_settings_read_the_environment() -> None:
    readers = [
        f"{path}:{line}"
        for path, tree in modules().items()
        if path.name != "settings.py"
        for line in uses(tree, "os.environ", "os.getenv", "environ", "getenv")
    ]
    assert readers == []


def test_the_domain_asks_no_clock_and_draws_no_lots() -> None:
    domain = {path: tree for path, tree in modules().items() if "domain" in path.parts}
    assert domain
    assert [f"{path}:{line}" for path, tree in domain.items() for line in uses(tree, *DOMAIN_IO)] == []


def test_only_the_clock_looks_at_the_machines_time() -> None:
    lookers = [
        f"{path}:{line}"
        for path, tree in modules().items()
        if path.parts[0] not in MACHINE_FOLDERS and path not in READS_THE_MACHINE_CLOCK
        for line in uses(tree, *CLOCKS)
    ]
    assert lookers == []


def test_no_file_is_longer_than_one_sitting() -> None:
    lengths = {str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()}
    longer = {path for path, length in lengths.items() if length > LONGEST_FILE}
    assert {path for path in longer - ONE_FILE_ON_PURPOSE if not path.startswith("shared/contracts/")} == set()


def test_what_is_mechanical_in_a_service_stays_in_the_kernel() -> None:
    for service in ("proposals", "scheduling", "voting", "notifications"):
        files = [ROOT / "services" / service / name for name in ("__main__.py", "settings.py", "wiring.py")]
        assert sum(len(file.read_text("utf-8").splitlines()) for file in files) <= 120, service


def test_no_committed_file_names_a_place_of_one_machine_only() -> None:
    places = ("/work/" + "shared", "/tmp/" + "brief", "/root" + "/")
    command = ["git", "grep", "-lF", *(part for place in places for part in ("-e", place))]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert found == []
