"""P8 for staff: how far each funded project is, what it cost so far, why it is late, and that it was handed over."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import naming, zones
from web.services import Json, together
from web.views.amounts import typed_amount
from web.views.bars import part
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/works")
A_PAGE = 50
MONEY = ("committed", "spent")


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    """Those not handed over yet first."""
    found, known = await together(visit.find("proposals", "projects", cursor=cursor, limit=A_PAGE), zones(visit))
    order = sorted((found or {}).get("items", []), key=lambda one: (bool(one["delivered_on"]), -int(one["percent"])))
    more = f"?cursor={found['next']}" if found and found.get("next") else None
    rtl = visit.reader.direction == "rtl"
    done = {one["project_id"]: part(100 if one["delivered_on"] else one["percent"], 100, rtl=rtl) for one in order}
    return visit.page("cell/works.html", projects=order, done=done, zone_name=naming(visit, known), more=more)


@router.get("/{project}", response_class=HTMLResponse)
async def one(visit: Staff, project: str) -> HTMLResponse:
    return await _page(visit, project)


@router.post("/{project}/progress")
async def report(visit: Staff, project: str) -> Response:
    """Public at once: percent, money, what was done, why it is late, a photo."""

    async def work(sent: Sent) -> str:
        sent.need("percent")
        body: Json = {"percent": sent.number("percent")}
        currency = str(visit.town["currency"])
        body |= {name: sent.money(name, currency) for name in MONEY if sent[name]}
        body |= {name: sent[name] for name in ("note", "delay_reason") if sent[name]}
        if sent.files.get("file") or sent["file_sha256"]:
            body["photos"] = [await sent.upload("proposals")]
        await sent.do("proposals", "projects", project, "progress", body=body)
        return _here(visit, project)

    return await carry_out(visit, work, lambda typed: _page(visit, project, typed))


@router.post("/{project}/delivery")
async def deliver(visit: Staff, project: str) -> Response:
    """From now on its users are asked how good it is."""

    async def work(sent: Sent) -> str:
        day = sent.day("delivered_on")
        await sent.do("proposals", "projects", project, "delivery", body={"delivered_on": day} if day else {})
        return _here(visit, project)

    return await carry_out(visit, work, lambda typed: _page(visit, project, typed))


async def _page(visit: Visit, project: str, typed: Typed | None = None) -> HTMLResponse:
    found, known = await together(visit.ask("proposals", "projects", project), zones(visit))
    money = {name: typed_amount(found[name], found["currency"]) for name in MONEY}
    values: dict[str, Any] = {
        "project": found,
        "zone_name": naming(visit, known),
        "forms": forms(
            typed,
            filled("progress", percent=str(found["percent"]), **money),
            filled("delivery", delivered_on=visit.today.isoformat()),
        ),
    }
    return visit.page("cell/work.html", status=status(typed), **values)


def _here(visit: Visit, project: str) -> str:
    return f"{visit.path('staff', 'works', project)}?saved=1"
