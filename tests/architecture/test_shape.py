"""The shape of the source: short files that say why they exist, thin wiring, nothing bound to one machine."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("shared", "services", "web", "deploy", "bench")
PRODUCT = sorted(
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts
)
LONGEST_FILE = 300
ONE_FILE_ON_PURPOSE = {"services/voting/verifier/verify.py"}  # anybody can read and run it alone
WIRING = ("__main__.py", "settings.py", "wiring.py")
MOST_WIRING = 100  # lines; what is mechanical lives in the kernel


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_every_module_opens_with_the_sentence_that_says_why_it_exists() -> None:
    trees = {name(path): ast.parse(path.read_text("utf-8")) for path in PRODUCT}
    assert [path for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_no_file_is_longer_than_one_sitting() -> None:
    longer = {name(path) for path in PRODUCT if lines(path) > LONGEST_FILE} - ONE_FILE_ON_PURPOSE
    assert {path for path in longer if not path.startswith("shared/contracts/")} == set()


def test_what_is_mechanical_in_a_service_stays_in_the_kernel() -> None:
    sizes = {
        service.name: sum(lines(service / part) for part in WIRING)
        for service in (ROOT / "services").iterdir()
        if (service / "wiring.py").exists()
    }
    assert {service: size for service, size in sizes.items() if size > MOST_WIRING} == {}


def test_no_committed_file_names_a_place_of_one_machine_only() -> None:
    places = ("/home" + "/", "/Users" + "/", "/root" + "/")
    wanted = [part for place in places for part in ("-e", place)]
    found = subprocess.run(["git", "grep", "-lF", *wanted], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout.split() == []
