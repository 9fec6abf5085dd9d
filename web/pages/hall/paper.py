"""R4 on paper: a slip used as a ballot is typed in by two officers, each without seeing the other's entry."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from web.forms import check_form_key
from web.pages.background import Clerk, FormKey, SendKey, answered
from web.services import NotThere
from web.views.board import most_of, rule
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/paper/{contest}")


@router.get("", response_class=HTMLResponse)
async def paper(visit: Staff, election: str, contest: str) -> HTMLResponse:
    found = await visit.ask("voting", "elections", election)
    chosen = next((one for one in found["contests"] if one["contest"] == contest), None)
    if chosen is None:
        raise NotThere(contest)
    said = rule(chosen, visit.reader, visit.town["currency"], found["kind"])
    texts = visit.reader.texts.under("ballot.")
    values = {"election": found, "contest": chosen, "most": most_of(chosen), "rule": said, "texts": texts}
    return visit.page("hall/paper.html", **values)


@router.post("")
async def enter(visit: Clerk, election: str, form_key: FormKey, key: SendKey) -> JSONResponse:
    return await _handed_on(visit, form_key, key, election, "paper")


@router.post("/withdrawal")
async def take_back(visit: Clerk, election: str, form_key: FormKey, key: SendKey) -> JSONResponse:
    """A slip entered once by mistake: left alone, the count would wait for its second entry for ever."""
    return await _handed_on(visit, form_key, key, election, "paper", "withdrawal")


async def _handed_on(visit: Visit, form_key: str, key: str, election: str, *parts: str) -> JSONResponse:
    check_form_key(visit, form_key)
    body = await visit.request.json()
    return await answered(lambda: visit.command("voting", "elections", election, *parts, body=body, key=key))
