"""Routes of the calculation sheet of the zones' envelopes: anybody with the inputs finds the same amounts."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from services.proposals.adapters.exports import as_csv
from services.proposals.adapters.mongo import EDITION, MUNICIPALITY
from services.proposals.api.access import Service
from services.proposals.application import printing
from services.proposals.domain.envelopes import ZoneShare
from shared.documents import render
from shared.http import Municipality

router = APIRouter(prefix="/{municipality}/editions/{edition}", tags=["editions"])
COLUMNS = ("zone", "population", "deficit", "weight", "exact", "whole", "remainder_unit", "amount")


@router.get("/envelopes.csv", response_class=StreamingResponse)
async def calculation_as_table(municipality: Municipality, edition: str, service: Service) -> StreamingResponse:
    """The inputs, the exact shares and the amounts of every zone, in the smallest unit of the currency."""
    found = await service.queries.get(EDITION, municipality, edition)
    named = f'attachment; filename="{municipality}-{edition}-envelopes.csv"'
    content = as_csv(COLUMNS, _lines(found.require_envelopes().sheet))
    return StreamingResponse(content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": named})


@router.get("/envelopes.pdf", response_class=Response)
async def calculation_document(municipality: Municipality, edition: str, service: Service) -> Response:
    """The same as a document, in the municipality's language."""
    found = await service.queries.get(EDITION, municipality, edition)
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    data = printing.calculation(place, found, found.require_envelopes())
    content = await asyncio.to_thread(render, "report", data, place.language)
    return Response(content, media_type="application/pdf")


async def _lines(sheet: tuple[ZoneShare, ...]) -> AsyncIterator[Mapping[str, Any]]:
    for line in sheet:
        yield {name: getattr(line, name) for name in COLUMNS}
