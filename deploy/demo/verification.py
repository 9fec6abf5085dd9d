"""Runs the stand-alone verifier as anybody would: a separate program on the published board."""

import asyncio
import json
import sys
from pathlib import Path

from deploy.local.settings import ROOT

VERIFIER = ROOT / "services" / "voting" / "verifier" / "verify.py"


class VerifierDisagrees(Exception):
    """The verifier did not end as the story says it must."""


async def verify(board: Path, manifest: str, head: str, receipt: Path | None = None) -> tuple[int, str]:
    """Exit code and what it printed."""
    given = ("--receipt", str(receipt)) if receipt else ()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(VERIFIER),
        str(board),
        *("--manifest", manifest, "--head", head, *given),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def expect(code: int, board: Path, manifest: str, head: str, receipt: Path | None = None) -> None:
    answered, said = await verify(board, manifest, head, receipt)
    if answered != code:
        raise VerifierDisagrees(f"{board}: exit {answered} where {code} was expected\n{said[-800:]}")


def keep(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def altered(board: Path) -> Path:
    """The board of a dishonest operator; filled in by `deploy.demo.dishonest`."""
    raise NotImplementedError(json.dumps(str(board)))
