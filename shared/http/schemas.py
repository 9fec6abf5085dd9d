"""The shapes every service's requests and answers share."""

from math import isfinite
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts import event as contract

Slug = contract.Slug
Sha256 = contract.Sha256
Identifier = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
DEEPEST = 50
# Far above any budget, far below what a 64-bit integer holds even when thousands are added up.
Money = Annotated[int, Field(ge=0, le=10**15, description="In the smallest unit of the municipality's currency.")]


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not silently lost.

    What fits no field's rule because it is kept as it came must still be storable and answerable.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        if not all(map(_storable, _parts(self))):
            raise ValueError("not-storable")
        return self


def _parts(model: BaseModel) -> list[Any]:
    return [*model.__dict__.values(), model.model_extra or {}]


def _storable(value: Any, depth: int = 0) -> bool:
    """BSON holds 64-bit integers, names without NUL and 100 levels; JSON holds neither NaN nor half a character."""
    if depth > DEEPEST:
        return False
    match value:
        case dict():
            names = (isinstance(name, str) and "\0" not in name and _storable(name) for name in value)
            return all(names) and all(_storable(item, depth + 1) for item in value.values())
        case list():
            return all(_storable(item, depth + 1) for item in value)
        case str():
            return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)
        case int():
            return -(2**63) <= value < 2**63
        case float():
            return isfinite(value)
        case BaseModel() if not isinstance(value, Body):  # a Body within has been looked at
            return all(_storable(part, depth + 1) for part in _parts(value))
    return True


class Answer(BaseModel):
    """A response body."""

    model_config = ConfigDict(frozen=True)


class Text3(Body):
    """One text in Arabic, French and English; at least one of them."""

    ar: Words | None = None
    fr: Words | None = None
    en: Words | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if not (self.ar or self.fr or self.en):
            raise ValueError("text-missing")
        return self

    def plain(self) -> dict[str, str]:
        """Only the languages that are there."""
        return self.model_dump(exclude_none=True)


class Amount(Body):
    """Money with its currency."""

    amount: Money
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217.")]
