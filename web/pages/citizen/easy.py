"""How taking part works, in easy words: short sentences, one thought each, and read aloud where the device can."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.visit import Town

router = APIRouter()
STEPS = (
    ("propose", "propose"),
    ("follow", "track"),
    ("vote", "vote"),
    ("remark", "programme"),
    ("works", "projects"),
    ("help", "requests"),
)
"""What one can do, and the page where it is done."""


@router.get("/{language}/{municipality}/easy", response_class=HTMLResponse)
async def easy(visit: Town) -> HTMLResponse:
    return visit.page("citizen/easy.html", steps=STEPS)
