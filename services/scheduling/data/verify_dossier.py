"""Checks that every file of this dossier is the one that was filed: `python3 verify.py`, nothing else is needed."""

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def main() -> int:
    """0 when every file is there and unchanged, else 1 with the names of the others."""
    listed = [line.split("  ", 1) for line in (HERE / "SHA256SUMS").read_text("utf-8").splitlines()]
    wrong = [name for said, name in listed if not (HERE / name).is_file() or digest(HERE / name) != said]
    for name in wrong:
        sys.stdout.write(f"CHANGED OR MISSING  {name}\n")
    sys.stdout.write(f"{len(listed) - len(wrong)} of {len(listed)} files are as they were filed\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
