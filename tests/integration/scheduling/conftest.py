"""The scheduling service in this process, on a real database, with events handed to its handlers."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pikepdf
import pytest
from fastapi import FastAPI
from PIL import Image

from services.scheduling.adapters.service import Scheduling
from services.scheduling.settings import Settings
from services.scheduling.wiring import SERVICE
from shared.clock import SteppedClock
from shared.contracts.event import Event, Text3
from shared.contracts.proposals import MunicipalityRegistered, Neighbourhood, Region, Zone, ZonesDefined
from shared.http import create_app
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from shared.messaging.consumer import Delivery
from shared.messaging.inbox import unseen
from shared.messaging.unit_of_work import Transaction
from shared.mongo import ensure_indexes
from shared.service import MACHINERY, Resources, open_resources
from shared.settings import FirstGrant
from tests.support.issuer import Issuer

DOCUMENTS = Path(__file__).parents[3] / "deploy/demo/data/documents"
NEFTA, BENI_MELLAL = "tn-nefta", "ma-beni-mellal"
ROLES = ("cell", "council_secretary", "communication_officer", "registration_clerk", "facilitator")


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def photograph() -> bytes:
    """A picture that says where and when it was taken."""
    exif = Image.Exif()
    exif[271] = "Camera of somebody"
    out = BytesIO()
    Image.new("RGB", (32, 24), (200, 180, 140)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def paper(author: str = "Somebody") -> bytes:
    """A page with its author in it."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = author
        pdf.save(out)
    return out.getvalue()


@dataclass
class Town:
    """Calls the service's doors as staff of one municipality would, and hands it events as Kafka would."""

    slug: str
    client: httpx.AsyncClient
    resources: Resources
    service: Scheduling
    issuer: Issuer

    def at(self, slug: str) -> "Town":
        return Town(slug, self.client, self.resources, self.service, self.issuer)

    def headers(self, role: str, key: str | None = None) -> dict[str, str]:
        subject = f"{self.slug}-{role}".replace("_", "-")
        return {**self.issuer.headers(subject), "Idempotency-Key": key or new_id()}

    async def post(
        self, path: str, body: Mapping[str, Any], role: str = "cell", key: str | None = None
    ) -> httpx.Response:
        return await self.client.post(f"/{self.slug}{path}", json=body, headers=self.headers(role, key))

    async def made(self, path: str, body: Mapping[str, Any], role: str = "cell") -> dict[str, Any]:
        answer = await self.post(path, body, role)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    async def get(self, path: str, role: str | None = None) -> dict[str, Any]:
        headers = self.headers(role) if role else {}
        answer = await self.client.get(f"/{self.slug}{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def upload(self, content: bytes, name: str, media_type: str) -> str:
        files = {"file": (name, content, media_type)}
        answer = await self.client.post(f"/{self.slug}/files", files=files, headers=self.headers("cell"))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["sha256"])

    async def tell(self, event: Event, times: int = 2, sequence: int = 1) -> None:
        """Hand over the same event, twice unless told otherwise: the inbox lets it have one effect."""
        identity = new_id()
        now = await self.resources.clock.civil()
        for _ in range(times):
            envelope = Envelope(
                identity, "test", event.TYPE, event.subject, now, sequence, identity, None, None, event.key, b""
            )
            await self.resources.work.run(partial(self.handled, envelope=envelope, event=event))

    async def handled(self, tx: Transaction, envelope: Envelope, event: Event) -> None:
        if await unseen(tx, [envelope]):
            await SERVICE.handlers[type(event)](event, Delivery(tx, envelope, self.service))

    async def announced(self, kind: type[Event]) -> list[dict[str, Any]]:
        rows = self.resources.db["_outbox"].find({"type": kind.TYPE}).sort("_id", 1)
        return [json.loads(row["data"]) async for row in rows]

    async def step(self, instant: str) -> None:
        clock = self.resources.clock
        assert isinstance(clock, SteppedClock)
        await clock.step_to(datetime.fromisoformat(instant))


def grants(issuer: str) -> list[FirstGrant]:
    watchers = [
        FirstGrant(issuer=issuer, subject="network", role="network_administrator", scope="network"),
        FirstGrant(issuer=issuer, subject="region", role="regional_operator", scope=f"region:{NEFTA}-region"),
    ]
    return watchers + [
        FirstGrant(
            issuer=issuer,
            subject=f"{slug}-{role}".replace("_", "-"),
            role=role,
            scope=f"municipality:{slug}",
        )
        for slug in (NEFTA, BENI_MELLAL)
        for role in ROLES
    ]


def registered(slug: str, country: str, timezone: str) -> MunicipalityRegistered:
    return MunicipalityRegistered(
        municipality=slug,
        name=Text3(ar=slug, fr=slug, en=slug),
        country=country,
        timezone=timezone,
        currency="TND" if country == "TN" else "MAD",
        region=Region(slug=f"{slug}-region", name=Text3(fr="région")),
        languages=["ar", "fr"],
    )


def medina() -> ZonesDefined:
    names = [f"hay-{n}" for n in range(1, 7)]
    neighbourhoods = [Neighbourhood(slug=name, name=Text3(fr=name), zone="medina") for name in names]
    zone = Zone(slug="medina", name=Text3(fr="médina"), population=20000)
    return ZonesDefined(municipality=BENI_MELLAL, zones=[zone], neighbourhoods=neighbourhoods)


@asynccontextmanager
async def running(app: FastAPI, resources: Resources, service: Scheduling) -> AsyncIterator[None]:
    app.state.resources, app.state.service = resources, service
    yield


@pytest.fixture
async def town(mongo_url: str, database: str, redis_url: str, oidc: Issuer, tmp_path: Path) -> AsyncIterator[Town]:
    settings = Settings(
        mongo_url=mongo_url,
        database_prefix=database,
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=grants(oidc.issuer),
        civil_clock="stepped",
        profile="local",
        data_dir=tmp_path,
    )
    async with open_resources(SERVICE, settings) as resources:
        await ensure_indexes(resources.db, [*MACHINERY, *SERVICE.indexes])
        service = SERVICE.build(settings, resources)

        app = create_app(SERVICE, settings, lambda app: running(app, resources, service))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://t") as client,
        ):
            here = Town(NEFTA, client, resources, service, oidc)
            await here.tell(registered(NEFTA, "TN", "Africa/Tunis"))
            await here.tell(registered(BENI_MELLAL, "MA", "Africa/Casablanca"))
            await here.tell(medina())
            yield here
        await resources.mongo.drop_database(settings.database)
