"""The shapes every service's requests and answers share."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts import event as contract

Slug = contract.Slug
Sha256 = contract.Sha256
Identifier = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
# Far above any budget, far below what a 64-bit integer holds even when thousands are added up.
Money = Annotated[int, Field(ge=0, le=10**15, description="In the smallest unit of the municipality's currency.")]


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
