"""Makes the virtual environment and the browser modules; the standard library only, as nothing else is there yet."""

import argparse
import hashlib
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256(sys.version.encode())
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return total.hexdigest()


def current(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text("utf-8") == wanted


def python_environment() -> None:
    """Installed only when the lock has changed; every file is checked against its hash."""
    lock = ROOT / "deploy" / "requirements.lock"
    stamp, wanted = VENV / "lock-digest", digest([lock])
    if current(stamp, wanted):
        return
    print("making the virtual environment from deploy/requirements.lock ...", flush=True)
    if not (VENV / "bin" / "python").exists():
        venv.create(VENV, with_pip=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], "the packages of deploy/requirements.lock")
    stamp.write_text(wanted, "utf-8")


def browser_modules() -> None:
    """Does nothing when no source has changed."""
    run([str(VENV / "bin" / "python"), "-m", "web.build"], "the browser modules")


def run(command: list[str], what: str) -> None:
    # The environment is inherited, so that a proxy or an index named there reaches pip and npm.
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"could not install {what}: see the lines above; is the package index reachable?")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-web", action="store_true", help="the virtual environment only")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file is what an older Python is told by
        sys.exit("Python 3.11 or later is needed; set PYTHON=/path/to/python3.11.")
    python_environment()
    if not options.without_web:
        browser_modules()


if __name__ == "__main__":
    main()
