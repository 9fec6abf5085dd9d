"""The map of a municipality: which shapes are refused, and how the others are kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.proposals.application.ports import Stores


class MapUnreadable(ValueError):
    """A zone is a GeoJSON Polygon or MultiPolygon in degrees, and one of the municipality's."""

    fields = ("zone",)

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


class ZoneShapeBroken(ValueError):
    """Rings do not cross."""

    fields = ("zone", "reason")

    def __init__(self, zone: str, reason: str) -> None:
        super().__init__(f"{zone}: {reason}")
        self.zone, self.reason = zone, reason


class ZoneOutside(ValueError):
    """A zone lies inside the municipality."""

    fields = ("zone",)

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


class ZonesOverlap(ValueError):
    """A place lies in one zone only."""

    fields = ("first", "second")

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")
        self.first, self.second = first, second


class ZoneUndrawn(ValueError):
    """A map draws every zone."""

    fields = ("zone",)

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


class ZoneDrawnTwice(ValueError):
    """A map draws every zone once."""

    fields = ("zone",)

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


async def keep_map(
    municipality: str,
    shapes: Sequence[Mapping[str, Any]],
    boundary: Mapping[str, Any] | None,
    actor: str,
    stores: Stores,
) -> None:
    """The same map again changes nothing."""
    await stores.municipalities.get(municipality, municipality)
    await stores.notes.keep_map(municipality, {"shapes": list(shapes), "boundary": boundary})
    stores.audit(municipality, actor, "keep-map", municipality)
