"""The zones of a town as a drawing: one outline a zone, numbered like the list beside it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from web.services import Json

WIDTH, EDGE = 640, 8
Point = tuple[float, float]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Outline:
    """One zone: its path, the place of its number, and how dark it is, 1 to 4."""

    zone: str
    number: int
    path: str
    x: float
    y: float
    shade: int


@dataclass(frozen=True, slots=True)
class ZonesMap:
    """Everything the template places; no arithmetic is left to it."""

    width: int
    height: int
    outlines: Sequence[Outline]


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to places; one degree of longitude is shorter the further one is from the equator."""

    west: float
    north: float
    narrowing: float
    scale: float

    def __call__(self, place: Sequence[float]) -> Point:
        x = EDGE + (place[0] - self.west) * self.narrowing * self.scale
        return round(x, 1), round(EDGE + (self.north - place[1]) * self.scale, 1)


def zones_map(collection: Json | None, numbers: Mapping[str, int], amounts: Mapping[str, int]) -> ZonesMap | None:
    """None where nothing is drawn; zones with more money are darker."""
    drawn = [feature for feature in (collection or {}).get("features", []) if feature.get("geometry")]
    corners = [corner for feature in drawn for ring in _rings(feature["geometry"]) for corner in ring]
    if not corners:
        return None
    place, height = _projection(corners)
    most = max(amounts.values(), default=0)
    outlines = [_outline(feature, place, numbers, amounts, most) for feature in drawn]
    return ZonesMap(WIDTH, height, outlines)


def _projection(corners: Sequence[Point]) -> tuple[Projection, int]:
    west, east = min(x for x, *_ in corners), max(x for x, *_ in corners)
    south, north = min(y for _, y, *_ in corners), max(y for _, y, *_ in corners)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * EDGE) / (max(east - west, 1e-6) * narrowing)
    return Projection(west, north, narrowing, scale), round((north - south) * scale) + 2 * EDGE


def _outline(
    feature: Json, place: Projection, numbers: Mapping[str, int], amounts: Mapping[str, int], most: int
) -> Outline:
    zone = str(feature["properties"]["zone"])
    rings = [[place(corner) for corner in ring] for ring in _rings(feature["geometry"])]
    x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    shade = 1 + round(3 * amounts.get(zone, 0) / most) if most else 1
    return Outline(zone, numbers.get(zone, 0), " ".join(map(_path, rings)), x, y, shade)


def _rings(geometry: Json) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Ring) -> Point:
    """The centre of gravity of a ring; of its corners where it has no area."""
    if not (area := _area(ring)):
        return ring[0]
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * area)
    return round(x, 1), round(y, 1)
