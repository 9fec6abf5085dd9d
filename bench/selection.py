"""Equal shares with add-1, exact, over 20,000 ballots for 100 projects, takes less than five seconds."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from itertools import product

from bench.figures import Line, line_of, print_table
from services.proposals.domain.rules import select
from services.proposals.domain.selection import (
    Ballot,
    Candidate,
    Completion,
    Rule,
    SelectionMethod,
    Utility,
    count_support,
)

CLAIM = "Seconds to select among 100 projects by 20,000 ballots, by rule"
RUNS = 3
VOTERS, PROJECTS, ENVELOPE = 20_000, 100, 5_000_000_000
UNIT = 1000  # add-1 adds one dinar of a thousand millimes


def made(seed: int = 1) -> tuple[list[Candidate], list[Ballot]]:
    """Some projects are far better known than others; people choose one to ten; hardly two ballots are alike."""
    dice = random.Random(seed)
    candidates = [Candidate(f"p{n}", dice.randint(5_000, 400_000) * UNIT) for n in range(PROJECTS)]
    known = [1 / (place + 3) for place in range(PROJECTS)]
    ids = [each.id for each in candidates]
    return candidates, [dict.fromkeys(dice.choices(ids, known, k=dice.randint(1, 10)), 1) for _ in range(VOTERS)]


def rules() -> Iterator[tuple[str, Rule]]:
    yield "greedy with skipping", Rule(SelectionMethod.GREEDY_SKIP)
    for completion, utility in product((Completion.NONE, Completion.ADD_ONE_GREEDY), Utility):
        rule = Rule(SelectionMethod.EQUAL_SHARES, utility, completion, increment=UNIT)
        yield f"equal shares, {utility} utilities, completion {completion}", rule


def seconds(rule: Rule, candidates: Sequence[Candidate], ballots: Sequence[Ballot]) -> float:
    begun = time.perf_counter()
    select(rule, candidates, ENVELOPE, count_support(candidates, ballots), ballots)
    return time.perf_counter() - begun


async def measure(runs: int = RUNS) -> list[Line]:
    candidates, ballots = made()
    named = dict(rules())
    taken: dict[str, list[float]] = {name: [] for name in named}
    for _ in range(runs):
        for name, rule in named.items():
            taken[name].append(seconds(rule, candidates, ballots))
    return [line_of(name, "s", values, digits=2) for name, values in taken.items()]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
