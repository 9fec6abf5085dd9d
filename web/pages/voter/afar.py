"""Voting from afar: registration first, with a code from the desk; the ballot is cast later by the same device."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from web.pages.background import SendKey, answered
from web.services import Json, NotThere, together
from web.visit import Town

router = APIRouter(prefix="/{language}/{municipality}/vote/{election}/{contest}/afar")


@router.get("", response_class=HTMLResponse)
async def register(visit: Town, election: str, contest: str) -> HTMLResponse:
    """The page hands over the registrar's public key; the secret is made in the browser and stays there."""
    found, registrar = await together(
        visit.ask("voting", "elections", election), visit.ask("scheduling", "registrars", election)
    )
    values = {"election": found, "registrar": registrar, "texts": visit.reader.texts.under("afar.")}
    return visit.page("voter/afar.html", contest=_contest(registrar, contest), **values)


@router.post("/credential")
async def credential(visit: Town, election: str, contest: str, key: SendKey) -> JSONResponse:
    """What comes by here is hidden: a code, and a message nobody can recognise on a ballot later."""
    sent = await visit.request.json()
    body = {"code": str(sent.get("code", "")), "contest": contest, "blinded": str(sent.get("blinded", ""))}
    path = ("registrars", election, "credentials")
    return await answered(lambda: visit.command("scheduling", *path, body=body, key=key))


def _contest(registrar: Json, wanted: str) -> Json:
    found = next((one for one in registrar["contests"] if one["contest"] == wanted), None)
    if found is None:
        raise NotThere(wanted)
    return dict(found)
