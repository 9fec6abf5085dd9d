"""Routes by which proposals are judged and their sheets written."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.proposals.adapters.mongo import PROPOSAL
from services.proposals.api import shapes
from services.proposals.api.access import Reader, Reviewer, Service, Technical
from services.proposals.api.answers import Minor, PublicSheet, PublicSheets
from services.proposals.application import reviewing
from services.proposals.domain.review import Stage, Verdict
from services.proposals.domain.sheet import Feasibility, Line, Sheet, SheetContent, SheetUnknown
from shared.http import Answer, Body, Money, Municipality, Once, Text3

router = APIRouter(prefix="/{municipality}/proposals/{proposal_id}", tags=["review"])


class ReviewBody(Body):
    stage: Stage
    verdict: Verdict
    reason: Text3


class AppealBody(Body):
    reason: Annotated[str, Field(min_length=10, max_length=2000)]


class FeasibilityBody(Body):
    verdict: Feasibility
    conditions: Text3 | None = None


class LineBody(Body):
    label: Text3
    quantity: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=6)]
    unit: Annotated[str, Field(min_length=1, max_length=30)]
    unit_cost: Money


class ScheduleBody(Body):
    start: date | None = None
    end: date | None = None


class SheetBody(Body):
    feasibility: FeasibilityBody
    components: Annotated[list[LineBody], Field(min_length=1, max_length=200)]
    total: Money | None = None
    schedule: ScheduleBody = ScheduleBody()


class Reviewed(Answer):
    proposal_id: str
    status: str
    public: bool


class Appealed(Answer):
    proposal_id: str
    status: str


class Written(Answer):
    proposal_id: str
    sheet_version: int
    total: Minor


class Published(Answer):
    proposal_id: str
    sheet_version: int
    document_sha256: Annotated[str, Field(description="Of the PDF.")]


@router.post("/reviews", status_code=201)
async def review_proposal(
    municipality: Municipality, proposal_id: str, body: ReviewBody, service: Service, who: Reviewer, key: Once
) -> Reviewed:
    """Public at once, or hidden until the review round of its stage ends."""
    command = reviewing.ReviewProposal(municipality, proposal_id, body.stage, body.verdict, shapes.text(body.reason))
    return Reviewed(**await service.once(key, lambda stores: reviewing.review_proposal(command, who.actor, stores)))


@router.post("/appeals", status_code=201)
async def appeal_verdict(
    municipality: Municipality, proposal_id: str, body: AppealBody, service: Service, who: Reviewer, key: Once
) -> Appealed:
    """Recorded by staff from a letter or a visit; the proposal goes back to the review that refused it."""
    answer = await service.once(
        key, lambda stores: reviewing.appeal_verdict(municipality, proposal_id, body.reason, who.actor, stores)
    )
    return Appealed(**answer)


@router.post("/sheets", status_code=201)
async def write_sheet(
    municipality: Municipality, proposal_id: str, body: SheetBody, service: Service, who: Technical, key: Once
) -> Written:
    """The next version; a total that is given must be the sum of the lines."""
    command = reviewing.WriteSheet(municipality, proposal_id, _content(body), body.total)
    return Written(**await service.once(key, lambda stores: reviewing.write_sheet(command, who.actor, stores)))


@router.get("/sheets")
async def list_sheets(municipality: Municipality, proposal_id: str, service: Service, _: Reader) -> PublicSheets:
    """All versions, those not yet public included."""
    found = await service.queries.get(PROPOSAL, municipality, proposal_id)
    return PublicSheets(items=[PublicSheet(**shapes.sheet(each)) for each in found.sheets], next=None)


@router.post("/sheets/{version}/publish", status_code=201)
async def publish_sheet(
    municipality: Municipality, proposal_id: str, version: int, service: Service, who: Technical, key: Once
) -> Published:
    """Public from now on, with its PDF; a version never changes."""
    answer = await service.once(
        key, lambda stores: reviewing.publish_sheet(municipality, proposal_id, version, who.actor, stores)
    )
    return Published(**answer)


@router.get("/sheets/{version}.pdf", response_class=Response)
async def sheet_document(
    municipality: Municipality, proposal_id: str, version: int, service: Service
) -> StreamingResponse:
    found = await _public_sheet(municipality, proposal_id, version, service)
    content = await service.files.open(municipality, str(found.document_sha256))
    return StreamingResponse(content, media_type="application/pdf")


@router.get("/sheets/{version}")
async def show_sheet(municipality: Municipality, proposal_id: str, version: int, service: Service) -> PublicSheet:
    return PublicSheet(**shapes.sheet(await _public_sheet(municipality, proposal_id, version, service)))


async def _public_sheet(municipality: str, proposal_id: str, version: int, service: Service) -> Sheet:
    found = (await service.queries.public_proposal(municipality, proposal_id)).sheet(version)
    if found.published_at is None:
        raise SheetUnknown(version)
    return found


def _content(body: SheetBody) -> SheetContent:
    conditions = body.feasibility.conditions
    return SheetContent(
        body.feasibility.verdict,
        shapes.text(conditions) if conditions else None,
        tuple(Line(shapes.text(line.label), line.quantity, line.unit, line.unit_cost) for line in body.components),
        body.schedule.start,
        body.schedule.end,
    )
