"""C5: what was sent from this device; the page holds nothing, the device does."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.services import Json, NotThere
from web.visit import Town

router = APIRouter()
PURPOSES = {"proposal", "remark", "request", "survey", "satisfaction"}


@router.get("/{language}/{municipality}/receipts", response_class=HTMLResponse)
async def receipts(visit: Town) -> HTMLResponse:
    return visit.page("citizen/receipts.html")


@router.get("/{language}/{municipality}/form-tokens/{purpose}")
async def token(visit: Town, purpose: str) -> Json:
    """A new token for a form that waited on a device longer than its own lives."""
    if purpose not in PURPOSES:
        raise NotThere(purpose)
    found: Json = await visit.find("proposals", "forms", purpose) or {}
    return {"form_token": found.get("form_token", "")}
