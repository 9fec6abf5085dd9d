"""What runs beside requests and events: reading published boards, forgetting people, saying and making things again."""

import logging

from services.proposals.adapters import network
from services.proposals.adapters.network import due_boards, municipalities
from services.proposals.adapters.renewing import renew_searches
from services.proposals.application.network import NETWORK, announce_reference
from services.proposals.application.ports import BoardReading, ReadingUnknown
from services.proposals.application.selecting import READ_BOARD, keep_board
from services.proposals.domain.board import BoardUnreadable
from services.proposals.service import Proposals
from shared.celery_runner import TaskSpec
from shared.files import DigestMismatch
from shared.files.fetch import DocumentSourceUnknown, DocumentUnavailable
from shared.http.tokens import SignInUnavailable

log = logging.getLogger(__name__)


async def read_board(service: Proposals, municipality: str, election_id: str) -> None:
    """Fetch, check, read. Idempotent: a board that was read or refused is not waited for any more."""
    try:
        reading = await service.run(lambda stores: stores.notes.reading(municipality, election_id))
    except ReadingUnknown:
        return
    try:
        board = await service.boards.fetch(reading)
    except (DocumentUnavailable, SignInUnavailable) as away:
        log.warning("board of %s is not to be had now: %s", election_id, away)
        await service.run(lambda stores: stores.notes.postpone(reading))
    except (DigestMismatch, DocumentSourceUnknown, BoardUnreadable) as refused:
        await _refuse(service, reading, refused)
    else:
        await service.run(lambda stores: keep_board(reading, board, stores))


async def sweep_boards(service: Proposals) -> None:
    """The safety net for tasks that were lost and owners that were away."""
    for reading in await due_boards(service.db, service.clock.system()):
        await read_board(service, reading.municipality, reading.election_id)


async def forget_contacts(service: Proposals) -> None:
    """What people said about themselves goes when its time is over; what they proposed stays."""
    before = service.clock.system() - service.contacts_kept
    if forgotten := await network.forget_contacts(service.db, before):
        log.info("%s contacts were forgotten", forgotten)


async def announce(service: Proposals) -> int:
    """Say again every municipality, its zones, and every living grant."""
    slugs = [NETWORK, *(each.municipality for each in await municipalities(service.db))]
    return sum([await _announce(service, slug) for slug in slugs])


async def renew(service: Proposals) -> None:
    """With `setup`: what searches compare, for rows kept before it was."""
    if renewed := await renew_searches(service.db):
        log.info("%s proposals can be searched again", renewed)


async def _announce(service: Proposals, slug: str) -> int:
    return await service.run(lambda stores: announce_reference(slug, stores))


async def _refuse(service: Proposals, reading: BoardReading, refused: Exception) -> None:
    log.error("board of %s refused: %r", reading.election_id, refused)
    word = type(refused).__name__
    await service.run(lambda stores: stores.notes.end_reading(reading, word))


TASKS = [
    TaskSpec(READ_BOARD, read_board),
    TaskSpec("proposals.sweep_boards", sweep_boards, every=5.0),
    TaskSpec("proposals.forget_contacts", forget_contacts, every=3600.0),
]
