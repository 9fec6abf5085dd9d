"""Routes for incidents, for complaints against an election and for the decision that annuls it."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from services.voting.adapters.mongo import MongoElections, MongoGates
from services.voting.adapters.register import MongoMandates
from services.voting.api.access import Bureau, Cell, Id, Municipality, Service, told
from services.voting.api.answers import AnnulledOut, ComplaintListOut, ComplaintOut, IncidentOut, NumberedOut
from services.voting.application import disputes
from services.voting.domain.annulment import Annulment, Complaint, ComplaintOutcome
from shared.clock import zone_date
from shared.contracts.roles import Role
from shared.contracts.voting import MandateEnded
from shared.http.auth import Principal, staff
from shared.http.idempotency import Once
from shared.http.schemas import Body, Slug, Text3, Words
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["disputes"])
Council = Annotated[Principal, Depends(staff(Role.COUNCIL_SECRETARY, Role.SECRETARY_GENERAL))]
Number = Annotated[int, Path(ge=1, le=100_000)]


class ComplaintIn(Body):
    """As it was said; no name belongs in it."""

    text: Annotated[Words, Field(max_length=5_000)]
    contest: Slug | None = None


class IncidentIn(Body):
    """Something that happened at the vote, as the official record is to say it; no name belongs in it."""

    text: Text3


class AnswerIn(Body):
    outcome: ComplaintOutcome
    reasons: Text3


class AnnulmentIn(Body):
    """The decision as it was taken and numbered."""

    decision_number: Annotated[Words, Field(max_length=100)]
    decided_on: date
    reasons: Text3
    rerun: bool = False


@router.post("/{municipality}/elections/{election_id}/incidents", status_code=201, response_model=IncidentOut)
async def record_incident(
    municipality: Municipality, election_id: Id, body: IncidentIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """The bureau notes what happened, until the result is declared; everybody reads it at once, and then in the official record."""

    async def work(tx: Transaction) -> dict[str, Any]:
        text, elections = body.text.plain(), MongoElections.within(tx)
        await disputes.record_incident(elections, municipality, election_id, text, tx.civil)
        tx.audit(municipality, who.actor, "record-incident", election_id)
        tx.then_enqueue("voting.tell", municipality, election_id)
        return told({"at": tx.civil, "text": text})

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/complaints", status_code=201, response_model=NumberedOut)
async def record_complaint(
    municipality: Municipality, election_id: Id, body: ComplaintIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """The bureau records a complaint; its number is given to whoever complained."""

    async def work(tx: Transaction) -> dict[str, Any]:
        elections = MongoElections.within(tx)
        complaint = await disputes.record_complaint(
            elections, municipality, election_id, body.text, body.contest, tx.civil
        )
        tx.audit(municipality, who.actor, "record-complaint", election_id)
        return {"complaint": complaint.n}

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/complaints/{n}/answer", response_model=ComplaintOut)
async def answer_complaint(
    municipality: Municipality, election_id: Id, n: Number, body: AnswerIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """Upheld or dismissed, with reasons; what follows from it is decided by the council."""

    async def work(tx: Transaction) -> dict[str, Any]:
        elections = MongoElections.within(tx)
        complaint = await disputes.answer_complaint(
            elections, municipality, election_id, n, body.outcome, body.reasons.plain(), tx.civil
        )
        tx.audit(municipality, who.actor, "answer-complaint", election_id)
        return told(_shown(complaint))

    return await service.work.once(once, work)


@router.get("/{municipality}/elections/{election_id}/complaints", response_model=ComplaintListOut)
async def list_complaints(municipality: Municipality, election_id: Id, who: Cell, service: Service) -> dict[str, Any]:
    election = await MongoElections(service.db).get(municipality, election_id)
    return told({"items": [_shown(one) for one in election.complaints], "next": None})


@router.post("/{municipality}/elections/{election_id}/annulment", response_model=AnnulledOut)
async def annul_election(
    municipality: Municipality, election_id: Id, body: AnnulmentIn, who: Council, service: Service, once: Once
) -> dict[str, Any]:
    """The board stays public, mandates end, and the vote may be repeated from a new draft with the same candidates."""
    zone, rerun = (await service.town(municipality)).timezone, new_id() if body.rerun else None

    async def work(tx: Transaction) -> dict[str, Any]:
        today = zone_date(tx.civil, zone)
        reasons = body.reasons.plain()
        annulment = Annulment(body.decision_number, body.decided_on, reasons, tx.civil, rerun)
        ended = await disputes.annul_election(
            MongoElections.within(tx),
            MongoGates.within(tx),
            MongoMandates.within(tx),
            municipality=municipality,
            election_id=election_id,
            annulment=annulment,
            on=today,
        )
        for one in ended.mandates:
            event = MandateEnded(municipality=municipality, mandate_id=one.id, ended_on=today, reason="annulled")
            tx.announce(event, 2)
        tx.audit(municipality, who.actor, "annul-election", election_id)
        tx.then_enqueue("voting.tell", municipality, election_id)
        return told({"state": ended.election.state, "rerun": rerun})

    return await service.work.once(once, work)


def _shown(complaint: Complaint) -> dict[str, Any]:
    return {
        "complaint": complaint.n,
        "at": complaint.at,
        "contest": complaint.contest,
        "text": complaint.text,
        "outcome": complaint.outcome,
        "reasons": complaint.reasons,
        "answered_at": complaint.answered_at,
    }
