"""From a closed gate to head 1, and from the last of dice, tablets and paper to the declared result."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from services.voting.adapters.mongo import MongoElections, MongoGates, MongoPools
from services.voting.adapters.record import PDF, record_of_count
from services.voting.adapters.register import MongoMandates
from services.voting.adapters.service import Voting
from services.voting.adapters.views import MongoTurnouts, election_view
from services.voting.application import counting
from services.voting.application.mandates import assign_mandates
from services.voting.application.opening import close_election
from services.voting.application.ports import FenceNotEnded
from services.voting.domain.annulment import Incident
from services.voting.domain.election import Election, Kind, State
from services.voting.domain.mandate import Mandate
from shared.clock import zone_date
from shared.contracts.voting import MandateAssigned
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

LONGEST_FENCE: Final = 4.0  # seconds: a lease, the insert after it, and a second to spare
ASK_EVERY: Final = 0.2


async def close_now(tx: Transaction, town: str, own: str) -> Election:
    """Close, by a route, the running order or the clock; head 1 follows by itself."""
    elections, gates = MongoElections.within(tx), MongoGates.within(tx)
    election = await close_election(elections, gates, municipality=town, election_id=own, at=tx.civil)
    tx.then_enqueue("voting.tell", town, own)
    tx.then_enqueue("voting.publish_head", town, own)
    return election


async def publish_head(service: Voting, municipality: str, election_id: str) -> bool:
    """Head 1 as soon as the fence has ended; doing it again changes nothing."""
    election = await MongoElections(service.db).get(municipality, election_id)
    if election.state is not State.CLOSING:
        return False
    first = await _first_head(service, election)

    async def work(tx: Transaction) -> None:
        elections, gates = MongoElections.within(tx), MongoGates.within(tx)
        await counting.publish_first_head(elections, gates, municipality, election_id, first)
        await service.files.attach(tx, municipality, first.board.sha256, public=True)
        tx.then_enqueue("voting.tell", municipality, election_id)

    await service.work.run(work)
    await keep_turnout(service, election, "closed", first.counts)
    return True


async def _first_head(service: Voting, election: Election) -> counting.FirstHead:
    for _ in range(int(LONGEST_FENCE / ASK_EVERY)):
        try:
            now = service.clock.system()
            return await counting.first_head(service.room, MongoPools(service.db), election, now)
        except FenceNotEnded:
            await asyncio.sleep(ASK_EVERY)
    raise FenceNotEnded


async def declare_if_ready(service: Voting, municipality: str, election_id: str) -> list[str]:
    """Count and declare once nothing is missing; gives what is. Doing it again changes nothing."""
    election = await MongoElections(service.db).get(municipality, election_id)
    if election.state is not State.CLOSED:
        return []
    if missing := await counting.waiting_for(service.room, election):
        return missing
    outcome = await counting.count_election(service.room, MongoPools(service.db), election)
    await _declare(service, election, outcome)
    return []


async def _declare(service: Voting, election: Election, outcome: counting.Outcome) -> None:
    town = await service.town(election.municipality)
    at = (await service.clock.civil()).replace(microsecond=0)
    board_url = f"{service.browser_url}/{election.municipality}/elections/{election.id}/board"
    if outcome.incident is not None:
        election.incidents.append(Incident(at, outcome.incident))  # the record says so, too
    pdf = await record_of_count(election, outcome, town, at, board_url)
    record = await service.shelf.put(election.municipality, f"pv-{election.id}.pdf", pdf, PDF)

    async def work(tx: Transaction) -> None:
        declared = await counting.declare(
            MongoElections.within(tx),
            MongoGates.within(tx),
            municipality=election.municipality,
            election_id=election.id,
            version=election.version,
            outcome=outcome,
            record=record,
            at=at,
        )
        if declared is None:
            return
        for kept in (outcome.board, record):
            await service.files.attach(tx, election.municipality, kept.sha256, public=True)
        if declared.kind is Kind.DELEGATES:
            await _assign(tx, declared, town.timezone)
        tx.then_enqueue("voting.tell", election.municipality, election.id)
        tx.then_enqueue("voting.sort_ballots", election.municipality, election.id)

    await service.work.run(work)


async def _assign(tx: Transaction, election: Election, timezone: str) -> None:
    today = zone_date(tx.civil, timezone)
    for mandate in await assign_mandates(MongoMandates.within(tx), election, today, new_id):
        tx.announce(mandate_assigned(election.municipality, election, mandate), 1)


def mandate_assigned(municipality: str, election: Election, mandate: Mandate) -> MandateAssigned:
    return MandateAssigned(
        municipality=municipality,
        mandate_id=mandate.id,
        election_id=election.id,
        edition=election.edition,
        neighbourhood=election.contest(mandate.contest).neighbourhood,
        name=mandate.name,
        alternate=mandate.alternate,
        rank=mandate.rank,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
    )


async def keep_turnout(service: Voting, election: Election, at: str, counted: Mapping[str, int]) -> None:
    """The figures for who asks."""
    censuses = await MongoPools(service.db).censuses(election)
    given = {census.contest: census.eligible for census in censuses}
    await MongoTurnouts(service.db).keep(election, at, counted, given)


async def public_view(service: Voting, municipality: str, election_id: str) -> dict[str, Any]:
    return await view_of(service, await MongoElections(service.db).get(municipality, election_id))


async def view_of(service: Voting, election: Election) -> dict[str, Any]:
    turnout = await MongoTurnouts(service.db).of(election.municipality, election.id)
    return election_view(election, turnout, service.keys.public(election.municipality))


async def tell(service: Voting, municipality: str, election_id: str) -> None:
    """Bring the public view to every screen that watches."""
    view = await public_view(service, municipality, election_id)
    await service.live.publish(channel(municipality, election_id), view)


def channel(municipality: str, election_id: str) -> str:
    return f"{municipality}/elections/{election_id}"
