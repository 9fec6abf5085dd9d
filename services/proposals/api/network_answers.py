"""What the routes of the network and its municipalities answer, field by field."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.proposals.api.answers import Texts
from shared.http import Answer


class Registered(Answer):
    slug: str


class RegionAnswer(Answer):
    slug: str
    name: Texts


class MunicipalityAnswer(Answer):
    slug: Annotated[str, Field(examples=["tn-nefta"])]
    name: Texts
    country: Annotated[str, Field(description="ISO 3166-1 alpha-2.", examples=["TN"])]
    timezone: Annotated[str, Field(description="IANA zone.", examples=["Africa/Tunis"])]
    currency: Annotated[str, Field(description="ISO 4217; every amount is in its smallest unit.", examples=["TND"])]
    region: RegionAnswer
    languages: Annotated[list[str], Field(description="The default first.", examples=[["ar", "fr"]])]


class Municipalities(Answer):
    items: list[MunicipalityAnswer]
    next: str | None


class ZoneAnswer(Answer):
    slug: str
    name: Texts
    population: Annotated[int, Field(description="Inhabitants.")]
    indicators: Annotated[dict[str, str], Field(description="Exact decimals.", examples=[{"deficit": "0.2"}])]


class NeighbourhoodAnswer(Answer):
    slug: str
    name: Texts
    zone: Annotated[str, Field(description="The slug of its zone.")]


class ZonesAnswer(Answer):
    zones: list[ZoneAnswer]
    neighbourhoods: list[NeighbourhoodAnswer]


class GrantId(Answer):
    grant_id: str


class GrantAnswer(GrantId):
    """Who may do what; kept when it ends."""

    issuer: str
    subject: str
    role: str
    scope: Annotated[str, Field(examples=["municipality:tn-nefta"])]
    given_by: str
    given_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Grants(Answer):
    items: list[GrantAnswer]
    next: str | None
