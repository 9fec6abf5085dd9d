"""How an aggregate becomes a document and comes back: field by field, dates as text, exact numbers as text."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Instants stay instants; BSON has no dates, so these are ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(encode(key)): encode(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [encode(each) for each in value]
    return _scalar(value)


def decode(shape: type[T], document: Mapping[str, Any]) -> T:
    """Fields the shape does not have (search terms, for instance) are left out."""
    decoded: T = _adapter(cast(Any, shape)).validate_python(document)
    return decoded


def _scalar(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
