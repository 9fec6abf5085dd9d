"""A town hall with the proposals service: what people, staff and other services ask of it."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI

from services.proposals.consumers import HANDLERS
from services.proposals.service import Proposals
from services.proposals.settings import Settings
from services.proposals.wiring import SERVICE
from shared.contracts.event import Event
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import EventConsumer
from shared.messaging.kafka import Record
from shared.mongo import ensure_indexes
from shared.service import MACHINERY, Resources, open_resources
from tests.support.issuer import Issuer
from tests.support.service import app_of

NEFTA = "tn-nefta"
TOZEUR = "tn-tozeur"
ZONES: dict[str, Any] = {
    "zones": [
        {"slug": "centre", "name": {"ar": "وسط المدينة"}, "population": 9000, "indicators": {"deficit": "0.2"}},
        {"slug": "oasis", "name": {"ar": "الواحة"}, "population": 7001, "indicators": {"deficit": "0.5"}},
    ],
    "neighbourhoods": [
        {"slug": "souk", "name": {"ar": "السوق"}, "zone": "centre"},
        {"slug": "corbeille", "name": {"ar": "الكوربي"}, "zone": "oasis"},
    ],
}
LAMPS = {"title": "تركيز أعمدة إنارة بشارع البيئة", "body": "الشارع مظلم ليلا ويستعمله التلاميذ.", "zone": "centre"}
SHEET: dict[str, Any] = {
    "feasibility": {"verdict": "feasible"},
    "components": [
        {"label": {"ar": "عمود إنارة"}, "quantity": 12, "unit": "pièce", "unit_cost": 850_500},
        {"label": {"ar": "كابل"}, "quantity": 2.5, "unit": "km", "unit_cost": 3_200_000},
    ],
    "schedule": {"start": "2022-02-01", "end": "2022-04-30"},
}


class NoDeadLetters:
    """Handlers of these tests must succeed: what cannot be handled is kept to be looked at."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    @property
    def count(self) -> int:
        return len(self.errors)

    async def put(self, record: Record, error: Exception) -> None:
        self.errors.append(error)


