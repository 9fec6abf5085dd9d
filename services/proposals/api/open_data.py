"""Routes of open data in formats of others: maps as GeoJSON, projects in the open contracting standard."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from services.proposals.adapters.geography import check_map
from services.proposals.adapters.mongo import MUNICIPALITY, PROGRAMME, PROJECT, PROPOSAL
from services.proposals.api.access import Administrator, Service
from services.proposals.api.shapes import decimals
from services.proposals.application import mapping, oc4ids
from services.proposals.application.ports import ProjectNotFunded
from shared.http import Answer, Body, Municipality

router = APIRouter(prefix="/{municipality}", tags=["open data"])


class MapBody(Body):
    """GeoJSON: one feature a zone, its `properties.zone` the zone's slug; the boundary of the municipality if known."""

    type: Literal["FeatureCollection"]
    features: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=500)]
    boundary: dict[str, Any] | None = None


class Drawn(Answer):
    zones: Annotated[int, Field(description="How many were drawn.")]


class ZoneFeature(Answer):
    type: Literal["Feature"]
    properties: Annotated[
        dict[str, str | int],
        Field(description="`zone`, its name by language, `population`.", examples=[{"zone": "centre", "fr": "Centre"}]),
    ]
    geometry: Annotated[dict[str, Any], Field(description="RFC 7946: a Polygon or MultiPolygon, WGS 84.")]


class ZoneMap(Answer):
    """GeoJSON, RFC 7946."""

    type: Literal["FeatureCollection"]
    features: list[ZoneFeature]


class Publisher(Answer):
    name: str
    uri: str


class ProjectPackage(Answer):
    """An OC4IDS project package: the published schema of its `version` says what a project holds."""

    uri: str
    version: Annotated[str, Field(examples=["0.9"])]
    published: Annotated[str, Field(alias="publishedDate", description="The last change in it.")]
    publisher: Publisher
    license: str
    projects: list[dict[str, Any]]


@router.put("/map")
async def draw_zones(municipality: Municipality, body: MapBody, service: Service, who: Administrator) -> Drawn:
    """Refuses crossing rings, overlaps and zones outside the municipality, by name."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    slugs = [zone.slug for zone in place.zones]
    shapes = await asyncio.to_thread(check_map, body.features, body.boundary, slugs)
    await service.run(lambda stores: mapping.keep_map(municipality, shapes, body.boundary, who.actor, stores))
    return Drawn(zones=len(shapes))


@router.get("/zones.geojson")
async def zones_as_geojson(municipality: Municipality, service: Service) -> ZoneMap:
    """Zones with their names and populations; empty while nothing is drawn."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    drawn = await service.queries.map(municipality)
    named = {
        zone.slug: {"zone": zone.slug, **zone.name.as_dict(), "population": zone.population} for zone in place.zones
    }
    features = [
        ZoneFeature(type="Feature", properties=named[each["zone"]], geometry=each["geometry"])
        for each in drawn.get("shapes", [])
        if each["zone"] in named
    ]
    return ZoneMap(type="FeatureCollection", features=features)


@router.get("/projects.oc4ids.json")
async def projects_as_oc4ids(municipality: Municipality, service: Service) -> ProjectPackage:
    """Funded projects for infrastructure transparency tools."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    projects = await service.queries.all(PROJECT, municipality)
    if not projects:
        raise ProjectNotFunded(municipality)
    programmes = {each.id: each for each in await service.queries.all(PROGRAMME, municipality)}
    told = [
        (project, await service.queries.get(PROPOSAL, municipality, project.id), programmes[project.programme_id])
        for project in projects
    ]
    return ProjectPackage(**oc4ids.package(place, told, service.public_url, decimals(place.currency)))
