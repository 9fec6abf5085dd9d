"""Routes of the delegate register: mandates, who follows, and who came to the meetings."""

from typing import Any

from fastapi import APIRouter, Response

from services.voting.adapters.declaring import mandate_assigned
from services.voting.adapters.mongo import MongoElections
from services.voting.adapters.register import MongoMandates, MongoRolls
from services.voting.api.access import Cell, Id, Municipality, Secretary, Service, told
from services.voting.api.register_views import (
    EndedOut,
    MandatesOut,
    MeetingsOut,
    RollOut,
    mandates_view,
    meeting_view,
    roll_view,
)
from services.voting.api.schemas import EndMandateIn, RollIn
from services.voting.application import mandates, roll_calls
from services.voting.domain.mandate import EndReason
from services.voting.domain.roll import Mark, Roll
from shared.clock import zone_date
from shared.contracts.voting import MandateEnded
from shared.http.idempotency import Once
from shared.http.paging import Paging
from shared.http.preconditions import ExpectedVersion, etag
from shared.messaging.unit_of_work import Transaction
from shared.mongo import page

router = APIRouter(tags=["register"])


@router.get("/{municipality}/mandates")
async def list_mandates(municipality: Municipality, service: Service, asked: Paging) -> MandatesOut:
    """The delegate register: zone, edition, term, and to how many meetings each came."""
    where = {"municipality": municipality}
    found = await page(service.db["mandates"], where, "id", asked.cursor, asked.limit)
    register = [MongoMandates(service.db).loaded(row) for row in found.items]
    return MandatesOut(items=await mandates_view(service, municipality, register), next=found.next)


@router.post("/{municipality}/mandates/{mandate_id}/end", response_model=EndedOut)
async def end_mandate(
    municipality: Municipality, mandate_id: Id, body: EndMandateIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """End a mandate; the next of the list follows."""
    zone = (await service.town(municipality)).timezone

    async def work(tx: Transaction) -> dict[str, Any]:
        today = zone_date(tx.civil, zone)
        register = MongoMandates.within(tx)
        ended, follower = await mandates.end_mandate(register, municipality, mandate_id, today, EndReason(body.reason))
        tx.announce(MandateEnded(municipality=municipality, mandate_id=ended.id, ended_on=today, reason=body.reason), 2)
        if follower is not None:
            election = await MongoElections.within(tx).get(municipality, follower.election)
            tx.announce(mandate_assigned(municipality, election, follower), 2)
        tx.audit(municipality, who.actor, "end-mandate", mandate_id)
        ended_out, *followers = await mandates_view(service, municipality, [ended, *([follower] if follower else [])])
        return told({"ended": ended_out, "follows": followers[0] if followers else None})

    return await service.work.once(once, work)


@router.get("/{municipality}/rolls")
async def list_rolls(municipality: Municipality, service: Service, asked: Paging) -> MeetingsOut:
    """Meetings, the latest convened first, and how many delegates came to those where the roll was called."""
    where = {"municipality": municipality}
    found = await page(service.db["rolls"], where, "id", asked.cursor, asked.limit, descending=True)
    rolls = [MongoRolls(service.db).loaded(row) for row in found.items]
    return MeetingsOut(items=[meeting_view(roll) for roll in rolls], next=found.next)


@router.get("/{municipality}/rolls/{meeting_id}")
async def read_roll(
    municipality: Municipality, meeting_id: Id, who: Secretary, service: Service, response: Response
) -> RollOut:
    """Who is to be called at a meeting, and how each was marked."""
    roll = await MongoRolls(service.db).get(municipality, meeting_id)
    response.headers["ETag"] = etag(roll.version)
    return await roll_view(service, roll)


@router.put("/{municipality}/rolls/{meeting_id}")
async def call_roll(
    municipality: Municipality,
    meeting_id: Id,
    body: RollIn,
    who: Secretary,
    service: Service,
    version: ExpectedVersion,
    response: Response,
) -> RollOut:
    """Call the roll, or put it right afterwards."""
    marks = dict.fromkeys(body.present, Mark.PRESENT) | dict.fromkeys(body.excused, Mark.EXCUSED)

    async def work(tx: Transaction) -> Roll:
        roll = await roll_calls.call_roll(
            MongoRolls.within(tx),
            MongoMandates.within(tx),
            municipality=municipality,
            meeting_id=meeting_id,
            marks=marks,
            expected=version,
            at=tx.civil,
        )
        tx.audit(municipality, who.actor, "call-roll", meeting_id)
        return roll

    roll = await service.work.run(work)
    response.headers["ETag"] = etag(roll.version)
    return await roll_view(service, roll)
