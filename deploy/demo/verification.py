"""Runs the stand-alone verifier as anybody would: a separate program on the published board."""

import asyncio
import hashlib
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.demo.platform import StoryBroken
from deploy.local.settings import ROOT
from services.voting.domain.canonical import canonical
from services.voting.domain.credentials import credential, public_bytes

Json = dict[str, Any]

VERIFIER = ROOT / "services" / "voting" / "verifier" / "verify.py"


class VerifierDisagrees(StoryBroken):
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


def altered(board: Json) -> Json:
    """What a dishonest operator might publish: one ballot says something else, signed again with a key of the operator's own."""
    forged = deepcopy(board)
    victim = next(posted for posted in forged["ballots"] if posted["ballot"]["choices"])
    contest = next(c for c in forged["manifest"]["contests"] if c["contest"] == victim["ballot"]["contest"])
    others = [one["id"] for one in contest["candidates"] if one["id"] not in victim["ballot"]["choices"]]
    key = Ed25519PrivateKey.generate()
    body = {**victim["ballot"], "choices": others[:1], "cred": credential(public_bytes(key))}
    victim |= {"ballot": body, "key": public_bytes(key).hex(), "sig": key.sign(canonical(body)).hex()}
    forged["ballots"].sort(key=lambda posted: hashlib.sha256(canonical(posted)).hexdigest())
    return forged
