"""R4: a shared tablet for assisted votes; at closing officers register what it holds and hand it over."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from web.forms import check_form_key
from web.pages.desk.check_in import Clerk, FormKey, SendKey, answered
from web.visit import Staff

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/tablet")


@router.get("", response_class=HTMLResponse)
async def tablet(visit: Staff, election: str) -> HTMLResponse:
    found = await visit.ask("voting", "elections", election)
    return visit.page("hall/tablet.html", election=found, texts=visit.reader.texts.under("tablet."))


@router.post("/statement")
async def statement(visit: Clerk, election: str, form_key: FormKey, key: SendKey) -> JSONResponse:
    """What the tablet signed; a second, different statement is refused by the ballot box."""
    check_form_key(visit, form_key)
    body = await visit.request.json()
    return await answered(lambda: visit.command("voting", "elections", election, "statements", body=body, key=key))


@router.post("/late")
async def late(visit: Clerk, election: str, form_key: FormKey, key: SendKey) -> JSONResponse:
    """The ballots themselves, exactly those stated."""
    check_form_key(visit, form_key)
    body = await visit.request.json()
    return await answered(lambda: visit.command("voting", "elections", election, "late", body=body, key=key))