@dataclass
class Town:
    """One municipality's side of the running service."""

    app: FastAPI
    client: httpx.AsyncClient
    resources: Resources
    issuer: Issuer
    dead: NoDeadLetters
    slug: str = NEFTA

    @property
    def service(self) -> Proposals:
        service: Proposals = self.app.state.service
        return service

    def headers(self, who: str | None) -> dict[str, str]:
        named = {"Idempotency-Key": secrets.token_hex(16)}
        return named | (self.issuer.headers(who) if who else {})

    async def ask(
        self, method: str, path: str, body: Any = None, who: str | None = None, **headers: str
    ) -> httpx.Response:
        return await self.client.request(method, path, json=body, headers=self.headers(who) | headers)

    async def post(self, path: str, body: Any = None, who: str | None = "cell", expect: int = 201) -> Any:
        answer = await self.ask("POST", f"/{self.slug}{path}", {} if body is None else body, who)
        assert answer.status_code == expect, answer.text
        return answer.json()

    async def put(self, path: str, body: Any, who: str = "cell", expect: int = 200) -> Any:
        answer = await self.ask("PUT", f"/{self.slug}{path}", body, who)
        assert answer.status_code == expect, answer.text
        return answer.json()

    async def get(self, path: str, expect: int = 200, who: str | None = None) -> Any:
        answer = await self.ask("GET", f"/{self.slug}{path}", who=who)
        assert answer.status_code == expect, answer.text
        return answer.json()

    async def announced(self, kind: type[Event] | None = None) -> list[dict[str, Any]]:
        """Rows of the outbox, oldest first."""
        where = {"type": kind.TYPE} if kind else {}
        return await self.resources.db["_outbox"].find(where).sort("_id", 1).to_list(None)

    async def deliver(self, event: Event, times: int = 2) -> None:
        """The same event as Kafka may bring it: more than once."""
        record = _record(event)
        consumer = EventConsumer(None, HANDLERS, self.resources.work, self.service, self.dead)  # type: ignore[arg-type]  # neither broker nor dead-letter topic is needed to hand over one record
        for _ in range(times):
            assert await consumer.handle_again(record), self.dead.errors

    async def register(self, slug: str = NEFTA, region: str = "tozeur") -> None:
        body = {
            "slug": slug,
            "name": {"ar": "نفطة", "fr": "Nefta"},
            "country": "TN",
            "timezone": "Africa/Tunis",
            "currency": "TND",
            "region": {"slug": region, "name": {"fr": "Tozeur"}},
            "languages": ["ar", "fr"],
        }
        answer = await self.ask("POST", "/network/municipalities", body, "network-administrator")
        assert answer.status_code == 201, answer.text
        grant = {"issuer": self.issuer.issuer, "subject": "cell", "role": "cell"}
        answer = await self.ask("POST", f"/{slug}/grants", grant, "network-administrator")
        assert answer.status_code == 201, answer.text

    async def open(self) -> None:
        """Registered, zoned, with an edition and its money."""
        await self.register()
        await self.put("/zones", ZONES, "network-administrator")
        await self.post("/editions", {"year": 2022, "template": "tn-annual", "title": {"ar": "برنامج 2022"}})
        envelopes = {
            "currency": "TND",
            "total": 300_000_000,
            "by_kind": [
                {"kind": "proximity", "amount": 200_000_000},
                {"kind": "administrative_buildings", "amount": 100_000_000},
            ],
            "zone_formula": {"method": "population", "kind": "proximity"},
        }
        await self.put("/editions/2022/envelopes", envelopes)

    async def propose(self, **changes: Any) -> str:
        received = await self.post("/proposals", {**LAMPS, "edition": "2022", **changes}, who=None)
        return str(received["proposal_id"])

    async def ready(self, title: str, units: int) -> str:
        """A proposal all the way to a published sheet that costs `units` millimes."""
        proposal = await self.propose(title=title)
        reason = {"ar": "مطابق للمعايير"}
        await self.post(
            f"/proposals/{proposal}/reviews", {"stage": "formal", "verdict": "admissible", "reason": reason}
        )
        verdict = {"stage": "substantive", "verdict": "feasible", "reason": reason}
        await self.post(f"/proposals/{proposal}/reviews", verdict)
        line = {"label": {"ar": "أشغال"}, "quantity": 1, "unit": "forfait", "unit_cost": units}
        await self.post(f"/proposals/{proposal}/sheets", {**SHEET, "components": [line]})
        await self.post(f"/proposals/{proposal}/sheets/1/publish")
        return proposal

    async def shortlist(self, proposals: Sequence[str], amount: int, method: str = "greedy_skip") -> str:
        body = {
            "proposals": list(proposals),
            "rule": {"method": method, "completion": "greedy"},
            "vote": {"method": "approval", "max_choices": 3},
            "envelope": {"kind": "proximity", "amount": amount},
        }
        frozen = await self.post("/editions/2022/shortlist", body)
        return str(frozen["shortlist_id"])


def _record(event: Event) -> Record:
    envelope = Envelope(
        id=new_id(),
        source="test",
        type=event.TYPE,
        subject=event.subject,
        time=datetime.now(UTC),
        sequence=1,
        correlation="test",
        causation=None,
        traceparent=None,
        key=event.key,
        data=event.model_dump_json().encode(),
    )
    return Record(envelope.topic, 0, 0, envelope.key.encode(), envelope.data, tuple(envelope.headers()))


@asynccontextmanager
async def running(settings: Settings, issuer: Issuer) -> AsyncIterator[Town]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_resources(SERVICE, settings) as resources:
            app.state.resources = resources
            app.state.service = SERVICE.build(settings, resources)
            yield

    async with AsyncExitStack() as stack:
        app = app_of(SERVICE, settings, lifespan)
        await stack.enter_async_context(app.router.lifespan_context(app))
        await ensure_indexes(app.state.resources.db, [*MACHINERY, *SERVICE.indexes])
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://proposals"))
        yield Town(app, client, app.state.resources, issuer, NoDeadLetters())
