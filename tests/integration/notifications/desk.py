"""The service with its queue in the test's hands: events are heard, tasks run, clocks stepped when the test says so."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from services.notifications.adapters.service import Notifications
from services.notifications.consumers import HANDLERS
from services.notifications.tasks import TASKS
from shared.contracts.event import Event, Text3
from shared.contracts.proposals import MunicipalityRegistered, Region
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery
from shared.messaging.inbox import unseen
from shared.messaging.unit_of_work import Transaction

RUN = {spec.name: spec.run for spec in TASKS}
SWEEPS = [spec for spec in TASKS if spec.every is not None]
NOON = datetime(2021, 10, 12, 11, 0, tzinfo=UTC)


@dataclass
class SteppedByHand:
    """Both clocks stand still until the test moves them."""

    civil_now: datetime = NOON
    system_now: datetime = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

    async def civil(self) -> datetime:
        return self.civil_now

    def system(self) -> datetime:
        return self.system_now

    def pass_time(self, span: timedelta) -> None:
        self.civil_now += span
        self.system_now += span


@dataclass
class Queue:
    """What Celery would be given."""

    waiting: deque[tuple[str, tuple[str, ...]]] = field(default_factory=deque)

    def __call__(self, task: str, *ids: str) -> None:
        self.waiting.append((task, ids))


@dataclass
class Desk:
    """One municipality's notifications at work."""

    service: Notifications
    queue: Queue
    clock: SteppedByHand

    async def hear(self, event: Event, event_id: str | None = None, sequence: int = 1) -> str:
        """As the consumer does: inbox and handler in one transaction."""
        identity = event_id or new_id()
        envelope = self._envelope(event, identity, sequence)

        async def apply(tx: Transaction) -> None:
            if await unseen(tx, [envelope]):
                await HANDLERS[type(event)](event, Delivery(tx, envelope, self.service))

        await self.service.work.run(apply)
        return identity

    async def work(self) -> None:
        """Run every queued task and what those enqueue."""
        while self.queue.waiting:
            name, ids = self.queue.waiting.popleft()
            await RUN[name](self.service, *ids)

    async def told(self, event: Event, event_id: str | None = None) -> str:
        identity = await self.hear(event, event_id)
        await self.work()
        return identity

    async def sweep(self) -> None:
        for spec in SWEEPS:
            await spec.run(self.service)
        await self.work()

    async def later(self, span: timedelta) -> None:
        self.clock.pass_time(span)
        await self.sweep()

    async def announced(self, kind: type[Event]) -> list[Any]:
        rows = await self.service.db["_outbox"].find({"type": kind.TYPE}).sort("_id", 1).to_list(None)
        return [kind.model_validate_json(row["data"]) for row in rows]

    async def deliveries(self, **equal: Any) -> list[dict[str, Any]]:
        return await self.service.db["deliveries"].find(equal).sort("_id", 1).to_list(None)

    def _envelope(self, event: Event, identity: str, sequence: int) -> Envelope:
        return Envelope(
            id=identity,
            source="test",
            type=event.TYPE,
            subject=event.subject,
            time=self.clock.civil_now,
            sequence=sequence,
            correlation=identity,
            causation=None,
            traceparent=None,
            key=event.key,
            data=event.model_dump_json().encode(),
        )


@dataclass
class Door:
    """The HTTP side of the service."""

    client: httpx.AsyncClient
    staff: dict[str, str]
    desk: Desk

    async def post(
        self, path: str, body: Any, staff: bool = True, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        own = {"Idempotency-Key": new_id(), **(self.staff if staff else {}), **(headers or {})}
        return await self.client.post(path, json=body, headers=own)

    async def get(self, path: str, staff: bool = False, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.get(path, headers={**(self.staff if staff else {}), **(headers or {})})


def registered(slug: str = "tn-nefta", country: str = "TN") -> MunicipalityRegistered:
    timezone, currency = ("Africa/Tunis", "TND") if country == "TN" else ("Africa/Casablanca", "MAD")
    return MunicipalityRegistered(
        municipality=slug,
        name=Text3(ar="نفطة", fr="Nefta", en="Nefta"),
        country=country,
        timezone=timezone,
        currency=currency,
        region=Region(slug="tozeur", name=Text3(ar="توزر", fr="Tozeur")),
        languages=["ar", "fr"],
    )
