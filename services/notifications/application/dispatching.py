"""Closing a dispatch: once the fate of every message is known, its table becomes a document and an event."""

from dataclasses import replace

from services.notifications.application.ports import Stores
from services.notifications.domain.delivery import DeliveryState
from services.notifications.domain.dispatch import Dispatch, sent, settled, table
from shared.contracts.event import Document
from shared.contracts.notifications import DispatchCompleted


async def finished_table(municipality: str, dispatch_id: str, stores: Stores) -> dict[str, object] | None:
    """The table of a dispatch whose messages are all settled; None while one is not, or once it was announced."""
    dispatch = await stores.dispatches.get(municipality, dispatch_id)
    deliveries = await stores.deliveries.of_dispatch(municipality, dispatch_id)
    if dispatch.completed_at or not dispatch.expanded or not settled(deliveries):
        return None
    return table(dispatch, deliveries)


async def complete(municipality: str, dispatch_id: str, document: Document, stores: Stores) -> None:
    """Announce the finished dispatch with its table; the second time nothing happens."""
    dispatch = await stores.dispatches.get(municipality, dispatch_id)
    if dispatch.completed_at:
        return
    deliveries = await stores.deliveries.of_dispatch(municipality, dispatch_id)
    moments = [one.settled_at for one in deliveries if one.settled_at]
    done = replace(dispatch, completed_at=max(moments, default=stores.civil), table_sha256=document.sha256)
    version = await stores.dispatches.save(done)
    failed = sum(one.state is DeliveryState.FAILED for one in deliveries)
    stores.announce(_completed(done, len(deliveries), sent(deliveries), failed, document), version)


def _completed(
    dispatch: Dispatch, recipients: int, accepted: int, failed: int, document: Document
) -> DispatchCompleted:
    assert dispatch.completed_at is not None
    return DispatchCompleted(
        municipality=dispatch.municipality,
        dispatch_id=dispatch.id,
        edition=dispatch.edition,
        about=dispatch.about,
        about_type=dispatch.about_type,
        audience=dispatch.audience,
        recipients=recipients,
        sent=accepted,
        failed=failed,
        completed_at=dispatch.completed_at,
        dispatch_table=document,
    )
