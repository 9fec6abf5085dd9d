"""The second person's look: a page typed from paper beside its scan, confirmed or put right."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import if_there, naming, zones
from web.pages.files import hand_through, kind_of
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/batches")
A_PAGE = 20
COLUMNS = ("title", "body", "zone", "neighbourhood")


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    """Those nobody has checked first."""
    found = await visit.find("proposals", "proposals", "batches", cursor=cursor, limit=A_PAGE) or {}
    order = sorted(found.get("items", []), key=lambda batch: bool(batch["checked_by"]))
    more = f"?cursor={found['next']}" if found.get("next") else None
    return visit.page("cell/batches.html", batches=order, more=more)


@router.get("/{batch}", response_class=HTMLResponse)
async def one(visit: Staff, batch: str) -> HTMLResponse:
    return await _page(visit, batch)


@router.get("/{batch}/scan")
async def scan(visit: Staff, batch: str) -> Response:
    found = await visit.ask("proposals", "proposals", "batches", batch)
    return await hand_through(visit, "proposals", "documents", str(found["scan_sha256"]))


@router.post("/{batch}/check")
async def check(visit: Staff, batch: str) -> Response:
    """Only what was misread is sent; the service turns back whoever typed the page."""

    async def work(sent: Sent) -> str:
        body = {"corrections": corrections(sent)}
        await sent.do("proposals", "proposals", "batches", batch, "check", body=body)
        return f"{visit.path('staff', 'batches')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, batch, typed))


def corrections(sent: Sent) -> list[Json]:
    """By row, the columns that differ from what was typed the first time."""
    found = []
    for row in sent.all("row"):
        changed = {
            name: sent[f"{name}-{row}"] for name in COLUMNS if sent[f"{name}-{row}"] != sent[f"was-{name}-{row}"]
        }
        kept = {name: value for name, value in changed.items() if value}
        found += [{"proposal_id": row} | kept] if kept else []
    return found


async def _page(visit: Visit, batch: str, typed: Typed | None = None) -> HTMLResponse:
    found, known = await together(visit.ask("proposals", "proposals", "batches", batch), zones(visit))
    named = naming(visit, known)
    paper = found["scan_sha256"] and await if_there(kind_of(visit, "proposals", "documents", found["scan_sha256"]), "")
    values: dict[str, Any] = {
        "batch": found,
        "paper": paper or "",
        "zones": [(zone["slug"], named(zone["slug"])) for zone in known["zones"]],
        "hoods": [(hood["slug"], named(hood["slug"])) for hood in known["neighbourhoods"]],
        "forms": forms(typed, _form(found)),
    }
    return visit.page("cell/check.html", status=status(typed), zone_name=named, **values)


def _form(batch: Json) -> Typed:
    """As it was typed the first time."""
    given = {f"{name}-{row['proposal_id']}": row[name] or "" for row in batch["proposals"] for name in COLUMNS}
    return filled("check", **given)
