"""The network: four municipalities, their zones, who may do what, and whom to write to."""

import asyncio

from deploy.demo.data import towns
from deploy.demo.play import ADMINISTRATOR, Json, Play

STAFF = (
    "cell",
    "secretary-general",
    "council-secretary",
    "communication-officer",
    "registration-clerk",
    "facilitator",
    "bureau",
    "technical-service",
    "financial-service",
    "advisory-body",
    "observer",
)
ASSOCIATIONS = ("heritage", "environment", "women", "youth", "parents")
RESIDENTS = 12


async def register(play: Play) -> None:
    await play.it_is("2020-10-01T08:00:00Z")
    for town in towns():
        play.tell(f"{town['name']['fr']}: municipality, zones and grants")
        await municipality(play, town)
    for town in towns():
        play.tell(f"{town['name']['fr']}: associations and residents who asked to be told")
        await contacts(play, town["slug"], town["languages"])


async def municipality(play: Play, town: Json) -> None:
    body = {key: town[key] for key in ("slug", "name", "country", "timezone", "currency", "region", "languages")}
    await play.platform.post("proposals", "/network/municipalities", body, by=ADMINISTRATOR)
    zones = {"zones": town["zones"], "neighbourhoods": town["neighbourhoods"]}
    await play.platform.put("proposals", f"/{town['slug']}/zones", zones, by=ADMINISTRATOR)
    for subject in STAFF:
        grant = {"issuer": play.platform.urls["oidc"], "subject": subject, "role": subject.replace("-", "_")}
        await play.platform.post("proposals", f"/{town['slug']}/grants", grant, by=ADMINISTRATOR)


async def contacts(play: Play, slug: str, languages: list[str]) -> None:
    people = [association(slug, name, languages[n % len(languages)]) for n, name in enumerate(ASSOCIATIONS)]
    people += [member(slug, kind) for kind in ("staff", "council", "delegate")]
    for person in people:
        await play.platform.post("notifications", f"/{slug}/contacts", person, by="communication-officer")
    residents = [resident(slug, n, languages[n % len(languages)]) for n in range(RESIDENTS)]
    subscribing = [play.platform.post("notifications", f"/{slug}/subscriptions", each) for each in residents]
    await asyncio.gather(*subscribing)


def association(slug: str, name: str, language: str) -> Json:
    address = f"{name}@associations.{slug}.example"
    return {"kind": "association", "name": f"{name} {slug}", "email": address, "language": language, "consent": True}


def resident(slug: str, number: int, language: str) -> Json:
    """They subscribe by themselves, without an account."""
    return {"email": f"resident-{number}@{slug}.example", "language": language}


def member(slug: str, kind: str) -> Json:
    address = f"{kind}@town-hall.{slug}.example"
    roles = ["cell", "secretary_general"] if kind == "staff" else []
    return {"kind": kind, "name": kind, "email": address, "language": "ar", "consent": True, "roles": roles}
