"""The voting API under test, as it is or with one part exchanged: `python -m bench.cast_box MODE api`."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.cast_signatures import NOTES, note_signatures
from services.voting.adapters.box import BallotBox
from services.voting.adapters.commit import Commit, SingleCommit
from services.voting.adapters.leases import Lease
from services.voting.adapters.service import Voting
from services.voting.wiring import SERVICE, build
from shared.mongo import Database
from shared.process import main

GROUP, SINGLE, NO_STORE = "group", "single", "no-store"


class NoStore:
    """Everything the route does but the insert: what the store costs is measured against it."""

    async def add(self, row: str, wire: bytes, lease: Lease, opening: bytes | None = None) -> bool:
        return True

    async def stored(self, row: str) -> bytes | None:
        return None


COMMITS: dict[str, Callable[[Database], Commit]] = {SINGLE: SingleCommit, NO_STORE: lambda _: NoStore()}


def run(mode: str, arguments: list[str]) -> None:
    def exchanged(settings: Any, resources: Any) -> Any:
        service = build(settings, resources)
        if mode not in COMMITS:
            return service
        return replace(service, box=BallotBox(service.leases, COMMITS[mode](service.urn.db)))

    main(replace(SERVICE, build=exchanged, background=_background), arguments)


async def _background(service: Voting) -> None:
    """The service's own, and where somebody wants to know what a signature costs here, that."""
    assert SERVICE.background is not None
    work = [SERVICE.background(service), *([note_signatures()] if NOTES in os.environ else [])]
    await asyncio.gather(*work)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
