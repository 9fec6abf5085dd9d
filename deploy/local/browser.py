"""Sees to it that the browser tests have a browser."""

import argparse
import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no browser: install chromium (Debian: apt-get install chromium); the browser tests did not run."


def found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """By apt, as root only."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False)


def main() -> None:
    """Prints the browser's path, or nothing and one clear line; with CI a missing browser is a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ci", default="")
    options = parser.parse_args()
    if not found():
        install()
    if path := found():
        print(path)
        return
    print(MISSING, file=sys.stderr)
    sys.exit(1 if options.ci.lower() in ("true", "1") else 0)


if __name__ == "__main__":
    main()
