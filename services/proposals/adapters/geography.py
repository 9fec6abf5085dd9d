"""Zones drawn as GeoJSON: read, checked, refused with the zone that is wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.lib import GEOSException

from services.proposals.application.mapping import (
    MapUnreadable,
    ZoneDrawnTwice,
    ZoneOutside,
    ZoneShapeBroken,
    ZonesOverlap,
    ZoneUndrawn,
)

# The library's own functions, with the types its package leaves out.
READ: Callable[[Mapping[str, Any]], BaseGeometry] = shape
WRITE: Callable[[BaseGeometry], dict[str, Any]] = mapping
COUNT: Callable[[BaseGeometry], int] = shapely.get_num_coordinates
REASON: Callable[[BaseGeometry], str] = shapely.is_valid_reason
COORDINATES_MAX = 50_000
# Neighbours digitised separately share borders up to some metres; more than a hundredth of the smaller zone is an overlap.
TOLERATED = 0.01


def check_map(
    features: Sequence[Mapping[str, Any]], boundary: Mapping[str, Any] | None, slugs: Sequence[str]
) -> list[dict[str, Any]]:
    """Every zone drawn once, without crossing rings, inside the municipality and beside the others."""
    drawn = _by_zone(features)
    if missing := sorted(set(slugs) - set(drawn)):
        raise ZoneUndrawn(missing[0])
    if unknown := sorted(set(drawn) - set(slugs)):
        raise MapUnreadable(unknown[0])
    if boundary is not None:
        _require_inside(drawn, _geometry("boundary", boundary))
    _require_apart(drawn)
    return [{"zone": zone, "geometry": WRITE(drawn[zone])} for zone in slugs]


def _by_zone(features: Sequence[Mapping[str, Any]]) -> dict[str, BaseGeometry]:
    drawn: dict[str, BaseGeometry] = {}
    for feature in features:
        zone = str((feature.get("properties") or {}).get("zone", ""))
        if zone in drawn:
            raise ZoneDrawnTwice(zone)
        drawn[zone] = _geometry(zone, feature.get("geometry") or {})
    return drawn


def _geometry(zone: str, found: Mapping[str, Any]) -> BaseGeometry:
    if found.get("type") not in ("Polygon", "MultiPolygon"):
        raise MapUnreadable(zone)
    try:
        geometry = READ(found)
    except (GEOSException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise MapUnreadable(zone) from None
    if geometry.is_empty or COUNT(geometry) > COORDINATES_MAX or not _on_earth(geometry):
        raise MapUnreadable(zone)
    if not geometry.is_valid:
        raise ZoneShapeBroken(zone, REASON(geometry))
    return geometry


def _on_earth(geometry: BaseGeometry) -> bool:
    west, south, east, north = geometry.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _require_inside(drawn: Mapping[str, BaseGeometry], boundary: BaseGeometry) -> None:
    for zone, geometry in drawn.items():
        if geometry.difference(boundary).area > geometry.area * TOLERATED:
            raise ZoneOutside(zone)


def _require_apart(drawn: Mapping[str, BaseGeometry]) -> None:
    zones = sorted(drawn)
    for number, first in enumerate(zones):
        for second in zones[number + 1 :]:
            smaller = min(drawn[first].area, drawn[second].area)
            if drawn[first].intersection(drawn[second]).area > smaller * TOLERATED:
                raise ZonesOverlap(first, second)
