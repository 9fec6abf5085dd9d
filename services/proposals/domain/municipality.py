"""What a municipality, its zones and its neighbourhoods are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from services.proposals.domain.text import LANGUAGES, Language, Text
from shared.aggregate import Recording
from shared.contracts import proposals as events
from shared.contracts.event import Text3

# First parts of paths that belong to the service itself.
RESERVED = frozenset({"network", "health", "metrics", "clock", "docs", "openapi", "elections", "static"})
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SlugMalformed(ValueError):
    """A slug is lower-case Latin letters, digits and single hyphens."""

    fields = ("slug",)

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class SlugRepeated(ValueError):
    """Two zones, or two neighbourhoods, bear the same slug."""

    fields = ("slugs",)

    def __init__(self, slugs: Sequence[str]) -> None:
        super().__init__(", ".join(slugs))
        self.slugs = list(slugs)


class SlugImmutable(ValueError):
    """A slug once announced may be renamed for people, never removed: other records point to it."""

    fields = ("slugs",)

    def __init__(self, slugs: Sequence[str]) -> None:
        super().__init__(", ".join(slugs))
        self.slugs = list(slugs)


class NeighbourhoodOutsideZones(ValueError):
    """A neighbourhood lies in exactly one of the municipality's zones."""

    fields = ("neighbourhood", "zone")

    def __init__(self, neighbourhood: str, zone: str) -> None:
        super().__init__(f"{neighbourhood} in {zone}")
        self.neighbourhood = neighbourhood
        self.zone = zone


class ZoneUnknown(ValueError):
    """The zone is not one of this municipality's."""

    fields = ("zone",)

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


class NeighbourhoodUnknown(ValueError):
    """The neighbourhood is not in the zone named."""

    fields = ("neighbourhood",)

    def __init__(self, neighbourhood: str) -> None:
        super().__init__(neighbourhood)
        self.neighbourhood = neighbourhood


@dataclass(frozen=True, slots=True)
class Region:
    slug: str
    name: Text


@dataclass(frozen=True, slots=True)
class Zone:
    slug: str
    name: Text
    population: int = 0
    indicators: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    slug: str
    name: Text
    zone: str


@dataclass(kw_only=True)
class Municipality(Recording):
    municipality: str
    name: Text
    country: str
    timezone: str
    currency: str
    region: Region
    languages: tuple[str, ...]
    zones: tuple[Zone, ...] = ()
    neighbourhoods: tuple[Neighbourhood, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        return self.municipality

    @property
    def language(self) -> Language:
        """The language its documents are printed in: its first one that we have."""
        return next((each for each in LANGUAGES if each in self.languages[:1]), "ar")

    def define_zones(self, zones: Sequence[Zone], neighbourhoods: Sequence[Neighbourhood]) -> None:
        """Replace names, populations and indicators; keep every slug already known. Same input twice: same state."""
        zone_slugs = _checked(zone.slug for zone in zones)
        neighbourhood_slugs = _checked(place.slug for place in neighbourhoods)
        _refuse_lost(self.zones, zone_slugs)
        _refuse_lost(self.neighbourhoods, neighbourhood_slugs)
        for place in neighbourhoods:
            if place.zone not in zone_slugs:
                raise NeighbourhoodOutsideZones(place.slug, place.zone)
        self.zones, self.neighbourhoods = tuple(zones), tuple(neighbourhoods)
        self.announce_zones()

    def register(self) -> None:
        if self.municipality in RESERVED:
            raise SlugMalformed(self.municipality)
        require_slug(self.region.slug)
        self.announce()

    def announce(self) -> None:
        region = events.Region(slug=self.region.slug, name=Text3(**self.region.name.as_dict()))
        self.record(
            events.MunicipalityRegistered(
                municipality=require_slug(self.municipality),
                name=Text3(**self.name.as_dict()),
                country=self.country,
                timezone=self.timezone,
                currency=self.currency,
                region=region,
                languages=list(self.languages),
            )
        )

    def announce_zones(self) -> None:
        self.record(
            events.ZonesDefined(
                municipality=self.municipality,
                zones=[
                    events.Zone(slug=zone.slug, name=Text3(**zone.name.as_dict()), population=zone.population)
                    for zone in self.zones
                ],
                neighbourhoods=[
                    events.Neighbourhood(slug=place.slug, name=Text3(**place.name.as_dict()), zone=place.zone)
                    for place in self.neighbourhoods
                ],
            )
        )

    def require_place(self, zone: str, neighbourhood: str | None) -> None:
        """Refuse a zone that is not ours and a neighbourhood that lies elsewhere."""
        if zone not in {known.slug for known in self.zones}:
            raise ZoneUnknown(zone)
        here = {place.slug for place in self.neighbourhoods if place.zone == zone}
        if neighbourhood is not None and neighbourhood not in here:
            raise NeighbourhoodUnknown(neighbourhood)


def require_slug(slug: str) -> str:
    if not SLUG.fullmatch(slug):
        raise SlugMalformed(slug)
    return slug


def _checked(slugs: Iterable[str]) -> frozenset[str]:
    listed = [require_slug(slug) for slug in slugs]
    if repeated := sorted({slug for slug in listed if listed.count(slug) > 1}):
        raise SlugRepeated(repeated)
    return frozenset(listed)


def _refuse_lost(known: Iterable[Zone | Neighbourhood], kept: frozenset[str]) -> None:
    if lost := sorted({place.slug for place in known} - kept):
        raise SlugImmutable(lost)
