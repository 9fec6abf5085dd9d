"""Routes of what was sent: the delivery log, dispatches, counts."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.notifications.adapters.service import Notifications
from services.notifications.api.access import Reader, Service
from services.notifications.api.schemas import CountedChannel, CountsAnswer, DeliveryAnswer, DispatchAnswer
from services.notifications.domain.channels import Channel
from services.notifications.domain.delivery import DeliveryState
from shared.http import Identifier, Municipality, Page, Paging
from shared.mongo import Document

router = APIRouter(prefix="/{municipality}", tags=["log"])

EventType = Annotated[str | None, Query(max_length=100, description="CloudEvents type.")]
WAITING = ("pending", "claimed", "bundled")


@router.get("/deliveries")
async def list_deliveries(
    municipality: Municipality,
    service: Service,
    paging: Paging,
    who: Reader,
    event_type: EventType = None,
    status: DeliveryState | None = None,
) -> Page[DeliveryAnswer]:
    equal = {"event_type": event_type, "state": status.value if status else None}
    wanted = {name: value for name, value in equal.items() if value}
    found = await service.queries.deliveries(municipality, wanted, paging.cursor, paging.limit)
    return Page(items=[_delivery(row) for row in found.items], next=found.next)


@router.get("/dispatches")
async def list_dispatches(
    municipality: Municipality, service: Service, paging: Paging, who: Reader
) -> Page[DispatchAnswer]:
    found = await service.queries.dispatches(municipality, paging.cursor, paging.limit)
    return Page(items=[await _dispatch(service, row) for row in found.items], next=found.next)


@router.get("/dispatches/{dispatch_id}")
async def show_dispatch(
    municipality: Municipality, dispatch_id: Identifier, service: Service, who: Reader
) -> DispatchAnswer:
    return await _dispatch(service, await service.queries.dispatch(municipality, dispatch_id))


@router.get("/messages/counts")
async def count_messages(municipality: Municipality, service: Service) -> CountsAnswer:
    """How many messages went out; no person can be told from it."""

    async def count(*states: str, **equal: str) -> int:
        return await service.queries.count(municipality, state={"$in": list(states)}, **equal)

    return CountsAnswer(
        sent=await count("sent"),
        failed=await count("failed"),
        uncertain=await count("uncertain"),
        pending=await count(*WAITING),
        by_channel=[
            CountedChannel(channel=each.value, sent=await count("sent", channel=each.value)) for each in Channel
        ],
    )


def _delivery(row: Document) -> DeliveryAnswer:
    named = ("event_id", "event_type", "contact_id", "channel", "reason", "legal", "tries", "message_id")
    kept = {name: row[name] for name in (*named, "settled_at", "not_before")}
    return DeliveryAnswer(delivery_id=row["id"], status=row["state"], **kept)


async def _dispatch(service: Notifications, row: Document) -> DispatchAnswer:
    async def count(*states: str) -> int:
        chosen = {"state": {"$in": list(states)}} if states else {}
        return await service.queries.count(row["municipality"], dispatch_id=row["id"], **chosen)

    named = ("edition", "about", "about_type", "audience", "document_sha256", "completed_at", "table_sha256")
    return DispatchAnswer(
        dispatch_id=row["id"],
        recipients=await count(),
        sent=await count("sent"),
        failed=await count("failed"),
        pending=await count(*WAITING),
        **{name: row[name] for name in named},
    )
