"""R4: a shared tablet for assisted votes; at closing it states what it holds, with or without a network, and hands it over."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from web.forms import check_form_key
from web.pages.background import Clerk, FormKey, SendKey, answered
from web.visit import Staff

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/tablet")


@router.get("", response_class=HTMLResponse)
async def tablet(visit: Staff, election: str) -> HTMLResponse:
    """The page is kept on the tablet, so nothing of the session and of no moment of the vote is in it."""
    found = await visit.ask("voting", "elections", election)
    return visit.page("hall/tablet.html", election=found, texts=visit.reader.texts.under("tablet."))


@router.get("/now")
async def now(visit: Clerk, election: str) -> JSONResponse:
    """The state of the vote, which tablets' statements are registered, and the key that forms of this session carry."""
    found = await visit.ask("voting", "elections", election)
    stated = [one["tablet"] for one in found["tablets"] if one["stated"]]
    form_key = visit.person.form_key if visit.person else ""
    return JSONResponse({"state": found["state"], "stated": stated, "form_key": form_key})


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
