"""Routes of open data: maps, exports and projects in the open contracting standard."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.proposals.adapters.exports import FORMATS
from services.proposals.adapters.geography import check_map
from services.proposals.adapters.mongo import MUNICIPALITY, PROGRAMME, PROJECT, PROPOSAL
from services.proposals.api.access import Administrator, Service
from services.proposals.api.shapes import day, decimals
from services.proposals.application import mapping, oc4ids
from services.proposals.application.ports import ProjectNotFunded
from services.proposals.domain.delivery import FundedProject
from services.proposals.domain.proposal import Proposal
from shared.http import Answer, Body, Municipality

router = APIRouter(prefix="/{municipality}", tags=["open data"])

COLUMNS = (
    "proposal_id",
    "tracking_code",
    "edition",
    "title",
    "body",
    "zone",
    "neighbourhood",
    "kind",
    "channel",
    "status",
    "received_on",
    "backers",
    "cost",
)


PROJECT_COLUMNS = (
    "project_id",
    "edition",
    "title",
    "zone",
    "kind",
    "cost",
    "currency",
    "percent",
    "committed",
    "spent",
    "delivered_on",
)


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


@router.get("/exports/proposals.{form}", response_class=StreamingResponse)
async def export_proposals(
    municipality: Municipality, form: Literal["csv", "json", "xlsx"], service: Service, edition: str | None = None
) -> StreamingResponse:
    """All public proposals, streamed."""
    await service.queries.municipality_exists(municipality)
    media_type, written = FORMATS[form]
    named = f'attachment; filename="{municipality}-proposals.{form}"'
    rows = _rows(service, municipality, edition)
    return StreamingResponse(written(COLUMNS, rows), media_type=media_type, headers={"Content-Disposition": named})


@router.get("/exports/projects.{form}", response_class=StreamingResponse)
async def export_projects(
    municipality: Municipality, form: Literal["csv", "json", "xlsx"], service: Service, edition: str | None = None
) -> StreamingResponse:
    """All funded projects with their cost, progress and spending, streamed."""
    await service.queries.municipality_exists(municipality)
    media_type, written = FORMATS[form]
    named = f'attachment; filename="{municipality}-projects.{form}"'
    rows = _projects(service, municipality, edition)
    return StreamingResponse(
        written(PROJECT_COLUMNS, rows), media_type=media_type, headers={"Content-Disposition": named}
    )


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


async def _rows(service: Service, municipality: str, edition: str | None) -> AsyncIterator[Mapping[str, Any]]:
    cursor: str | None = None
    while True:
        found, cursor = await service.queries.proposals(municipality, {"edition": edition}, None, cursor, 500)
        for proposal in found:
            yield _row(proposal)
        if cursor is None:
            return


async def _projects(service: Service, municipality: str, edition: str | None) -> AsyncIterator[Mapping[str, Any]]:
    cursor: str | None = None
    equal = {"edition": edition} if edition else {}
    while True:
        found, cursor = await service.queries.page(PROJECT, municipality, cursor, 500, **equal)
        for project in found:
            yield _project_row(project)
        if cursor is None:
            return


def _project_row(found: FundedProject) -> Mapping[str, Any]:
    latest = found.milestones[-1] if found.milestones else None
    return {
        "project_id": found.id,
        "edition": found.edition,
        "title": found.title,
        "zone": found.zone,
        "kind": found.kind,
        "cost": found.cost,
        "currency": found.currency,
        "percent": 100 if found.delivered_on else found.percent,
        "committed": latest.committed if latest else None,
        "spent": latest.spent if latest else None,
        "delivered_on": day(found.delivered_on),
    }


def _row(found: Proposal) -> Mapping[str, Any]:
    sheet = found.public_sheet
    return {
        "proposal_id": found.id,
        "tracking_code": found.tracking_code,
        "edition": found.edition,
        "title": found.title,
        "body": found.body,
        "zone": found.zone,
        "neighbourhood": found.neighbourhood,
        "kind": found.kind,
        "channel": found.source.channel.value,
        "status": found.status.value,
        "received_on": day(found.source.received_on),
        "backers": found.backers,
        "cost": sheet.content.total if sheet else None,
    }
