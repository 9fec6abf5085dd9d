"""The scheduling service in this process, on a real database, with events handed to its handlers."""

import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from services.scheduling.adapters.service import Scheduling
from services.scheduling.settings import Settings
from services.scheduling.wiring import SERVICE
from shared.contracts.event import Text3
from shared.contracts.proposals import MunicipalityRegistered, Neighbourhood, Region, Zone, ZonesDefined
from shared.settings import FirstGrant
from tests.support.issuer import Issuer
from tests.support.service import Doors, served, staff

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


class Town(Doors[Scheduling]):
    """One town hall; `at` another."""

    definition, usually = SERVICE, "cell"

    def at(self, slug: str) -> "Town":
        return Town(slug, self.client, self.resources, self.service, self.issuer)

    async def upload(self, content: bytes, name: str, media_type: str) -> str:
        files = {"file": (name, content, media_type)}
        answer = await self.client.post(f"/{self.slug}/files", files=files, headers=self.headers())
        assert answer.status_code == 201, answer.text
        return str(answer.json()["sha256"])


def grants(issuer: str) -> list[FirstGrant]:
    watchers = [
        FirstGrant(issuer=issuer, subject="network", role="network_administrator", scope="network"),
        FirstGrant(issuer=issuer, subject="region", role="regional_operator", scope=f"region:{NEFTA}-region"),
    ]
    return watchers + staff(issuer, {NEFTA: ROLES, BENI_MELLAL: ROLES})


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


@pytest.fixture
async def town(mongo_url: str, emptied: str, redis_url: str, oidc: Issuer, key_folder: Path) -> AsyncIterator[Town]:
    settings = Settings(
        mongo_url=mongo_url,
        database_prefix=emptied,
        kafka_bootstrap="127.0.0.1:1",
        redis_url=redis_url,
        oidc_issuer=oidc.issuer,
        first_grants=grants(oidc.issuer),
        civil_clock="stepped",
        profile="local",
        data_dir=key_folder,
    )
    async with served(SERVICE, settings) as running:
        here = Town(NEFTA, running.client, running.resources, running.service, oidc)
        await here.tell(registered(NEFTA, "TN", "Africa/Tunis"))
        await here.tell(registered(BENI_MELLAL, "MA", "Africa/Casablanca"))
        await here.tell(medina())
        yield here
