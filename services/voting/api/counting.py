"""Routes after closing: tablets, paper, dice."""

import secrets
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Body

from services.voting.adapters.declaring import declare_if_ready
from services.voting.adapters.mongo import MongoElections, MongoPools
from services.voting.adapters.urn import MongoLateBallots
from services.voting.adapters.views import results
from services.voting.api.access import Bureau, Id, Municipality, Service, told
from services.voting.api.count_answers import CountingOut, DiceOut, LateOut, PaperOut, StatedOut
from services.voting.api.schemas import LateIn, PaperBackIn, PaperIn, StatementIn
from services.voting.application import counting
from services.voting.domain.ballot import read_ballot
from services.voting.domain.late import PaperBallot, Statement
from shared.http.idempotency import Once
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["counting"])
Dice = Annotated[dict[str, str], Body(min_length=1, max_length=100)]


@router.post("/{municipality}/elections/{election_id}/statements", response_model=StatedOut)
async def register_statement(
    municipality: Municipality, election_id: Id, body: StatementIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """What a tablet holds and has not sent; registered before the dice."""
    statement = Statement(body.tablet, body.election, body.count, body.root, bytes.fromhex(body.sig))

    async def work(tx: Transaction) -> dict[str, Any]:
        await counting.register_statement(MongoElections.within(tx), municipality, election_id, statement)
        tx.audit(municipality, who.actor, "register-statement", election_id)
        return {"tablet": body.tablet, "count": body.count}

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/late", response_model=LateOut)
async def take_late_batch(
    municipality: Municipality, election_id: Id, body: LateIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """A tablet's unsent ballots, exactly those it stated."""
    ballots = tuple(read_ballot(text.encode()) for text in body.ballots)

    async def work(tx: Transaction) -> dict[str, Any]:
        await counting.take_late_batch(
            MongoElections.within(tx),
            MongoLateBallots.within(tx),
            municipality=municipality,
            election_id=election_id,
            tablet=body.tablet,
            ballots=ballots,
            safe=service.keys,
        )
        tx.audit(municipality, who.actor, "late-batch", election_id)
        return {"tablet": body.tablet, "count": len(ballots)}

    answer = await service.work.once(once, work)
    return answer | await _outcome(service, municipality, election_id)


@router.post("/{municipality}/elections/{election_id}/paper", response_model=PaperOut)
async def enter_paper(
    municipality: Municipality, election_id: Id, body: PaperIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """One of the two entries of a paper ballot."""
    paper = PaperBallot(body.contest, body.cred, tuple(body.choices))

    async def work(tx: Transaction) -> dict[str, Any]:
        both = await counting.enter_paper(
            MongoElections.within(tx),
            MongoPools.within(tx),
            MongoLateBallots.within(tx),
            municipality=municipality,
            election_id=election_id,
            paper=paper,
            officer=service.keys.mark(f"officer/{who.actor}"),
            safe=service.keys,
            fresh=secrets.token_bytes(32),
        )
        tx.audit(municipality, who.actor, "enter-paper", election_id)
        return {"both_entered": both}

    # A digest of what was entered would let who copies the store try all choices; one made with a key does not.
    answer = await service.work.once(replace(once, digest=service.keys.mark(once.digest)), work)
    return answer | await _outcome(service, municipality, election_id)


@router.post("/{municipality}/elections/{election_id}/paper/withdrawal", response_model=CountingOut)
async def take_back_paper(
    municipality: Municipality, election_id: Id, body: PaperBackIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """The one entry of a slip that was scanned by mistake; what two officers have entered stays."""

    async def work(tx: Transaction) -> dict[str, Any]:
        await counting.take_back_paper(
            MongoElections.within(tx),
            MongoLateBallots.within(tx),
            municipality=municipality,
            election_id=election_id,
            contest=body.contest,
            cred=body.cred,
        )
        tx.audit(municipality, who.actor, "take-back-paper", election_id)
        return {}

    await service.work.once(once, work)
    return await _outcome(service, municipality, election_id)


@router.post("/{municipality}/elections/{election_id}/dice", response_model=DiceOut)
async def roll_dice(
    municipality: Municipality, election_id: Id, dice: Dice, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """The dice of each contest, rolled in front of everyone after head 1; with the last of them the result is declared."""

    async def work(tx: Transaction) -> dict[str, Any]:
        election = await counting.roll_dice(MongoElections.within(tx), municipality, election_id, dice)
        tx.audit(municipality, who.actor, "roll-dice", election_id)
        return {"dice": election.dice}

    answer = await service.work.once(once, work)
    return answer | await _outcome(service, municipality, election_id)


async def _outcome(service: Service, municipality: str, election_id: str) -> dict[str, Any]:
    """The declared result, or what is still missing for it."""
    missing = await declare_if_ready(service, municipality, election_id)
    election = await MongoElections(service.db).get(municipality, election_id)
    found = results(election) if election.results else None
    head = election.heads[-1].value
    return told({"state": election.state, "waiting_for": missing, "results": found, "head": head})
