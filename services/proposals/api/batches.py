"""Routes of pages typed from paper: the list, one page beside its scan, and the second person's check."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from services.proposals.api import shapes
from services.proposals.api.access import Desk, Reader, Service
from services.proposals.api.answers import PublicProposal
from services.proposals.api.intake import RefusedLine, RefusedRow
from services.proposals.application import checking
from shared.http import Answer, Body, Identifier, Municipality, Once, Paging, Sha256, Slug

router = APIRouter(prefix="/{municipality}/proposals", tags=["batches"])


class CorrectionBody(Body):
    """What the page really says; what is not given stays as it was typed."""

    proposal_id: Identifier
    title: Annotated[str, Field(max_length=20_000)] | None = None
    body: Annotated[str, Field(max_length=20_000)] | None = None
    zone: Slug | None = None
    neighbourhood: Slug | None = None


class CheckBody(Body):
    corrections: list[CorrectionBody] = Field(default_factory=list, max_length=200)


class Checked(Answer):
    batch_id: str
    checked: int
    corrected: int


class Batch(Answer):
    """`recorded_by` typed it; `checked_by` compared it with the page."""

    batch_id: str
    edition: str
    channel: str
    place: str | None
    received_on: str | None
    recorded_on: str | None
    recorded_by: str
    scan_sha256: Sha256 | None
    rows: int
    accepted: list[str]
    errors: list[RefusedRow | RefusedLine]
    checked_by: str | None
    checked_on: str | None
    corrected: int | None


class TypedProposal(PublicProposal):
    row: Annotated[int | None, Field(description="Its row on the page.")]


class BatchPage(Batch):
    proposals: list[TypedProposal]


class Batches(Answer):
    items: list[Batch]
    next: str | None


@router.get("/batches")
async def list_batches(municipality: Municipality, service: Service, paging: Paging, _: Reader) -> Batches:
    """Pages and imports, newest first, with who typed and who checked them."""
    found, following = await service.queries.rows("batches", municipality, paging.cursor, paging.limit)
    return Batches(items=[_batch(row) for row in found], next=following)


@router.get("/batches/{batch_id}")
async def show_batch(municipality: Municipality, batch_id: str, service: Service, _: Reader) -> BatchPage:
    """One page with its rows, to be read beside the scan."""
    found, proposals = await service.queries.batch(municipality, batch_id)
    items = [TypedProposal(**shapes.proposal(each), row=each.source.row) for each in proposals]
    return BatchPage(**_batch(found).model_dump(), proposals=items)


@router.post("/batches/{batch_id}/check", status_code=201)
async def check_batch(
    municipality: Municipality, batch_id: str, body: CheckBody, service: Service, who: Desk, key: Once
) -> Checked:
    """Confirms a page, with corrections; never by who typed it."""
    wanted = {
        each.proposal_id: checking.Correction(each.proposal_id, each.title, each.body, each.zone, each.neighbourhood)
        for each in body.corrections
    }
    answer = await service.once(
        key, lambda stores: checking.check_batch(municipality, batch_id, wanted, who.actor, stores)
    )
    return Checked(**answer)


def _batch(row: Mapping[str, Any]) -> Batch:
    optional = ("place", "received_on", "recorded_on", "checked_by", "checked_on", "corrected")
    return Batch(
        batch_id=str(row["_id"]).partition("/")[2],
        edition=row["edition"],
        channel=row["channel"],
        recorded_by=row["recorded_by"],
        scan_sha256=row.get("scan_sha256") or row.get("sha256"),
        rows=row["rows"],
        accepted=row["accepted"],
        errors=row["errors"],
        **{name: row.get(name) for name in optional},
    )
