"""M7: publish and prove; site copy and posting are filed here, the dispatch list arrives by itself."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.files import hand_through
from web.services import Json
from web.views.proof import proof
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/publications")
A_PAGE = 20


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    found = await visit.find("scheduling", "publications", cursor=cursor, limit=A_PAGE) or {}
    more = f"?cursor={found['next']}" if found.get("next") else None
    return visit.page("cell/publications.html", publications=found.get("items", []), more=more)


@router.get("/{publication}", response_class=HTMLResponse)
async def one(visit: Staff, publication: str) -> HTMLResponse:
    return await _page(visit, publication)


@router.post("/{publication}/web-copy")
async def web_copy(visit: Staff, publication: str) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("url")
        body = {"url": sent["url"], "published_at": sent.instant("at"), "sha256": await sent.upload("scheduling")}
        await sent.do("scheduling", "publications", publication, "web-copy", body=body)
        return _here(visit, publication)

    return await carry_out(visit, work, lambda typed: _page(visit, publication, typed))


@router.post("/{publication}/posting")
async def posting(visit: Staff, publication: str) -> Response:
    async def work(sent: Sent) -> str:
        body = {"posted_at": sent.instant("at"), "sha256": await sent.upload("scheduling")}
        await sent.do("scheduling", "publications", publication, "posting", body=body)
        return _here(visit, publication)

    return await carry_out(visit, work, lambda typed: _page(visit, publication, typed))


@router.get("/{publication}/files/{sha256}")
async def filed(visit: Staff, publication: str, sha256: str) -> Response:
    return await hand_through(visit, "scheduling", "documents", sha256)


async def _page(visit: Visit, publication: str, typed: Typed | None = None) -> HTMLResponse:
    found: Json = await visit.ask("scheduling", "publications", publication)
    now = visit.reader.local(visit.now).strftime("%Y-%m-%dT%H:%M")
    fresh = [filled(name, at=now) for name in ("web-copy", "posting")]
    values: dict[str, Any] = {"publication": found, "steps": proof(found), "forms": forms(typed, *fresh)}
    return visit.page("cell/publication.html", status=status(typed), **values)


def _here(visit: Visit, publication: str) -> str:
    return f"{visit.path('staff', 'publications', publication)}?saved=1"
