"""M10: action plans and open programmes; the cell's board, and the public page of each."""

from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.services import Json, together
from web.views.lawfulness import failing
from web.views.plan_board import axes
from web.visit import Staff, Town, Visit

router = APIRouter(prefix="/{language}/{municipality}")
Kind = Literal["action-plans", "open-programmes"]
KINDS: tuple[Kind, ...] = ("action-plans", "open-programmes")
A_PAGE = 50


@router.get("/staff/plans", response_class=HTMLResponse)
async def listed(visit: Staff) -> HTMLResponse:
    lists = await together(*(visit.items("scheduling", kind, limit=A_PAGE) for kind in KINDS))
    plans = [plan | {"way": kind} for kind, found in zip(KINDS, lists, strict=True) for plan in found]
    return visit.page("cell/plans.html", plans=plans)


@router.get("/staff/plans/{kind}/{plan}", response_class=HTMLResponse)
async def board(visit: Staff, kind: Kind, plan: str) -> HTMLResponse:
    return visit.page("cell/plan.html", **await _values(visit, kind, plan))


@router.get("/plans/{kind}/{plan}", response_class=HTMLResponse)
async def public(visit: Town, kind: Kind, plan: str) -> HTMLResponse:
    return visit.page("citizen/plan.html", **await _values(visit, kind, plan))


async def _values(visit: Visit, kind: Kind, plan: str) -> dict[str, Any]:
    found: Json = await visit.ask("scheduling", kind, plan)
    document = found["document"]
    return {
        "plan": found,
        "kind": kind,
        "document": document,
        "axes": axes(document),
        "failing": failing(found["verdicts"]),
        "steps": document.get("preparation_steps") or document.get("consultation") or [],
        "partners": document.get("partners") or [],
        "highest": (document.get("priority_scale") or {}).get("highest"),
    }
