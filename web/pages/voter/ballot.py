"""D1 to D4: the way to a ballot, and the ballot itself, which the voter's own browser signs."""

from babel.numbers import get_currency_precision
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.policy import policy
from web.services import Json, NotThere
from web.views.board import most_of, rule
from web.visit import Town

router = APIRouter()


@router.get("/{language}/{municipality}/vote", response_class=HTMLResponse)
async def open_votes(visit: Town) -> HTMLResponse:
    found = await visit.items("voting", "elections")
    return visit.page("voter/vote.html", elections=[election for election in found if election["state"] == "open"])


@router.get("/{language}/{municipality}/vote/{election}/{contest}", response_class=HTMLResponse)
async def ballot(visit: Town, election: str, contest: str) -> HTMLResponse:
    """The one page whose policy names another origin: the ballot box."""
    found = await visit.ask("voting", "elections", election)
    chosen = _contest(found, contest)
    currency, box = visit.town["currency"], visit.request.app.state.settings.box_url
    page = visit.page(
        "voter/ballot.html",
        election=found,
        contest=chosen,
        most=most_of(chosen),
        rule=rule(chosen, visit.reader, currency, found["kind"]),
        decimals=get_currency_precision(currency),
        box=box,
        box_key=found.get("box_key") or "",
        texts=visit.reader.texts.under("ballot."),
    )
    page.headers["Content-Security-Policy"] = policy(box)
    page.headers["Cache-Control"] = "no-store"
    return page


def _contest(election: Json, wanted: str) -> Json:
    for contest in election["contests"]:
        if contest["contest"] == wanted:
            return dict(contest)
    raise NotThere(wanted)
