"""Routes of the programme: draft, remarks, amendments, the council, and what is carried over."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.proposals.adapters.mongo import MUNICIPALITY, PROGRAMME, REMARK
from services.proposals.api import shapes
from services.proposals.api.access import Cell, Service
from services.proposals.api.intake import AuthorBody, FormToken, Trap
from services.proposals.api.programme_answers import (
    AmendedAnswer,
    CarriedOver,
    CarryOver,
    DraftAnswer,
    ItemAnswer,
    ProgrammeAnswer,
    RemarkAnswered,
    RemarkId,
    RemarksAnswered,
    RequestedAnswer,
)
from services.proposals.application import delivering, printing, programming
from services.proposals.application.ports import Contact
from services.proposals.domain.forms import Form
from services.proposals.domain.programme import Change, Item, Programme
from services.proposals.domain.remarks import Answer as RemarkAnswer
from services.proposals.domain.remarks import you_said_we_did
from shared.documents import render
from shared.http import Body, Identifier, Money, Municipality, Once, Text3, etag

router = APIRouter(prefix="/{municipality}/editions/{edition}", tags=["programme"])


class RemarkBody(Body):
    text: Annotated[str, Field(min_length=3, max_length=5000)]
    project_id: Identifier | None = None
    author: AuthorBody | None = None
    website: Trap = None
    form_token: FormToken = None


class ChangeBody(Body):
    project_id: Identifier
    remark_ids: list[Identifier] = Field(default_factory=list, max_length=500)
    reason: Text3
    new_cost: Money | None = None
    note: Annotated[str, Field(max_length=1000)] | None = None


class AmendmentBody(Body):
    changes: Annotated[list[ChangeBody], Field(min_length=1, max_length=500)]


class CarryOverBody(Body):
    from_edition: Identifier


@router.post("/programme/draft", status_code=201)
async def draft_programme(
    municipality: Municipality, edition: str, service: Service, who: Cell, key: Once
) -> DraftAnswer:
    """From every selection of the edition; published at once, remarks open."""
    answer = await service.once(
        key, lambda stores: programming.draft_programme(municipality, edition, who.actor, stores)
    )
    return DraftAnswer(**answer)


@router.post("/programme/remarks", status_code=201)
async def make_remark(
    request: Request, municipality: Municipality, edition: str, body: RemarkBody, service: Service, key: Once
) -> RemarkId:
    """Anybody, while remarks are open."""
    await service.queries.municipality_exists(municipality)
    await service.gate.enter_or_wait(request, municipality, Form.REMARK, body.form_token, body.website)
    author = body.author
    contact = Contact(author.name, author.email, author.phone, author.consent) if author else None
    command = programming.MakeRemark(municipality, edition, body.text, body.project_id, contact)
    return RemarkId(**await service.once(key, lambda stores: programming.make_remark(command, stores)))


@router.post("/programme/amendments", status_code=201)
async def amend_programme(
    municipality: Municipality, edition: str, body: AmendmentBody, service: Service, who: Cell, key: Once
) -> AmendedAnswer:
    wanted = [
        programming.WantedChange(c.project_id, tuple(c.remark_ids), shapes.text(c.reason), c.new_cost, c.note)
        for c in body.changes
    ]
    answer = await service.once(
        key, lambda stores: programming.amend_programme(municipality, edition, wanted, who.actor, stores)
    )
    return AmendedAnswer(**answer)


@router.post("/programme/request-decision", status_code=201)
async def request_decision(
    municipality: Municipality, edition: str, service: Service, who: Cell, key: Once
) -> RequestedAnswer:
    """Asks the council to decide on exactly this content, named by its digest."""
    answer = await service.once(
        key, lambda stores: programming.request_decision(municipality, edition, who.actor, stores)
    )
    return RequestedAnswer(**answer)


@router.get("/programme")
async def show_programme(
    municipality: Municipality, edition: str, service: Service, response: Response
) -> ProgrammeAnswer:
    found = await service.queries.get(PROGRAMME, municipality, edition)
    response.headers["ETag"] = etag(found.version)
    return ProgrammeAnswer(**_programme(found))


@router.get("/programme.pdf", response_class=Response)
async def programme_document(municipality: Municipality, edition: str, service: Service) -> StreamingResponse:
    """The latest version that was printed."""
    found = await service.queries.get(PROGRAMME, municipality, edition)
    sha256 = (found.documents or {})[str(found.revision)]
    return StreamingResponse(await service.files.open(municipality, sha256), media_type="application/pdf")


@router.get("/you-said-we-did")
async def show_answers(municipality: Municipality, edition: str, service: Service) -> RemarksAnswered:
    """Every remark, the change it brought and the version it is in."""
    found, answers = await _answers(municipality, edition, service)
    return RemarksAnswered(
        edition=edition,
        version=found.revision,
        received=len(answers),
        led_to_change=sum(each.change is not None for each in answers),
        items=[RemarkAnswered(**_answer(each)) for each in answers],
        next=None,
    )


@router.get("/you-said-we-did.pdf", response_class=Response)
async def answers_document(municipality: Municipality, edition: str, service: Service) -> Response:
    found, answers = await _answers(municipality, edition, service)
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    at = found.amendments[-1].at if found.amendments else found.published_at
    data = printing.you_said_we_did(place, found, answers, at or await service.clock.civil())
    content = await asyncio.to_thread(render, "report", data, place.language)
    return Response(content, media_type="application/pdf")


@router.get("/carry-over")
async def list_carry_over(municipality: Municipality, edition: str, service: Service) -> CarryOver:
    """Projects that were voted on and not funded: kept for the next edition."""
    found = await service.queries.get(PROGRAMME, municipality, edition)
    return CarryOver(items=[ItemAnswer(**_item(each)) for each in found.carry_over], next=None)


@router.post("/carried-over", status_code=201)
async def carry_over(
    municipality: Municipality, edition: str, body: CarryOverBody, service: Service, who: Cell, key: Once
) -> CarriedOver:
    """Brings an earlier edition's unfunded projects into this one, with their history."""
    answer = await service.once(
        key,
        lambda stores: delivering.carry_over(municipality, edition, body.from_edition, who.actor, stores),
    )
    return CarriedOver(**answer)


