"""An action plan or an open programme as residents read it, and its follow-up as a document."""

from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.files import hand_through
from web.services import together
from web.views.lawfulness import failing
from web.views.plan_board import axes_of
from web.visit import Town, Visit

router = APIRouter(prefix="/{language}/{municipality}")
Kind = Literal["action-plans", "open-programmes"]
KINDS: tuple[Kind, ...] = ("action-plans", "open-programmes")


@router.get("/plans/{kind}/{plan}", response_class=HTMLResponse)
async def public(visit: Town, kind: Kind, plan: str) -> HTMLResponse:
    return visit.page("citizen/plan.html", **await plan_values(visit, kind, plan))


@router.get("/plans/{kind}/{plan}/follow-up.pdf")
async def follow_up(visit: Town, kind: Kind, plan: str) -> Response:
    return await hand_through(visit, "scheduling", kind, plan, "follow-up.pdf", language=visit.reader.language)


async def plan_values(visit: Visit, kind: Kind, plan: str) -> dict[str, Any]:
    """What either page is made from: as adopted, and as it stands today."""
    found, drawn = await together(visit.ask("scheduling", kind, plan), visit.find("scheduling", kind, plan, "board"))
    document = found["document"]
    return {
        "plan": found,
        "kind": kind,
        "document": document,
        "board": drawn,
        "axes": axes_of(drawn, document),
        "failing": failing(found["verdicts"]),
        "steps": document.get("preparation_steps") or document.get("consultation") or [],
        "partners": document.get("partners") or [],
        "highest": (document.get("priority_scale") or {}).get("highest"),
    }
