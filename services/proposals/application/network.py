"""Commands that set up a municipality and say who may act in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.proposals.application.ports import AlreadyRegistered, Stores
from services.proposals.domain.grants import Grant
from services.proposals.domain.municipality import Municipality, Neighbourhood, Region, Zone
from services.proposals.domain.text import Text
from shared.clock import zone_date
from shared.contracts.roles import Role
from shared.ids import new_id
from shared.mongo import StaleVersion

NETWORK = "network"


@dataclass(frozen=True, slots=True)
class RegisterMunicipality:
    slug: str
    name: Text
    country: str
    timezone: str
    currency: str
    region: Region
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefineZones:
    municipality: str
    zones: Sequence[Zone]
    neighbourhoods: Sequence[Neighbourhood]
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class GiveGrant:
    municipality: str
    issuer: str
    subject: str
    role: Role
    scope: str
    expires_at: datetime | None = None


async def register_municipality(command: RegisterMunicipality, actor: str, stores: Stores) -> dict[str, Any]:
    if await stores.municipalities.known(command.slug, command.slug):
        raise AlreadyRegistered(command.slug)
    municipality = Municipality(
        municipality=command.slug,
        name=command.name,
        country=command.country,
        timezone=command.timezone,
        currency=command.currency,
        region=command.region,
        languages=command.languages,
    )
    municipality.register()
    await stores.municipalities.save(municipality)
    stores.audit(command.slug, actor, "register-municipality", command.slug)
    return {"slug": command.slug}


async def define_zones(command: DefineZones, actor: str, stores: Stores) -> int:
    """The new version. With `expected_version`, refuses when somebody else changed the zones meanwhile."""
    municipality = await stores.municipalities.get(command.municipality, command.municipality)
    if command.expected_version not in (None, municipality.version):
        raise StaleVersion(command.municipality)
    municipality.define_zones(command.zones, command.neighbourhoods)
    await stores.municipalities.save(municipality)
    stores.audit(command.municipality, actor, "define-zones", command.municipality)
    return municipality.version


async def give_grant(command: GiveGrant, actor: str, stores: Stores) -> dict[str, Any]:
    if command.municipality != NETWORK:
        await stores.municipalities.get(command.municipality, command.municipality)
    grant = Grant(
        municipality=command.municipality,
        id=new_id(),
        issuer=command.issuer,
        subject=command.subject,
        role=command.role,
        scope=command.scope,
        given_by=actor,
        given_at=stores.system,
        expires_at=command.expires_at,
    )
    grant.give(stores.system)
    await stores.grants.save(grant)
    stores.audit(command.municipality, actor, "give-grant", grant.id)
    return {"grant_id": grant.id}


async def revoke_grant(municipality: str, grant_id: str, actor: str, stores: Stores) -> None:
    grant = await stores.grants.get(municipality, grant_id)
    grant.revoke(actor, stores.system)
    await stores.grants.save(grant)
    stores.audit(municipality, actor, "revoke-grant", grant_id)


async def announce_reference(municipality: str, stores: Stores) -> int:
    """Say again what others project of one municipality, or of the network: itself, its zones and its living grants."""
    place = await stores.municipalities.known(municipality, municipality)
    if place is not None:
        place.announce()
        place.announce_zones()
        await stores.municipalities.save(place)
    living = [grant for grant in await stores.grants.where(municipality) if grant.revoked_at is None]
    for grant in living:
        grant.announce()
        await stores.grants.save(grant)
    return len(living) + (2 if place else 0)


async def today(municipality: str, stores: Stores) -> date:
    """The civil date where the municipality lies. Raises `MunicipalityUnknown`."""
    place = await stores.municipalities.get(municipality, municipality)
    return zone_date(stores.civil, place.timezone)
