"""Celery: telling, sending, printing, and the sweeps that find what a crash left behind."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from services.notifications.adapters.papers import attachments, complete_dispatch, fetch_attachment, print_notice
from services.notifications.adapters.service import Notifications
from services.notifications.application.delivering import (
    Prepared,
    Settlement,
    change_channel,
    claim,
    give_up_claim,
    prepare,
    send,
    settle,
)
from services.notifications.application.ports import Outcome
from services.notifications.application.spreading import BATCH, DELIVER, PRINT, SPREAD_TASK, spread
from services.notifications.domain.channels import Channel
from services.notifications.domain.delivery import Delivery
from shared.celery_runner import TaskSpec
from shared.ids import new_id
from shared.telemetry import continued

Row = dict[str, Any]


async def tell(service: Notifications, municipality: str, event_id: str) -> None:
    """Spread one event over everybody it concerns; goes on where a crash left it."""
    telling = service.telling(await service.town(municipality))
    happening = await service.within(lambda stores: stores.happenings.get(municipality, event_id))
    await fetch_attachment(service, happening)
    while await service.within(lambda stores: spread(municipality, event_id, stores, telling)):
        pass


async def deliver(service: Notifications, municipality: str, *ids: str) -> None:
    """Send those of `ids` that are due and that nobody else is sending."""
    token, town = new_id(), await service.town(municipality)
    claimed = await service.within(lambda stores: claim(municipality, ids, token, stores))
    if not claimed:
        return
    posting = service.posting(town, await attachments(service, claimed))
    prepared = await service.within(lambda stores: prepare(claimed, stores, posting))
    await _send(service, token, prepared)
    await _change_channels(service, claimed)
    for dispatch in dict.fromkeys(one.dispatch_id for one in claimed if one.dispatch_id):
        await complete_dispatch(service, municipality, dispatch)


async def sweep_deliveries(service: Notifications) -> None:
    """Enqueue what is due: after a night, a pause, or a crash between commit and queue."""
    rows = await service.timers.due_deliveries(await service.clock.civil(), service.clock.system())
    for (municipality, _), group in groupby(sorted(rows, key=_by_event), key=_by_event):
        _enqueue_batches(service, municipality, list(group))


async def sweep_happenings(service: Notifications) -> None:
    """Go on telling what was begun and not finished."""
    for row in await service.timers.unfinished_happenings(service.clock.system()):
        with continued(row.get("traceparent")):
            service.enqueue(SPREAD_TASK, row["municipality"], row["event_id"])


async def sweep_claims(service: Notifications) -> None:
    """Settle claims nobody has spoken for since two minutes."""
    for row in await service.timers.lost_claims(service.clock.system()):
        await service.within(partial(give_up_claim, row["municipality"], row["id"]))


async def sweep_papers(service: Notifications) -> None:
    """Close dispatches whose messages are all settled, print notices that are not."""
    for row in await service.timers.open_dispatches():
        await complete_dispatch(service, row["municipality"], row["id"])
    for row in await service.timers.unprinted_notices():
        await print_notice(service, row["municipality"], row["id"])


async def _send(service: Notifications, token: str, prepared: Sequence[Prepared]) -> None:
    for one in prepared:
        if one.attempt is None:
            told = Settlement(one.delivery.municipality, one.delivery.id, token, Outcome.REFUSED, "no-address")
            await _settled(service, told)
    municipality = prepared[0].delivery.municipality
    async for tried in send(prepared, service.senders):
        sent = tried.attempt
        told = Settlement(municipality, sent.delivery_id, token, tried.outcome, tried.reason, sent.address_digest)
        await _settled(service, told)


async def _settled(service: Notifications, told: Settlement) -> None:
    await service.within(lambda stores: settle(told, stores))


async def _change_channels(service: Notifications, claimed: Sequence[Delivery]) -> None:
    working = frozenset(service.senders)
    for one in claimed:
        if one.channel is not Channel.EMAIL:
            await service.within(partial(change_channel, one.municipality, one.id, working))


def _enqueue_batches(service: Notifications, municipality: str, rows: Sequence[Row]) -> None:
    with continued(rows[0].get("traceparent")):
        for start in range(0, len(rows), BATCH):
            service.enqueue(DELIVER, municipality, *(row["id"] for row in rows[start : start + BATCH]))


def _by_event(row: Row) -> tuple[str, str]:
    return row["municipality"], row["event_id"]


TASKS = (
    TaskSpec(SPREAD_TASK, tell),
    TaskSpec(DELIVER, deliver, time_limit=110.0),
    TaskSpec(PRINT, print_notice),
    TaskSpec("notifications.sweep_deliveries", sweep_deliveries, every=1.0),
    TaskSpec("notifications.sweep_happenings", sweep_happenings, every=1.0),
    TaskSpec("notifications.sweep_claims", sweep_claims, every=10.0),
    TaskSpec("notifications.sweep_papers", sweep_papers, every=2.0),
)
