"""`python -m bench`: every claim measured, one table each; `--markdown` for the README."""

import asyncio
import os
import platform
import sys

from rich import print as show

from bench import (
    batches,
    cast,
    cast_forum,
    cast_latency,
    cockpit,
    duplicates,
    edition,
    events,
    latency,
    pages,
    planning,
    recount,
    sealed,
    search,
    selection,
)
from bench.figures import as_markdown, print_table

CLAIMS = (
    events,
    batches,
    latency,
    cast,
    cast_latency,
    cast_forum,
    recount,
    sealed,
    planning,
    cockpit,
    selection,
    duplicates,
    search,
    edition,
    pages,
)


def machine() -> str:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    show(machine())
    for claim in CLAIMS:
        lines = asyncio.run(claim.measure())
        if "--markdown" in sys.argv:
            print(f"{claim.CLAIM}\n\n{as_markdown(lines)}\n")
        else:
            print_table(claim.CLAIM, lines)


if __name__ == "__main__":
    main()
