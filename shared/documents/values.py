"""What stored facts become before they enter a template: JSON of plain values, local hours, drawn QR codes."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.documents.qr import qr_svg

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
QR_FIELDS = {"qr": "qr_drawing", "verify_url": "verify_drawing"}


def plain(value: object, zone: ZoneInfo) -> Plain:
    """`value` as JSON, its instants turned into local date and hour. Raises TypeError on what has no written form."""
    match value:
        case Mapping():
            return _mapping(value, zone)
        case Enum():
            return plain(value.value, zone)
        case datetime():
            return _local(value, zone)
        case date() | UUID():
            return str(value)
        case Decimal():
            return float(value)
        case str():
            return _text(value, zone)
        case None | bool() | int() | float():
            return value
        case Sequence():
            return [plain(item, zone) for item in value]
    raise TypeError(f"{type(value).__name__} has no written form in a document")


def created_at(issued_at: object) -> datetime:
    """The creation date a PDF carries: midnight UTC of a plain date."""
    if isinstance(issued_at, str):
        issued_at = datetime.fromisoformat(issued_at)
    if isinstance(issued_at, datetime):
        return issued_at if issued_at.tzinfo else issued_at.replace(tzinfo=UTC)
    if isinstance(issued_at, date):
        return datetime(issued_at.year, issued_at.month, issued_at.day, tzinfo=UTC)
    raise TypeError("issued_at is a date or an instant")


def _mapping(value: Mapping[object, object], zone: ZoneInfo) -> dict[str, Plain]:
    made = {str(key): plain(item, zone) for key, item in value.items()}
    for field, drawing in QR_FIELDS.items():
        if isinstance(text := made.get(field), str) and text:
            made[drawing] = qr_svg(text)
    return made


def _text(value: str, zone: ZoneInfo) -> str:
    if INSTANT.fullmatch(value):
        return _local(datetime.fromisoformat(value), zone)
    return str(value)


def _local(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone) if instant.tzinfo else instant
    return local.strftime("%Y-%m-%dT%H:%M")
