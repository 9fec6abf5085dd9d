"""What is counted: exactly the ballots head 1 summarised, whatever has happened to the store since."""

import asyncio
from dataclasses import dataclass

from services.voting.application.ports import Shelf, Urn
from services.voting.domain.ballot import read_ballot
from services.voting.domain.board import Closed
from services.voting.domain.canonical import canonical, parse
from services.voting.domain.election import Election
from services.voting.domain.manifest import Manifest

# A worker that was stopped between its lease and its insert, and woken after head 1, could store a ballot too late.
STORE_DIFFERED = {
    "ar": "لم تعد القاعدة تحتوي على الأوراق المنشورة عند الإغلاق نفسها؛ عُدّت الأوراق المنشورة وحدها.",
    "fr": "La base ne contenait plus les mêmes bulletins que le tableau publié à la clôture ; seul le tableau a été compté.",
    "en": "The store no longer held the ballots published at closing; only those published were counted.",
}


class BoardLost(Exception):
    """Neither the store nor the published board gives the head that was read out: nothing can be counted."""


@dataclass(frozen=True, slots=True)
class ClosedBox:
    """The board of the moment of closing, and whether the store still held the same."""

    closed: Closed
    same: bool


async def closed_box(urn: Urn, shelf: Shelf, election: Election, manifest: Manifest) -> ClosedBox:
    """Raises BoardLost."""
    value = election.heads[0].value
    closed = Closed.of(manifest, await urn.ballots(election.id))
    if (await asyncio.to_thread(closed.head)).value == value:
        return ClosedBox(closed, same=True)
    assert election.board is not None
    published = parse(await shelf.read(election.municipality, election.board))
    closed = Closed.of(manifest, [read_ballot(canonical(one)) for one in published["ballots"]])
    if closed.head().value != value:
        raise BoardLost(election.id)
    return ClosedBox(closed, same=False)
