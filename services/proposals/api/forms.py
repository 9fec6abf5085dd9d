"""Routes a public form is opened by, and photos are sent to before it."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi import Form as Field

from services.proposals.adapters.gate import TRAP_FIELD
from services.proposals.adapters.photos import BYTES_MAX, bare
from services.proposals.api.access import Service
from services.proposals.domain.forms import Form
from shared.http import Answer, Municipality, Once

router = APIRouter(prefix="/{municipality}", tags=["forms"])


class OpenedForm(Answer):
    """Send `form_token` back with the form; `trap_field` is one people do not see and leave empty."""

    form: Form
    form_token: str
    trap_field: str
    minimum_seconds: int
    expires_at: datetime


class Photo(Answer):
    sha256: str


@router.get("/forms/{form}")
async def open_form(municipality: Municipality, form: Form, service: Service) -> OpenedForm:
    """A signed token that says when the form was opened; valid for days, for this form in this municipality."""
    await service.queries.municipality_exists(municipality)
    opened = await service.gate.open(municipality, form)
    return OpenedForm(
        form=form,
        form_token=opened.token,
        trap_field=TRAP_FIELD,
        minimum_seconds=service.gate.rules.quickest,
        expires_at=opened.expires_at,
    )


@router.post("/proposals/photos", status_code=201)
async def send_photo(
    request: Request,
    municipality: Municipality,
    service: Service,
    _: Once,
    file: Annotated[UploadFile, File()],
    form_token: Annotated[str | None, Field(max_length=200)] = None,
) -> Photo:
    """A picture for a proposal, without an account; kept without metadata, shown when the proposal is. Unused ones go after a day."""
    await service.queries.municipality_exists(municipality)
    await service.gate.enter(request, municipality, Form.PROPOSAL, form_token)
    picture = await asyncio.to_thread(bare, await file.read(BYTES_MAX + 1))
    kept = await service.files.put(picture, municipality, "photo.jpg", "image/jpeg")
    await service.run(lambda stores: stores.notes.keep_photo(municipality, kept.sha256))
    return Photo(sha256=kept.sha256)
