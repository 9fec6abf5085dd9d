"""Routes everybody may read: the feed, notices, the communication plan; and previews for who writes."""

import dataclasses
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.notifications.adapters.mime import html, plain
from services.notifications.adapters.mongo_public import MongoPlans
from services.notifications.api.access import Reader, Service, Writer
from services.notifications.api.schemas import (
    FeedAnswer,
    Language,
    NoticeAnswer,
    PlanAnswer,
    PlanBody,
    PlanItemAnswer,
    PreviewAnswer,
)
from services.notifications.application.plans import write_plan
from services.notifications.domain.plan import CommunicationPlan
from shared.http import Identifier, Municipality, Page, Paging, etag, holds
from shared.http.preconditions import expected_version
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document

router = APIRouter(prefix="/{municipality}", tags=["public"])

IfMatch = Annotated[str | None, Header(description="The ETag that was read; needed once a plan exists.")]


@router.get("/feed")
async def list_feed(
    municipality: Municipality,
    service: Service,
    paging: Paging,
    topic: Annotated[str | None, Query(max_length=40)] = None,
) -> Page[FeedAnswer]:
    """The newest first."""
    found = await service.queries.feed(municipality, topic, paging.cursor, paging.limit)
    return Page(items=[_feed(row) for row in found.items], next=found.next)


@router.get("/notices")
async def list_notices(municipality: Municipality, service: Service, paging: Paging) -> Page[NoticeAnswer]:
    found = await service.queries.notices(municipality, paging.cursor, paging.limit)
    return Page(items=[_notice(row) for row in found.items], next=found.next)


@router.get("/notices/{notice_id}.pdf", response_class=StreamingResponse)
async def show_notice(
    municipality: Municipality, notice_id: Identifier, service: Service, request: Request
) -> Response:
    digest = await service.queries.notice_digest(municipality, notice_id)
    headers = {"ETag": etag(digest), "X-Content-Type-Options": "nosniff"}
    if holds(request, etag(digest)):
        return Response(status_code=304, headers=headers)
    content = await service.files.open(municipality, digest)
    return StreamingResponse(content, media_type="application/pdf", headers=headers)


@router.put("/editions/{edition}/communication-plan")
async def write_communication_plan(
    municipality: Municipality,
    edition: Identifier,
    body: PlanBody,
    service: Service,
    who: Writer,
    response: Response,
    if_match: IfMatch = None,
) -> PlanAnswer:
    await service.town(municipality)
    expected = expected_version(if_match) if if_match is not None else None
    items = [item.item() for item in body.items]

    async def work(tx: Transaction) -> CommunicationPlan:
        version = await write_plan(municipality, edition, items, expected, MongoPlans(tx))
        tx.audit(municipality, who.actor, "write_communication_plan", edition)
        return CommunicationPlan(municipality, edition, tuple(items), version)

    plan = await service.work.run(work)
    response.headers["ETag"] = etag(plan.version)
    return _plan(plan)


@router.get("/editions/{edition}/communication-plan")
async def show_communication_plan(
    municipality: Municipality, edition: Identifier, service: Service, response: Response
) -> PlanAnswer:
    plan = await service.within(lambda stores: stores.plans.get(municipality, edition))
    response.headers["ETag"] = etag(plan.version)
    return _plan(plan)


@router.get("/templates/{key}/preview")
async def preview_template(
    municipality: Municipality,
    key: Identifier,
    service: Service,
    who: Reader,
    language: Language = "ar",
    count: Annotated[int, Query(ge=0, le=1_000_000, description="The number plural forms follow.")] = 3,
) -> PreviewAnswer:
    """The message with every value shown by its name; nothing is sent."""
    message = service.composer.sample(key, await service.town(municipality), language, count)
    return PreviewAnswer(
        template=key,
        language=language,
        subject=message.subject,
        plain=plain(message, None),
        html=html(message, None),
        translated=service.composer.languages(key),
    )


def _feed(row: Document) -> FeedAnswer:
    texts = row["texts"]
    return FeedAnswer(
        id=row["event_id"],
        topic=row["topic"],
        template=row["template"],
        title={code: text["title"] for code, text in texts.items()},
        body={code: text["body"] for code, text in texts.items()},
        path=row["path"],
        at=row["at"],
    )


def _notice(row: Document) -> NoticeAnswer:
    href = f"/{row['municipality']}/notices/{row['id']}.pdf" if row["sha256"] else None
    return NoticeAnswer(notice_id=row["id"], about=row["about"], template=row["template"], href=href)


def _plan(plan: CommunicationPlan) -> PlanAnswer:
    items = [PlanItemAnswer(**dataclasses.asdict(item)) for item in plan.items]
    return PlanAnswer(edition=plan.edition, version=plan.version, items=items)
