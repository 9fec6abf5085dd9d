"""After closing: head 1, tablets and paper, the dice, the count and its declaration."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.voting.application.closed_box import STORE_DIFFERED, closed_box
from services.voting.application.ports import (
    Elections,
    FenceNotEnded,
    Gates,
    Keys,
    LateBallots,
    Pools,
    Shelf,
    Urn,
)
from services.voting.application.sealing import Safe, kept_openings, opened, seal_paper
from services.voting.domain.annulment import Incident
from services.voting.domain.ballot import Choice, SignedBallot
from services.voting.domain.board import Additions, Closed, Declared, Head, readable
from services.voting.domain.credentials import public_bytes
from services.voting.domain.election import Election, KeptFile, PublishedHead, State
from services.voting.domain.late import Box, PaperBallot, Statement

BOARD_TYPE = "application/json"


class StatementMissing(Exception):
    """Late ballots count only if the tablet's statement was registered at closing."""


@dataclass(frozen=True, slots=True)
class CountingRoom:
    """What the count reads and keeps outside a transaction; all of it is settled once the gate is shut."""

    urn: Urn
    shelf: Shelf
    keys: Keys


@dataclass(frozen=True, slots=True)
class FirstHead:
    """Head 1 with the board it summarises, and its ballots by contest."""

    head: PublishedHead
    board: KeptFile
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A counted election that is not declared yet."""

    declared: Declared
    head: PublishedHead
    board: KeptFile
    results: list[dict[str, Any]]
    incident: dict[str, str] | None = None


async def first_head(room: CountingRoom, pools: Pools, election: Election, now: datetime) -> FirstHead:
    """Fix what the box received. Raises FenceNotEnded while a worker may still be writing."""
    if not await room.urn.fence_ended(election.id, now):
        raise FenceNotEnded
    closed = Closed.of(election.manifest_with(await pools.censuses(election)), await room.urn.ballots(election.id))
    head, board = await asyncio.to_thread(_closed_board, closed, room.keys, election)
    kept = await room.shelf.put(election.municipality, f"board-{election.id}-1.json", board, BOARD_TYPE)
    return FirstHead(_published(head, room.keys, election), kept, head.counts)


async def publish_first_head(
    elections: Elections, gates: Gates, municipality: str, election_id: str, first: FirstHead
) -> None:
    """Publishing again changes nothing."""
    election = await elections.get(municipality, election_id)
    if election.state is State.CLOSING:
        election.publish_first_head(first.head, first.board)
        await gates.shut(election)
        await elections.save(election)


async def register_statement(
    elections: Elections, municipality: str, election_id: str, statement: Statement
) -> Election:
    """Raises StatementForged, SecondStatement, DiceAlreadyRolled, NotYetClosed."""
    election = await elections.get(municipality, election_id)
    election.state_batch(statement)
    await elections.save(election)
    return election


async def take_late_batch(
    elections: Elections,
    late: LateBallots,
    *,
    municipality: str,
    election_id: str,
    tablet: str,
    ballots: tuple[SignedBallot, ...],
    safe: Safe,
) -> Election:
    """The ballots a tablet stated, exactly. Raises StatementMissing, BatchNotAsStated, SecondBatch, BadOpening."""
    election = await elections.get(municipality, election_id)
    election.require_counting()
    statement = next((one for one in election.statements if one.tablet == tablet), None)
    if statement is None:
        raise StatementMissing(tablet)
    statement.check_batch(ballots)
    await late.keep_batch(election, tablet, ballots, kept_openings(safe, ballots))
    if tablet not in election.batches:
        election.batches.append(tablet)
        await elections.save(election)
    return election


async def enter_paper(
    elections: Elections,
    pools: Pools,
    late: LateBallots,
    *,
    municipality: str,
    election_id: str,
    paper: PaperBallot,
    officer: str,
    safe: Safe,
    fresh: bytes,
) -> bool:
    """Whether both officers have entered it. Raises UnknownSlip, VoidSlip, what is wrong with the choices, PaperEntriesDiffer.

    `fresh` are 32 random bytes: a sealed paper is made by the box, for paper has no phone.
    """
    election = await elections.get(municipality, election_id)
    election.require_counting()
    Box(election.id, election.contests, await pools.censuses(election)).check_choice(
        paper.contest, paper.cred, paper.choices
    )
    kept: dict[str, bytes] = {}
    if election.sealed:
        paper, kept = await _sealed_paper(late, election, paper, safe, fresh)
    both = await late.enter_paper(election, paper, officer, kept)
    await elections.save(election)
    return both


async def take_back_paper(
    elections: Elections, late: LateBallots, *, municipality: str, election_id: str, contest: str, cred: str
) -> None:
    """A wrong slip was scanned: its one entry would keep the count waiting for ever. Raises PaperEntryUnknown, NotYetClosed, AlreadyDeclared."""
    election = await elections.get(municipality, election_id)
    election.require_counting()
    await late.take_back(election, contest, cred)
    await elections.save(election)


async def _sealed_paper(
    late: LateBallots, election: Election, paper: PaperBallot, safe: Safe, fresh: bytes
) -> tuple[PaperBallot, dict[str, bytes]]:
    """The second entry is made with the seed of the first, so that equal choices give equal bytes."""
    name = f"paper/{election.id}/{paper.contest}/{paper.cred}"
    seed = await late.paper_seed(election, paper) or safe.seal(fresh, name)
    sealed, opening = seal_paper(safe, election, paper, safe.unseal(seed, name))
    return sealed, {"seed": seed, "opening": opening}


async def roll_dice(elections: Elections, municipality: str, election_id: str, dice: Mapping[str, str]) -> Election:
    """Raises DiceUnreadable, ContestUnknown, DiceAlreadyRolled, NotYetClosed."""
    election = await elections.get(municipality, election_id)
    election.roll(dice)
    await elections.save(election)
    return election


async def waiting_for(room: CountingRoom, election: Election) -> list[str]:
    """What is still missing before the count can begin."""
    _, half_entered = await room.urn.paper(election.municipality, election.id)
    return election.waiting_for() + (["paper"] if half_entered else [])


async def count_election(room: CountingRoom, pools: Pools, election: Election) -> Outcome:
    """Count, and put the whole board on the shelf; the same ballots and dice give the same bytes. Raises BoardLost."""
    box = await closed_box(room.urn, room.shelf, election, election.manifest_with(await pools.censuses(election)))
    closed = box.closed
    paper, _ = await room.urn.paper(election.municipality, election.id)
    batches = await room.urn.late(election.municipality, election.id)
    additions = Additions(election.dice, tuple(election.statements), batches, tuple(paper))
    kept = opened(room.keys, await room.urn.openings(election.municipality, election.id)) if election.sealed else {}
    declared = await asyncio.to_thread(Declared.count, closed, additions, kept)
    key = room.keys.key("head", election.municipality, election.key_epoch)
    board = await asyncio.to_thread(declared.content, key)
    file = await room.shelf.put(election.municipality, f"board-{election.id}.json", board, BOARD_TYPE)
    head = _published(declared.head(), room.keys, election)
    return Outcome(declared, head, file, declared.outcome()["results"], None if box.same else STORE_DIFFERED)


async def counted_ballots(
    room: CountingRoom, pools: Pools, election: Election
) -> Mapping[str, tuple[tuple[Choice, ...], ...]]:
    """The choices that counted, by contest, in the order of their slips' hashes."""
    censuses = await pools.censuses(election)
    box = await closed_box(room.urn, room.shelf, election, election.manifest_with(censuses))
    paper, _ = await room.urn.paper(election.municipality, election.id)
    batches = await room.urn.late(election.municipality, election.id)
    merged = Box(election.id, election.contests, censuses, sealed=election.sealed).merge(
        box.closed.ballots, batches, paper
    )
    return {contest: readable(marks) for contest, marks in merged.counted.items()}


async def declare(
    elections: Elections,
    gates: Gates,
    *,
    municipality: str,
    election_id: str,
    version: int,
    outcome: Outcome,
    record: KeptFile,
    at: datetime,
) -> Election | None:
    """Declare what was counted from this very version; None when it was declared before. Raises StaleVersion upwards."""
    election = await elections.get(municipality, election_id)
    if election.state is State.DECLARED or election.version != version:
        return None
    if outcome.incident is not None:
        election.incidents.append(Incident(at, outcome.incident))
    election.declare(outcome.results, outcome.head, outcome.board, record, at)
    await gates.count_done(election)
    await elections.save(election)
    return election


def _closed_board(closed: Closed, keys: Keys, election: Election) -> tuple[Head, bytes]:
    head = closed.head()
    signed = head.signed(keys.key("head", election.municipality, election.key_epoch))
    return head, closed.content({"heads": [signed]})


def _published(head: Head, keys: Keys, election: Election) -> PublishedHead:
    key = keys.key("head", election.municipality, election.key_epoch)
    signature = str(head.signed(key)["sig"])
    return PublishedHead(head.n, head.root, head.size, head.value, signature, public_bytes(key).hex())
