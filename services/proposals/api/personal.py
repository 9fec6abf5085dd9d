"""Routes of personal data: found for the person who asks, erased, and who read what."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.proposals.api.access import Administrator, Cell, Service
from services.proposals.application import personal
from shared.http import Answer, Body, Identifier, Municipality, Once, Paging

router = APIRouter(prefix="/{municipality}/personal-data", tags=["personal data"])


class LookBody(Body):
    """The reason is kept with who looked."""

    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=30)] | None = None
    reason: Annotated[str, Field(min_length=3, max_length=500)]


class ErasureBody(Body):
    about: Annotated[list[Identifier], Field(min_length=1, max_length=500, description="As found by a look.")]


class Kept(Answer):
    """`about`: the proposal, remark or request it was left with."""

    about: str
    name: str | None
    email: str | None
    phone: str | None
    consent: bool
    kept_at: datetime


class KeptList(Answer):
    items: list[Kept]
    next: str | None = None


class Erased(Answer):
    erased: int


class Reading(Answer):
    reader: str
    about: list[str]
    reason: str
    at: datetime


class Readings(Answer):
    items: list[Reading]
    next: str | None


@router.post("/looks", status_code=201)
async def read_personal_data(
    municipality: Municipality, body: LookBody, service: Service, who: Cell, _: Once
) -> KeptList:
    """Everything kept of a person who asks for it; nothing of the answer is remembered under the key."""
    found = await service.run(
        lambda stores: personal.read_personal_data(municipality, body.email, body.phone, body.reason, who.actor, stores)
    )
    return KeptList(items=[Kept(**each) for each in found["items"]])


@router.post("/erasures", status_code=201)
async def erase_personal_data(
    municipality: Municipality, body: ErasureBody, service: Service, who: Cell, key: Once
) -> Erased:
    """Names and addresses go, texts and counts stay."""
    answer = await service.once(
        key, lambda stores: personal.erase_personal_data(municipality, body.about, who.actor, stores)
    )
    return Erased(**answer)


@router.get("/readings")
async def list_readings(municipality: Municipality, service: Service, paging: Paging, _: Administrator) -> Readings:
    """Who read whose personal data, when and why; newest first."""
    found, following = await service.queries.rows("contact_readings", municipality, paging.cursor, paging.limit)
    items = [Reading(reader=row["reader"], about=row["about"], reason=row["reason"], at=row["at"]) for row in found]
    return Readings(items=items, next=following)
