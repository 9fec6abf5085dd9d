"""Celery tasks: each runs one command; the sweeps are the timers and the safety net of what a crash cut off."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from services.voting.adapters import network
from services.voting.adapters.declaring import close_now, declare_if_ready, keep_turnout, publish_head, tell
from services.voting.adapters.mongo import MongoElections, MongoGates
from services.voting.adapters.service import Voting
from services.voting.adapters.views import MongoTurnouts, shown_ballots
from services.voting.application.closed_box import BoardLost
from services.voting.domain.election import Election
from services.voting.domain.sealed_sums import SumsDoNotOpen
from shared.celery_runner import TaskSpec
from shared.contracts.voting import ContestTurnout, TurnoutReported
from shared.messaging.unit_of_work import Transaction

GRID = 10  # seconds


async def sweep_clock(service: Voting) -> None:
    """Close what its closing instant has overtaken, each in its own transaction."""
    for town, own in await network.overdue(service.db, await service.clock.civil()):
        await service.work.run(partial(close_now, town=town, own=own))


async def sweep_heads(service: Voting) -> None:
    for town, own in await network.closing(service.db):
        await publish_head(service, town, own)
    for town, own in await network.counting(service.db):
        with suppress(
            BoardLost, SumsDoNotOpen
        ):  # told to the bureau at its next step; other elections must not wait for it
            await declare_if_ready(service, town, own)


async def report_turnout(service: Voting) -> None:
    """On the ten-second grid, and only what changed; the box is read once for all elections."""
    slot = on_grid(await service.clock.civil())
    known = [
        (town, own, await MongoTurnouts(service.db).of(town, own)) for town, own in await network.open_now(service.db)
    ]
    due = [(town, own, dict(before["contests"])) for town, own, before in known if before["at"] != slot.isoformat()]
    counted = await service.urn.turnout() if due else {}
    for town, own, before in due:
        await report_one(service, await MongoElections(service.db).get(town, own), slot, before, counted)


async def report_one(
    service: Voting,
    election: Election,
    slot: datetime,
    before: dict[str, int],
    turnout: Mapping[tuple[str, str], int],
) -> None:
    counted = {contest.id: turnout.get((election.id, contest.id), 0) for contest in election.contests}
    await keep_turnout(service, election, slot.isoformat(), counted)
    if counted != before:
        given = (await MongoTurnouts(service.db).of(election.municipality, election.id))["given"]
        await service.work.run(lambda tx: announce_turnout(tx, election, slot, counted, given))
        await tell(service, election.municipality, election.id)


async def announce_turnout(
    tx: Transaction, election: Election, slot: datetime, counted: dict[str, int], given: dict[str, int]
) -> None:
    contests = [
        ContestTurnout(contest=name, ballots=shown_ballots(election, ballots), eligible=given.get(name, 0))
        for name, ballots in counted.items()
    ]
    event = TurnoutReported(municipality=election.municipality, election_id=election.id, at=slot, contests=contests)
    tx.announce(event, election.version)


def on_grid(instant: datetime) -> datetime:
    return instant.replace(second=instant.second // GRID * GRID, microsecond=0)


async def sort_ballots(service: Voting, town: str, own: str) -> None:
    await service.urn.sort(own)
    await service.urn.forget_openings(town, own)
    await MongoGates(service.db).sorted(own)


async def sweep_sorting(service: Voting) -> None:
    for town, own in await network.unsorted(service.db):
        await sort_ballots(service, town, own)


TASKS = [
    TaskSpec("voting.publish_head", publish_head),
    TaskSpec("voting.tell", tell),
    TaskSpec("voting.sort_ballots", sort_ballots),
    TaskSpec("voting.sweep_clock", sweep_clock, every=1.0),
    TaskSpec("voting.sweep_heads", sweep_heads, every=1.0),
    TaskSpec("voting.report_turnout", report_turnout, every=2.0),
    TaskSpec("voting.sweep_sorting", sweep_sorting, every=10.0),
]
