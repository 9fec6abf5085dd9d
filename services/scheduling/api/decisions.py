"""Routes of council decisions and consultation windows."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from services.scheduling.adapters.mongo import MongoConsultations, MongoDecisions, MongoMeetings
from services.scheduling.api import views
from services.scheduling.api.access import Cell, Council, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.record_schemas import ConsultationOut, DecisionOut
from services.scheduling.api.schemas import ConsultationIn, DecisionIn, ReopeningIn
from services.scheduling.application import consultations, decisions
from services.scheduling.domain.consultation import Consultation
from services.scheduling.domain.decision import Vote
from shared.http.idempotency import Once
from shared.http.paging import Page, Paging
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

router = APIRouter(prefix="/{municipality}", tags=["decisions", "consultations"])
State = Annotated[Literal["requested", "decided"] | None, Query()]


@router.get("/decisions", response_model=Page[DecisionOut])
async def list_decisions(
    municipality: Municipality, service: Service, asked: Paging, state: State = None
) -> dict[str, Any]:
    """What the council was asked, and what it decided."""
    stored = MongoDecisions(service.db)
    where: dict[str, Any] = {} if state is None else {"outcome": None if state == "requested" else {"$ne": None}}
    found = await stored.listed(municipality, asked, where)
    return {"items": [views.decision(stored.loaded(row)) for row in found.items], "next": found.next}


@router.post("/decisions/{request_id}", response_model=DecisionOut)
async def record_decision(
    municipality: Municipality, request_id: Id, body: DecisionIn, who: Council, service: Service, once: Once
) -> dict[str, Any]:
    """The council's answer to a request; it holds for that digest only."""
    said = body.votes
    votes = Vote(said.in_favour, said.against, said.abstained) if said else None

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "record-decision", request_id)
        decision = await decisions.record_decision(
            MongoDecisions.within(tx),
            MongoMeetings.within(tx),
            municipality=municipality,
            request_id=request_id,
            number=body.number,
            decided_on=body.decided_on,
            outcome=body.outcome,
            votes=votes,
            meeting_id=body.meeting_id,
        )
        return told(views.decision(decision))

    return await service.work.once(once, work)


@router.get("/consultations", response_model=Page[ConsultationOut])
async def list_consultations(municipality: Municipality, service: Service, asked: Paging) -> dict[str, Any]:
    stored = MongoConsultations(service.db)
    found = await stored.listed(municipality, asked)
    return {"items": [views.consultation(stored.loaded(row)) for row in found.items], "next": found.next}


@router.get("/consultations/{consultation_id}", response_model=ConsultationOut)
async def read_consultation(municipality: Municipality, consultation_id: Id, service: Service) -> dict[str, Any]:
    return views.consultation(await MongoConsultations(service.db).get(municipality, consultation_id))


@router.post("/consultations", status_code=201, response_model=ConsultationOut)
async def schedule_consultation(
    municipality: Municipality, body: ConsultationIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """A window that opens and closes by itself."""

    async def work(tx: Transaction) -> dict[str, Any]:
        window = Consultation(
            municipality=municipality,
            id=new_id(),
            edition=body.edition,
            title=body.title.plain(),
            kind=body.kind,
            opens_at=body.opens_at,
            closes_at=body.closes_at,
        )
        tx.audit(municipality, who.actor, "schedule-consultation", window.id)
        await consultations.schedule_consultation(MongoConsultations.within(tx), window, tx.civil)
        return told(views.consultation(window))

    return await service.work.once(once, work)


@router.post("/consultations/{consultation_id}/reopening", response_model=ConsultationOut)
async def reopen_consultation(
    municipality: Municipality, consultation_id: Id, body: ReopeningIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "reopen-consultation", consultation_id)
        window = await consultations.reopen_consultation(
            MongoConsultations.within(tx),
            municipality=municipality,
            consultation_id=consultation_id,
            opens_at=body.opens_at,
            closes_at=body.closes_at,
            now=tx.civil,
        )
        return told(views.consultation(window))

    return await service.work.once(once, work)
