"""M10: action plans and open programmes; the cell's board, and the public page of each."""

from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, status
from web.pages.files import hand_through
from web.services import Json, together
from web.views.lawfulness import failing
from web.views.plan_board import STATES, axes_of
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
    return await _board(visit, kind, plan)


@router.post("/staff/plans/{kind}/{plan}/activities/{code}")
async def update(visit: Staff, kind: Kind, plan: str, code: str) -> Response:
    """Where an activity stands; what events count is not typed."""

    async def work(sent: Sent) -> str:
        body: Json = {"status": sent["status"]} | ({"note": sent["note"]} if sent["note"] else {})
        body |= {"percent": sent.number("percent")} if sent["percent"] else {}
        path = f"/{visit.slug}/{kind}/{plan}/activities/{code}"
        await visit.services.patch("scheduling", path, body, sent.number("version"))
        return f"{visit.path('staff', 'plans', kind, plan)}?saved=1#a{code}"

    return await carry_out(visit, work, lambda typed: _board(visit, kind, plan, typed))


@router.post("/staff/plans/{kind}/{plan}/activities/{code}/indicators/{indicator}")
async def measure(visit: Staff, kind: Kind, plan: str, code: str, indicator: str) -> Response:
    """A value that no event gives is typed, with who typed it."""

    async def work(sent: Sent) -> str:
        path = f"/{visit.slug}/{kind}/{plan}/activities/{code}/indicators/{indicator}"
        await visit.services.patch("scheduling", path, {"value": sent.number("value")}, sent.number("version"))
        return f"{visit.path('staff', 'plans', kind, plan)}?saved=1#a{code}"

    return await carry_out(visit, work, lambda typed: _board(visit, kind, plan, typed))


@router.get("/plans/{kind}/{plan}", response_class=HTMLResponse)
async def public(visit: Town, kind: Kind, plan: str) -> HTMLResponse:
    return visit.page("citizen/plan.html", **await _values(visit, kind, plan))


@router.get("/plans/{kind}/{plan}/follow-up.pdf")
async def follow_up(visit: Town, kind: Kind, plan: str) -> Response:
    return await hand_through(visit, "scheduling", kind, plan, "follow-up.pdf", language=visit.reader.language)


async def _board(visit: Visit, kind: Kind, plan: str, typed: Typed | None = None) -> HTMLResponse:
    values = await _values(visit, kind, plan)
    states = [(code, visit.reader.name("plan_status", code)) for code in STATES]
    fresh = filled("fresh")
    return visit.page(
        "cell/plan.html", status=status(typed), typed=typed or fresh, fresh=fresh, states=states, **values
    )


async def _values(visit: Visit, kind: Kind, plan: str) -> dict[str, Any]:
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
