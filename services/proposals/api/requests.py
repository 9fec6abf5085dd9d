"""Routes of participation requests: complaints, petitions, requests for information."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from services.proposals.adapters.mongo import MUNICIPALITY, REQUEST
from services.proposals.api.access import Cell, Desk, DeskOrAnybody, Reader, Service
from services.proposals.api.intake import AuthorBody, FormToken, Trap
from services.proposals.application import delivering, requesting
from services.proposals.application.ports import Contact
from services.proposals.domain.forms import Form
from services.proposals.domain.requests import ParticipationRequest
from shared.clock import zone_date
from shared.contracts.proposals import RequestKind
from shared.http import Answer, Body, Identifier, Municipality, Once, Paging, Slug

router = APIRouter(prefix="/{municipality}", tags=["requests"])


class RequestBody(Body):
    kind: RequestKind
    subject: Annotated[str, Field(max_length=1000)]
    body: Annotated[str, Field(max_length=20_000)]
    zone: Slug | None = None
    signatures: Annotated[int, Field(ge=1, le=10**9, description="People who signed a petition.")] = 1
    received_on: Annotated[
        date | None, Field(description="Of a letter that staff types; today for everybody else.")
    ] = None
    author: AuthorBody | None = None
    website: Trap = None
    form_token: FormToken = None


class AnswerBody(Body):
    answer: Annotated[str, Field(min_length=3, max_length=10_000)]


class ProposalOfRequestBody(Body):
    """Title and text are the request's unless worded better here."""

    edition: Identifier
    zone: Slug | None = None
    neighbourhood: Slug | None = None
    title: Annotated[str, Field(max_length=20_000)] | None = None
    body: Annotated[str, Field(max_length=20_000)] | None = None


class KindCount(Answer):
    kind: RequestKind
    received: int
    answered: int


class RequestCounts(Answer):
    """Days from reception to answer; `longest_waiting_days` of those not answered yet."""

    received: int
    answered: int
    median_days: float | None
    longest_waiting_days: int | None
    by_kind: list[KindCount]


class RequestReceived(Answer):
    request_id: str
    tracking_code: Annotated[str, Field(description="Follows it without an account.", examples=["K7F3QXHN"])]


class RequestProposed(Answer):
    """`tracking_code` is the proposal's."""

    proposal_id: str
    tracking_code: str
    request_id: str


class RequestAnswered(Answer):
    request_id: str
    days: Annotated[int | None, Field(description="From reception to answer.")]


class RequestAnswer(RequestReceived):
    kind: RequestKind
    subject: str
    body: str
    zone: str | None
    signatures: int
    received_on: date
    answer: str | None
    answered_on: date | None
    days: Annotated[int | None, Field(description="From reception to answer; null while it waits.")]
    proposal_id: Annotated[str | None, Field(description="The proposal it became.")]


class Requests(Answer):
    items: list[RequestAnswer]
    next: str | None


@router.post("/requests", status_code=201)
async def make_request(
    request: Request, municipality: Municipality, body: RequestBody, service: Service, who: DeskOrAnybody, key: Once
) -> RequestReceived:
    """A complaint, a petition or a request for information, from anybody or typed by staff; followed by its code."""
    await service.queries.municipality_exists(municipality)
    if who is None:
        await service.gate.enter_or_wait(request, municipality, Form.REQUEST, body.form_token, body.website)
    author = body.author
    contact = Contact(author.name, author.email, author.phone, author.consent) if author else None
    command = delivering.MakeRequest(
        municipality,
        body.kind,
        body.subject,
        body.body,
        body.zone,
        body.signatures,
        body.received_on if who else None,
        contact,
        who.actor if who else None,
    )
    return RequestReceived(**await service.once(key, lambda stores: delivering.make_request(command, stores)))


@router.get("/requests")
async def list_requests(municipality: Municipality, service: Service, paging: Paging, _: Reader) -> Requests:
    found, following = await service.queries.page(REQUEST, municipality, paging.cursor, paging.limit)
    return Requests(items=[_request(each) for each in found], next=following)


@router.get("/requests/counts")
async def count_requests(municipality: Municipality, service: Service) -> RequestCounts:
    """How many came and were answered, and how long people waited: for everybody to see."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    on = zone_date(await service.clock.civil(), place.timezone)
    return RequestCounts(**requesting.counts(await service.queries.answered(municipality), on))


@router.post("/requests/{request_id}/proposal", status_code=201)
async def propose_from_request(
    municipality: Municipality, request_id: str, body: ProposalOfRequestBody, service: Service, who: Desk, key: Once
) -> RequestProposed:
    """What a complaint asks for becomes a proposal of an edition."""
    command = requesting.ProposeFromRequest(
        municipality, request_id, body.edition, body.zone, body.neighbourhood, body.title, body.body
    )
    answer = await service.once(key, lambda stores: requesting.propose_from_request(command, who.actor, stores))
    return RequestProposed(**answer)


@router.get("/requests/track/{code}")
async def track_request(municipality: Municipality, code: str, service: Service) -> RequestAnswer:
    return _request(await service.queries.request_by_code(municipality, code.strip().upper()))


@router.post("/requests/{request_id}/answer", status_code=201)
async def answer_request(
    municipality: Municipality, request_id: str, body: AnswerBody, service: Service, who: Cell, key: Once
) -> RequestAnswered:
    answer = await service.once(
        key,
        lambda stores: delivering.answer_request(municipality, request_id, body.answer, who.actor, stores),
    )
    return RequestAnswered(**answer)


def _request(found: ParticipationRequest) -> RequestAnswer:
    return RequestAnswer(
        request_id=found.id,
        tracking_code=found.tracking_code,
        kind=found.kind,
        subject=found.subject,
        body=found.body,
        zone=found.zone,
        signatures=found.signatures,
        received_on=found.received_on,
        answer=found.answer,
        answered_on=found.answered_on,
        days=found.days,
        proposal_id=found.proposal_id,
    )
