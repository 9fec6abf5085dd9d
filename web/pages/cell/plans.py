"""M10: action plans and open programmes as the cell's board."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, status
from web.pages.citizen.plans import KINDS, Kind, plan_values
from web.services import Json, together
from web.views.plan_board import STATES
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/plans")
A_PAGE = 50


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff) -> HTMLResponse:
    lists = await together(*(visit.items("scheduling", kind, limit=A_PAGE) for kind in KINDS))
    plans = [plan | {"way": kind} for kind, found in zip(KINDS, lists, strict=True) for plan in found]
    return visit.page("cell/plans.html", plans=plans)


@router.get("/{kind}/{plan}", response_class=HTMLResponse)
async def board(visit: Staff, kind: Kind, plan: str) -> HTMLResponse:
    return await _board(visit, kind, plan)


@router.post("/{kind}/{plan}/activities/{code}")
async def update(visit: Staff, kind: Kind, plan: str, code: str) -> Response:
    """Where an activity stands; what events count is not typed."""

    async def work(sent: Sent) -> str:
        body: Json = {"status": sent["status"]} | ({"note": sent["note"]} if sent["note"] else {})
        body |= {"percent": sent.number("percent")} if sent["percent"] else {}
        path = f"/{visit.slug}/{kind}/{plan}/activities/{code}"
        await visit.services.patch("scheduling", path, body, sent.number("version"))
        return f"{visit.path('staff', 'plans', kind, plan)}?saved=1#a{code}"

    return await carry_out(visit, work, lambda typed: _board(visit, kind, plan, typed))


@router.post("/{kind}/{plan}/activities/{code}/indicators/{indicator}")
async def measure(visit: Staff, kind: Kind, plan: str, code: str, indicator: str) -> Response:
    """A value that no event gives is typed, with who typed it."""

    async def work(sent: Sent) -> str:
        path = f"/{visit.slug}/{kind}/{plan}/activities/{code}/indicators/{indicator}"
        await visit.services.patch("scheduling", path, {"value": sent.number("value")}, sent.number("version"))
        return f"{visit.path('staff', 'plans', kind, plan)}?saved=1#a{code}"

    return await carry_out(visit, work, lambda typed: _board(visit, kind, plan, typed))


async def _board(visit: Visit, kind: Kind, plan: str, typed: Typed | None = None) -> HTMLResponse:
    values = await plan_values(visit, kind, plan)
    states = [(code, visit.reader.name("plan_status", code)) for code in STATES]
    fresh = filled("fresh")
    return visit.page(
        "cell/plan.html", status=status(typed), typed=typed or fresh, fresh=fresh, states=states, **values
    )