async def _answers(municipality: str, edition: str, service: Service) -> tuple[Programme, list[RemarkAnswer]]:
    found = await service.queries.get(PROGRAMME, municipality, edition)
    remarks = await service.queries.all(REMARK, municipality, edition=edition)
    return found, you_said_we_did(remarks, found.amendments)


def _programme(found: Programme) -> dict[str, Any]:
    decision = found.decision
    return {
        "programme_id": found.id,
        "edition": found.edition,
        "status": found.state.value,
        "version": found.revision,
        "digest": found.digest,
        "currency": found.currency,
        "envelope": found.envelope,
        "total": found.total,
        "remarks_open": found.remarks_open,
        "published_at": found.published_at,
        "projects": [_item(each) for each in found.items],
        "carry_over": [_item(each) for each in found.carry_over],
        "amendments": [
            {"number": each.number, "at": each.at, "changes": [_change(change) for change in each.changes]}
            for each in found.amendments
        ],
        "request_id": found.request_id,
        "decision": decision
        and {
            "number": decision.number,
            "decided_on": decision.decided_on.isoformat(),
            "outcome": decision.outcome.value,
            "votes": {"for": decision.votes_for, "against": decision.votes_against, "abstain": decision.abstentions},
        },
        "documents": dict(found.documents or {}),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "project_id": item.id,
        "title": item.title,
        "cost": item.cost,
        "zone": item.zone,
        "kind": item.kind,
        "sheet_version": item.sheet_version,
        "note": item.note,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "project_id": change.project_id,
        "remark_ids": list(change.remark_ids),
        "reason": change.reason.as_dict(),
        "old_cost": change.old_cost,
        "new_cost": change.new_cost,
        "note": change.note,
        "sheet_version": change.sheet_version,
    }


def _answer(each: RemarkAnswer) -> dict[str, Any]:
    return {
        "remark_id": each.remark.id,
        "project_id": each.remark.project_id,
        "text": each.remark.text,
        "received_at": each.remark.received_at,
        "amendment": each.amendment,
        "change": _change(each.change) if each.change else None,
    }
