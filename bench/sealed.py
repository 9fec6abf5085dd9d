"""What sealing costs: the phone that seals a choice, and the box that checks it, for twelve options."""

import asyncio
import json
import secrets
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.figures import Line, line_of, print_table
from services.voting.domain.sealed import Opening, Place, Question, SealedVote, check_opening, check_sealed, seal
from web import build

CLAIM = "Milliseconds a sealed ballot of 12 options, two chosen, costs (experimental)"
RUNS = 3
BALLOTS = 40
WEB = Path(build.__file__).parent
VECTORS = WEB.parent / "tests" / "contract" / "voting" / "sealed_vectors.json"
QUESTION = Question(tuple(f"c{n}" for n in range(12)), 2)


def phone() -> list[float]:
    """The page's own code in Node; a slow phone takes about six times as long. The first one also makes its tables."""
    build.main()
    node, _ = build.tools()
    done = subprocess.run([node, "check/sealed.mjs", str(VECTORS)], cwd=WEB, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return [float(one) for one in found["milliseconds"]]


def box() -> float:
    """Both checks of one ballot after its signature."""
    made = [_sealed(n) for n in range(BALLOTS)]
    begun = time.perf_counter()
    for place, sealed, opening in made:
        check_sealed(place, QUESTION, sealed)
        check_opening(sealed, opening)
    return 1000 * (time.perf_counter() - begun) / BALLOTS


def _sealed(n: int) -> tuple[Place, SealedVote, Opening]:
    place = Place("e", "medina", f"{n:064x}")
    return place, *seal(place, QUESTION, ["c1", "c5"], secrets.token_bytes(32))


async def measure(runs: int = RUNS) -> list[Line]:
    phones = [await asyncio.to_thread(phone) for _ in range(runs)]
    boxes = [await asyncio.to_thread(box) for _ in range(runs)]
    return [
        line_of("a phone seals (Node; x 6 on a slow phone)", "ms", [max(one) for one in phones], 1),
        line_of("the box checks proofs and opening", "ms", boxes, 1),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
