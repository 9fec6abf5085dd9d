"""Anybody recounts a board with the stand-alone verifier in the time it takes to read its result."""

import asyncio
import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.figures import Line, line_of, print_table
from services.voting import voter
from services.voting.domain.ballot import SignedBallot, read_ballot
from services.voting.domain.board import Additions, Closed, Declared
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Candidate, Contest, Method
from services.voting.domain.credentials import credential, public_bytes
from services.voting.domain.manifest import Census, Disclosure, Manifest

CLAIM = "Seconds to recount a board: signatures, tree, heads, transfers, result; a program started from nothing"
RUNS = 3
SIZES = (500, 100_000)
CANDIDATES = 12
VERIFIER = Path(__file__).parents[1] / "services" / "voting" / "verifier" / "verify.py"
HEAD = Ed25519PrivateKey.generate()


def board(size: int) -> Declared:
    """One contest of transferable votes, the longest to count; rankings differ."""
    keys = [Ed25519PrivateKey.generate() for _ in range(size)]
    names = [f"c{n}" for n in range(CANDIDATES)]
    contest = Contest(
        "medina", {"ar": "المدينة"}, 4, 2, Method.STV, CANDIDATES, tuple(Candidate(n, {"ar": n}) for n in names)
    )
    pool = frozenset(credential(public_bytes(key)) for key in keys)
    public = public_bytes(HEAD).hex()
    manifest = Manifest(
        "e", "tn-nefta", "2025", "delegates", (contest,), (Census("medina", pool),), None, public, public
    )
    ballots = [_ballot(n, key, names) for n, key in enumerate(keys)]
    return Declared.count(Closed.of(manifest, ballots), Additions({"medina": "351624"}))


def _ballot(n: int, key: Ed25519PrivateKey, names: Sequence[str]) -> SignedBallot:
    step = 1 + n % 5
    ranking = [names[(n + step * i) % CANDIDATES] for i in range(1 + n % CANDIDATES)]
    return read_ballot(voter.cast_body(key, "e", "medina", tuple(dict.fromkeys(ranking)), n.to_bytes(16, "big")))


def sealed_board(size: int) -> Declared:
    """One contest of sealed ballots, two of twelve to choose: every proof and every sum has to be checked."""
    keys = [Ed25519PrivateKey.generate() for _ in range(size)]
    names = [f"c{n}" for n in range(CANDIDATES)]
    standing = tuple(Candidate(n, {"ar": n}) for n in names)
    contest = Contest("medina", {"ar": "المدينة"}, 2, 2, Method.BLOCK, 2, standing)
    pool, public = frozenset(credential(public_bytes(key)) for key in keys), public_bytes(HEAD).hex()
    census = Census("medina", pool)
    manifest = Manifest("e", "tn-nefta", "2025", "delegates", (contest,), (census,), None, public, public)
    ballots = [_sealed_ballot(n, key, contest) for n, key in enumerate(keys)]
    openings = {one.ballot.sealed.digest: one.opening for one in ballots if one.ballot.sealed and one.opening}
    closed = Closed.of(replace(manifest, disclosure=Disclosure.SEALED), ballots)
    return Declared.count(closed, Additions({"medina": "351624"}), openings)


def _sealed_ballot(n: int, key: Ed25519PrivateKey, contest: Contest) -> SignedBallot:
    chosen = contest.question.options[n % CANDIDATES : n % CANDIDATES + n % 3]
    chance = (secrets.token_bytes(16), secrets.token_bytes(32))
    return read_ballot(voter.sealed_body(key, "e", contest.id, contest.question, chosen, chance))


def recount(size: int, made: Callable[[int], Declared] = board) -> tuple[float, float]:
    """Seconds of the verifier's own work, and of the whole program."""
    declared = made(size)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "board.json"
        file.write_bytes(canonical(declared.document(HEAD)))
        anchors = ("--manifest", declared.closed.manifest.digest, "--head", declared.head().value)
        empty = _timed(sys.executable, str(VERIFIER), "--help")
        whole = _timed(sys.executable, str(VERIFIER), str(file), *anchors)
        json.loads(file.read_bytes())
    return whole - empty, whole


def _timed(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


async def measure(runs: int = RUNS) -> list[Line]:
    lines = []
    for size in SIZES:
        found = [await asyncio.to_thread(recount, size) for _ in range(runs)]
        limit = "under 0.5" if size == SIZES[0] else "under 60"
        lines.append(line_of(f"{size:,} ballots ({limit})", "s", [own for own, _ in found], 2))
        lines.append(line_of("  with the start of Python", "s", [whole for _, whole in found], 2))
    sealed = [await asyncio.to_thread(recount, SIZES[0], sealed_board) for _ in range(runs)]
    name = f"{SIZES[0]:,} sealed ballots x {CANDIDATES} options (experimental)"
    return [*lines, line_of(name, "s", [own for own, _ in sealed], 2)]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
