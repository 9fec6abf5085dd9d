"""Routes of projects being carried out."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from services.proposals.adapters.mongo import PROJECT
from services.proposals.api.access import Service, Technical
from services.proposals.api.delivery_answers import (
    Delivered,
    Judged,
    MilestoneAnswer,
    Progressed,
    ProjectAnswer,
    Projects,
)
from services.proposals.api.intake import FormToken, Trap
from services.proposals.application import delivering
from services.proposals.domain.delivery import FundedProject, Milestone
from services.proposals.domain.forms import Form
from shared.http import Body, Money, Municipality, Once, Paging, Sha256

router = APIRouter(prefix="/{municipality}", tags=["delivery"])


class ProgressBody(Body):
    percent: Annotated[int, Field(ge=0, le=100)]
    committed: Money | None = None
    spent: Money | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None
    delay_reason: Annotated[str, Field(max_length=2000)] | None = None
    photos: list[Sha256] = Field(default_factory=list, max_length=20)


class DeliveryBody(Body):
    delivered_on: date | None = None


class SatisfactionBody(Body):
    stars: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, Field(max_length=2000, description="Read by staff only.")] | None = None
    website: Trap = None
    form_token: FormToken = None


@router.get("/projects")
async def list_projects(
    municipality: Municipality, service: Service, paging: Paging, edition: str | None = None
) -> Projects:
    equal = {"edition": edition} if edition else {}
    found, following = await service.queries.page(PROJECT, municipality, paging.cursor, paging.limit, **equal)
    return Projects(items=[_project(each) for each in found], next=following)


@router.get("/projects/{project_id}")
async def show_project(municipality: Municipality, project_id: str, service: Service) -> ProjectAnswer:
    return _project(await service.queries.get(PROJECT, municipality, project_id))


@router.post("/projects/{project_id}/progress", status_code=201)
async def report_progress(
    municipality: Municipality, project_id: str, body: ProgressBody, service: Service, who: Technical, key: Once
) -> Progressed:
    command = delivering.ReportProgress(
        municipality,
        project_id,
        body.percent,
        body.committed,
        body.spent,
        body.note,
        body.delay_reason,
        tuple(body.photos),
    )
    return Progressed(**await service.once(key, lambda stores: delivering.report_progress(command, who.actor, stores)))


@router.post("/projects/{project_id}/delivery", status_code=201)
async def deliver_project(
    municipality: Municipality,
    project_id: str,
    service: Service,
    who: Technical,
    key: Once,
    body: DeliveryBody | None = None,
) -> Delivered:
    """Handed over to its users."""
    on = body.delivered_on if body else None
    answer = await service.once(
        key, lambda stores: delivering.deliver_project(municipality, project_id, on, who.actor, stores)
    )
    return Delivered(**answer)


@router.post("/projects/{project_id}/satisfaction", status_code=201)
async def judge_project(
    request: Request, municipality: Municipality, project_id: str, body: SatisfactionBody, service: Service, key: Once
) -> Judged:
    """One answer of the survey after delivery, without a name."""
    await service.queries.municipality_exists(municipality)
    await service.gate.enter_or_wait(request, municipality, Form.SATISFACTION, body.form_token, body.website)
    answer = await service.once(
        key, lambda stores: delivering.judge_project(municipality, project_id, body.stars, body.comment, stores)
    )
    return Judged(**answer)


def _project(found: FundedProject) -> ProjectAnswer:
    latest = found.milestones[-1] if found.milestones else None
    return ProjectAnswer(
        project_id=found.id,
        edition=found.edition,
        title=found.title,
        cost=found.cost,
        currency=found.currency,
        zone=found.zone,
        kind=found.kind,
        percent=found.percent,
        committed=latest.committed if latest else None,
        spent=latest.spent if latest else None,
        milestones=[_milestone(each) for each in found.milestones],
        delivered_on=found.delivered_on,
        satisfaction={str(stars): count for stars, count in enumerate(found.satisfaction, start=1)},
    )


def _milestone(found: Milestone) -> MilestoneAnswer:
    return MilestoneAnswer(
        on=found.on,
        percent=found.percent,
        committed=found.committed,
        spent=found.spent,
        note=found.note,
        delay_reason=found.delay_reason,
        photos=list(found.photos),
    )
