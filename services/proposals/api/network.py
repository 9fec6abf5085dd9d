"""Routes of the network, its municipalities, their zones and grants."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field

from services.proposals.adapters.mongo import GRANT, MUNICIPALITY
from services.proposals.adapters.network import municipalities
from services.proposals.api.access import Administrator, NetworkAdministrator, Service
from services.proposals.api.network_answers import (
    GrantAnswer,
    GrantId,
    Grants,
    Municipalities,
    MunicipalityAnswer,
    NeighbourhoodAnswer,
    RegionAnswer,
    Registered,
    ZoneAnswer,
    ZonesAnswer,
)
from services.proposals.api.shapes import text
from services.proposals.api.versions import VersionSeen
from services.proposals.application import network
from services.proposals.domain import municipality as domain
from services.proposals.domain.grants import Grant
from shared.contracts.roles import Role
from shared.http import Body, Municipality, Once, Slug, Text3, etag

router = APIRouter(tags=["network"])


class RegionBody(Body):
    slug: Slug
    name: Text3


class MunicipalityBody(Body):
    slug: Slug
    name: Text3
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")]
    timezone: Annotated[str, Field(pattern=r"^[A-Za-z]+(/[A-Za-z0-9_+-]+)+$", description="IANA zone.")]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217.")]
    region: RegionBody
    languages: Annotated[list[str], Field(min_length=1, max_length=5, description="The default first.")]


# Bounded: an exact fraction of a huge exponent would fill the memory.
Indicator = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6)]


class ZoneBody(Body):
    slug: Slug
    name: Text3
    population: Annotated[int, Field(ge=0, le=10**9)] = 0
    indicators: dict[Slug, Indicator] = Field(default_factory=dict, description="For instance `deficit`.")


class NeighbourhoodBody(Body):
    slug: Slug
    name: Text3
    zone: Slug


class ZonesBody(Body):
    zones: Annotated[list[ZoneBody], Field(min_length=1, max_length=500)]
    neighbourhoods: list[NeighbourhoodBody] = Field(default_factory=list, max_length=2000)


class GrantBody(Body):
    issuer: Annotated[str, Field(min_length=1, max_length=300)]
    subject: Annotated[str, Field(min_length=1, max_length=200)]
    role: Role
    expires_at: AwareDatetime | None = None


class NetworkGrantBody(GrantBody):
    scope: Annotated[str, Field(pattern=r"^(network|(region|municipality):[a-z0-9]+(-[a-z0-9]+)*)$")] = "network"


@router.post("/network/municipalities", status_code=201)
async def register_municipality(
    body: MunicipalityBody, service: Service, who: NetworkAdministrator, key: Once
) -> Registered:
    """A municipality joins the network. The same key again gives the first answer."""
    region = domain.Region(body.region.slug, text(body.region.name))
    command = network.RegisterMunicipality(
        body.slug, text(body.name), body.country, body.timezone, body.currency, region, tuple(body.languages)
    )
    answer = await service.once(key, lambda stores: network.register_municipality(command, who.actor, stores))
    return Registered(**answer)


@router.get("/network/municipalities")
async def list_municipalities(service: Service) -> Municipalities:
    """Every municipality of the network."""
    return Municipalities(items=[_municipality(each) for each in await municipalities(service.db)], next=None)


@router.post("/network/grants", status_code=201)
async def give_network_grant(body: NetworkGrantBody, service: Service, who: NetworkAdministrator, key: Once) -> GrantId:
    """A role of the network, of a region, or of a municipality named by its scope."""
    kind, _, slug = body.scope.partition(":")
    owner = slug if kind == "municipality" else network.NETWORK
    return await _give(owner, body.scope, body, service, who.actor, key)


@router.get("/{municipality}")
async def show_municipality(municipality: Municipality, service: Service) -> MunicipalityAnswer:
    return _municipality(await service.queries.get(MUNICIPALITY, municipality, municipality))


@router.put("/{municipality}/zones")
async def define_zones(
    municipality: Municipality,
    body: ZonesBody,
    service: Service,
    who: Administrator,
    seen: VersionSeen,
    response: Response,
) -> ZonesAnswer:
    """Zones and neighbourhoods; slugs once given stay. The same input again changes nothing else than the version."""
    known = await service.queries.get(MUNICIPALITY, municipality, municipality)
    zones = [domain.Zone(z.slug, text(z.name), z.population, z.indicators) for z in body.zones]
    places = [domain.Neighbourhood(n.slug, text(n.name), n.zone) for n in body.neighbourhoods]
    command = network.DefineZones(known.municipality, zones, places, seen)
    version = await service.run(lambda stores: network.define_zones(command, who.actor, stores))
    response.headers["ETag"] = etag(version)
    return _zones(await service.queries.get(MUNICIPALITY, municipality, municipality))


@router.get("/{municipality}/zones")
async def list_zones(municipality: Municipality, service: Service, response: Response) -> ZonesAnswer:
    found = await service.queries.get(MUNICIPALITY, municipality, municipality)
    response.headers["ETag"] = etag(found.version)
    return _zones(found)


@router.post("/{municipality}/grants", status_code=201)
async def give_grant(
    municipality: Municipality, body: GrantBody, service: Service, who: Administrator, key: Once
) -> GrantId:
    """A role in this municipality."""
    return await _give(municipality, f"municipality:{municipality}", body, service, who.actor, key)


@router.delete("/{municipality}/grants/{grant_id}", status_code=204)
async def revoke_grant(municipality: Municipality, grant_id: str, service: Service, who: Administrator) -> None:
    await service.run(lambda stores: network.revoke_grant(municipality, grant_id, who.actor, stores))


@router.get("/{municipality}/grants")
async def list_grants(municipality: Municipality, service: Service, who: Administrator) -> Grants:
    """Grants given for this municipality, ended ones included."""
    found = await service.queries.all(GRANT, municipality)
    return Grants(items=[_grant(each) for each in found], next=None)


async def _give(owner: str, scope: str, body: GrantBody, service: Service, actor: str, key: Once) -> GrantId:
    command = network.GiveGrant(owner, body.issuer, body.subject, body.role, scope, body.expires_at)
    answer = await service.once(key, lambda stores: network.give_grant(command, actor, stores))
    return GrantId(**answer)


def _grant(grant: Grant) -> GrantAnswer:
    names = ("issuer", "subject", "role", "scope", "given_by", "given_at", "expires_at", "revoked_at")
    return GrantAnswer(grant_id=grant.id, **{name: getattr(grant, name) for name in names})


def _municipality(found: domain.Municipality) -> MunicipalityAnswer:
    return MunicipalityAnswer(
        slug=found.municipality,
        name=found.name.as_dict(),
        country=found.country,
        timezone=found.timezone,
        currency=found.currency,
        region=RegionAnswer(slug=found.region.slug, name=found.region.name.as_dict()),
        languages=list(found.languages),
    )


def _zones(found: domain.Municipality) -> ZonesAnswer:
    places = found.neighbourhoods
    return ZonesAnswer(
        zones=[_zone(zone) for zone in found.zones],
        neighbourhoods=[NeighbourhoodAnswer(slug=p.slug, name=p.name.as_dict(), zone=p.zone) for p in places],
    )


def _zone(found: domain.Zone) -> ZoneAnswer:
    indicators = {name: str(value) for name, value in found.indicators.items()}
    return ZoneAnswer(slug=found.slug, name=found.name.as_dict(), population=found.population, indicators=indicators)
