"""Celery: telling, sending, printing, and the sweeps that find what a crash left behind."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from functools import partial
from itertools import groupby
from typing import Any

from services.notifications.adapters.gateway import NoGateway
from services.notifications.adapters.papers import attachments, complete_dispatch, fetch_attachment, print_notice
from services.notifications.adapters.service import Notifications
from services.notifications.application.delivering import (
    Prepared,
    Settlement,
    change_channel,
    claim,
    due,
    give_up_claim,
    prepare,
    settle,
)
from services.notifications.application.ports import Attempt, Outcome
from services.notifications.application.spreading import BATCH, DELIVER, PRINT, SPREAD_TASK, spread
from services.notifications.domain.channels import Channel
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
    waiting = await service.within(lambda stores: due(municipality, ids, stores))
    if not waiting:
        return
    posting = service.posting(town, await attachments(service, waiting))
    prepared = await service.within(lambda stores: prepare(waiting, stores, posting))
    for channel in dict.fromkeys(one.delivery.channel for one in prepared):
        await _send(service, channel, token, [one for one in prepared if one.delivery.channel is channel])
    for dispatch in dict.fromkeys(one.dispatch_id for one in waiting if one.dispatch_id):
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
    """Settle claims nobody has spoken for for a minute."""
    for row in await service.timers.lost_claims(service.clock.system()):
        await service.within(partial(give_up_claim, row["municipality"], row["id"]))


async def sweep_papers(service: Notifications) -> None:
    """Close dispatches whose messages are all settled, print notices that are not."""
    for row in await service.timers.open_dispatches():
        await complete_dispatch(service, row["municipality"], row["id"])
    for row in await service.timers.unprinted_notices():
        await print_notice(service, row["municipality"], row["id"])


async def _send(service: Notifications, channel: Channel, token: str, prepared: Sequence[Prepared]) -> None:
    sender = service.senders.get(channel, NoGateway())
    async with aclosing(sender.send(_claimed(service, token, prepared))) as tries:
        async for tried in tries:
            sent, municipality = tried.attempt, prepared[0].delivery.municipality
            told = Settlement(municipality, sent.delivery_id, token, tried.outcome, tried.reason, sent.address_digest)
            await service.within(partial(settle, told))
            if tried.outcome is Outcome.POSTPONED and channel is not Channel.EMAIL:
                working = frozenset(service.senders)
                await service.within(partial(change_channel, municipality, sent.delivery_id, working))


async def _claimed(service: Notifications, token: str, prepared: Sequence[Prepared]) -> AsyncIterator[Attempt]:
    """The attempts, each claimed when it is asked for; who has no address any more is settled here."""
    for one in prepared:
        municipality, identity = one.delivery.municipality, one.delivery.id
        if not await service.within(partial(claim, municipality, identity, token)):
            continue
        if one.attempt is not None:
            yield one.attempt
        else:
            told = Settlement(municipality, identity, token, Outcome.REFUSED, "no-address")
            await service.within(partial(settle, told))


def _enqueue_batches(service: Notifications, municipality: str, rows: Sequence[Row]) -> None:
    with continued(rows[0].get("traceparent")):
        for start in range(0, len(rows), BATCH):
            service.enqueue(DELIVER, municipality, *(row["id"] for row in rows[start : start + BATCH]))


def _by_event(row: Row) -> tuple[str, str]:
    return row["municipality"], row["event_id"]


TASKS = (
    TaskSpec(SPREAD_TASK, tell),
    TaskSpec(DELIVER, deliver),
    TaskSpec(PRINT, print_notice),
    TaskSpec("notifications.sweep_deliveries", sweep_deliveries, every=1.0),
    TaskSpec("notifications.sweep_happenings", sweep_happenings, every=1.0),
    TaskSpec("notifications.sweep_claims", sweep_claims, every=5.0),
    TaskSpec("notifications.sweep_papers", sweep_papers, every=2.0),
)
