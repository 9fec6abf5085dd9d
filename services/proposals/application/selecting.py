"""Commands that freeze a shortlist, take in its vote and apply the declared rule."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.proposals.application.ports import BoardReading, ShortlistUnknown, Stores
from services.proposals.domain.board import BoardDisagrees, BoardUnreadable, read_ballots, require_agreement
from services.proposals.domain.claims import require_free
from services.proposals.domain.envelopes import Envelopes
from services.proposals.domain.money import told_in
from services.proposals.domain.programme import StepOutOfOrder
from services.proposals.domain.proposal import Status
from services.proposals.domain.selection import Ballot, ProjectUnknown, Rule
from services.proposals.domain.shortlist import EnvelopeOf, Shortlist, Vote, VoteMethod, beside, entry_of, mark
from shared.clock import zone_date
from shared.contracts.voting import ElectionAnnulled, PrioritisationDeclared
from shared.ids import new_id

READ_BOARD = "proposals.read_board"


@dataclass(frozen=True, slots=True)
class FreezeShortlist:
    municipality: str
    edition: str
    proposals: Sequence[str]
    rule: Rule
    vote_method: VoteMethod
    max_choices: int
    amount: int
    kind: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class SelectProjects:
    """`reasons` by project, for a council that decides itself."""

    municipality: str
    edition: str
    shortlist_id: str | None = None
    reasons: Mapping[str, str] | None = None


async def freeze_shortlist(command: FreezeShortlist, actor: str, stores: Stores) -> dict[str, Any]:
    """Costs are those of the published sheets; the money asked for must be in the edition's envelopes."""
    edition = await stores.editions.get(command.municipality, command.edition)
    place = await stores.municipalities.get(command.municipality, command.municipality)
    proposals = await stores.proposals.some(command.municipality, command.proposals)
    envelopes = edition.require_envelopes()
    shortlist = Shortlist(
        municipality=command.municipality,
        id=new_id(),
        edition=command.edition,
        entries=tuple(entry_of(each, command.edition) for each in proposals),
        envelope=EnvelopeOf(command.amount, envelopes.currency, command.kind, command.zone),
        rule=_named(command),
        vote_method=command.vote_method,
        max_choices=command.max_choices,
        frozen_at=stores.civil,
    )
    shortlist.freeze()
    others = await _undrafted(command.municipality, command.edition, stores)
    _require_money(shortlist, beside(shortlist, others), envelopes)
    for proposal in proposals:
        proposal.become(Status.SHORTLISTED, zone_date(stores.civil, place.timezone))
        await stores.proposals.save(proposal)
    await stores.shortlists.save(shortlist)
    await stores.editions.save(
        edition
    )  # two votes at once would each find the money free: the edition lets one through
    stores.audit(command.municipality, actor, "freeze-shortlist", shortlist.id)
    return {"shortlist_id": shortlist.id}


async def take_in_vote(event: PrioritisationDeclared, stores: Stores) -> None:
    """The sums are in the event; the ballots are fetched from the board by a task."""
    shortlist = await stores.shortlists.get(event.municipality, event.shortlist_id)
    support = {each.project_id: each.votes for each in event.support}
    shortlist.declare(Vote(event.election_id, event.ballots, support, event.board_href, event.board_sha256))
    await stores.shortlists.save(shortlist)
    reading = BoardReading(
        event.municipality, event.election_id, event.shortlist_id, event.board_href, event.board_sha256
    )
    await stores.notes.await_board(reading)
    stores.then_enqueue(READ_BOARD, event.municipality, event.election_id)


async def annul_vote(event: ElectionAnnulled, stores: Stores) -> None:
    """Every shortlist that waited on this vote waits for the one that repeats it."""
    for shortlist in await stores.shortlists.where(event.municipality, edition=event.edition):
        shortlist.annul(event.election_id)
        await stores.shortlists.save(shortlist)


async def keep_board(reading: BoardReading, board: Mapping[str, Any], stores: Stores) -> None:
    """Store the ballots of a board whose bytes were checked; a board that contradicts its result is refused for good."""
    shortlist = await stores.shortlists.get(reading.municipality, reading.shortlist_id)
    try:
        ballots = _agreed(shortlist, board)
    except (BoardUnreadable, BoardDisagrees, ProjectUnknown) as refused:
        await stores.notes.end_reading(reading, type(refused).__name__)
        stores.audit(reading.municipality, "proposals", "refuse-board", reading.election_id)
        return
    await stores.notes.keep_ballots(reading.municipality, shortlist.id, ballots)
    shortlist.ballots_read()
    await stores.shortlists.save(shortlist)
    await stores.notes.end_reading(reading, "read")


async def select_projects(command: SelectProjects, actor: str, stores: Stores) -> dict[str, Any]:
    """Raises `EnvelopeOverspent` when what other votes have spent by now leaves less than was voted on."""
    place = await stores.municipalities.get(command.municipality, command.municipality)
    edition = await stores.editions.get(command.municipality, command.edition)
    shortlist = await the_shortlist(command.municipality, command.edition, command.shortlist_id, stores)
    others = await _undrafted(command.municipality, command.edition, stores)
    decided = [each for each in others if each.outcome is not None and each.id != shortlist.id]
    _require_money(shortlist, decided, edition.require_envelopes())
    ballots = await stores.notes.ballots(command.municipality, shortlist.id)
    read = shortlist.vote is not None and shortlist.vote.read
    # Seconds of computing for a large town: other requests go on meanwhile.
    with told_in(shortlist.envelope.currency):
        outcome = await asyncio.to_thread(
            shortlist.choose, ballots if read else None, command.reasons or {}, stores.civil
        )
    proposals = await stores.proposals.some(command.municipality, [entry.id for entry in shortlist.entries])
    mark(proposals, outcome, zone_date(stores.civil, place.timezone))
    for proposal in proposals:
        await stores.proposals.save(proposal)
    await stores.shortlists.save(shortlist)
    await stores.editions.save(edition)  # as when it was frozen; and no programme is drafted beside it
    stores.audit(command.municipality, actor, "select-projects", shortlist.id)
    return {"shortlist_id": shortlist.id, "selected": list(outcome.selected), "spent": outcome.spent}


async def the_shortlist(municipality: str, edition: str, shortlist_id: str | None, stores: Stores) -> Shortlist:
    """The one named, else the edition's latest."""
    found = await stores.shortlists.where(municipality, edition=edition)
    named = [each for each in found if shortlist_id in (None, each.id)]
    if not named:
        raise ShortlistUnknown(shortlist_id or edition)
    return named[-1]


def _named(command: FreezeShortlist) -> Rule:
    known = set(command.proposals)
    if unknown := [each for group in command.rule.incompatible for each in group if each not in known]:
        raise ProjectUnknown(unknown[0])
    return command.rule


async def _undrafted(municipality: str, edition: str, stores: Stores) -> list[Shortlist]:
    """The edition's shortlists. Once its programme is out nothing more comes into it: `StepOutOfOrder`."""
    if programme := await stores.programmes.known(municipality, edition):
        raise StepOutOfOrder("select", programme.state)
    return await stores.shortlists.where(municipality, edition=edition)


def _require_money(shortlist: Shortlist, others: Sequence[Shortlist], envelopes: Envelopes) -> None:
    with told_in(envelopes.currency):
        require_free(envelopes, shortlist.claim, [each.claim for each in others])


def _agreed(shortlist: Shortlist, board: Mapping[str, Any]) -> list[Ballot]:
    ballots = read_ballots(board)
    require_agreement(ballots, shortlist.candidates, shortlist.vote.support if shortlist.vote else {})
    return ballots
