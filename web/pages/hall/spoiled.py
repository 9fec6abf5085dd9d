"""R3: a spoiled slip is exchanged one for one before the vote opens; a lost one is not replaced."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from shared.documents.qr import qr_svg
from web.forms import new_key, own_form
from web.services import Json, Refused
from web.views.safe import safe
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/spoiled")


@router.get("", response_class=HTMLResponse)
async def spoiled(visit: Staff, election: str) -> HTMLResponse:
    return await _page(visit, election)


@router.post("", response_class=HTMLResponse)
async def exchange(visit: Staff, election: str) -> HTMLResponse:
    """The new slip is in this answer and nowhere else; sending the form again does not show it again."""
    form = await own_form(visit)
    contest, code = str(form.get("contest", "")), str(form.get("code", ""))[:60]
    body = {"contest": contest, "code": code}
    try:
        made = await visit.command("voting", "elections", election, "exchanges", body=body, key=str(form["key"]))
    except Refused as refusal:
        faults = [mistake.message for mistake in refusal.mistakes] or [refusal.message]
        return await _page(visit, election, fault=" ".join(faults), contest=contest, code=code, status=refusal.status)
    return await _page(visit, election, slip=_slip(visit, election, contest, str(made["code"])), contest=contest)


def _slip(visit: Visit, election: str, contest: str, code: str) -> Json:
    """As the printed sheet has it: the code stands in the fragment, which no server sees."""
    site = visit.request.app.state.settings.public_url.rstrip("/")
    address = f"{site}{visit.path('vote', election, contest)}#{code}"
    groups = " ".join(code[place : place + 4] for place in range(0, len(code), 4))
    return {"code": groups, "qr": safe(qr_svg(address))}


async def _page(visit: Visit, election: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    found: Json = await visit.ask("voting", "elections", election)
    values = {"slip": None, "fault": "", "contest": "", "code": ""} | shown
    page = visit.page("hall/spoiled.html", status=status, election=found, key=new_key(), **values)
    page.headers["Cache-Control"] = "no-store"
    return page
