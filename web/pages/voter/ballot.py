"""D1 to D4: the way to a ballot, and the ballot itself, which the voter's own browser signs."""

from babel.numbers import get_currency_precision
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there
from web.policy import policy
from web.services import Json, NotThere, together
from web.views.board import most_of, rule
from web.visit import Town, Visit

router = APIRouter()


@router.get("/{language}/{municipality}/vote", response_class=HTMLResponse)
async def open_votes(visit: Town) -> HTMLResponse:
    found = await visit.items("voting", "elections")
    opened = [election for election in found if election["state"] == "open"]
    known = await together(*(visit.ask("voting", "elections", election["election_id"]) for election in opened))
    registrars = await if_there(visit.items("scheduling", "registrars"), [])
    afar = [registrar for registrar in registrars if registrar["state"] == "open"]
    return visit.page("voter/vote.html", elections=known, afar=afar)


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
        rule=_rule(visit, chosen, found),
        decimals=get_currency_precision(currency),
        box=box,
        box_key=found.get("box_key") or "",
        texts=visit.reader.texts.under("ballot."),
    )
    page.headers["Content-Security-Policy"] = policy(box)
    page.headers["Cache-Control"] = "no-store"
    return page


@router.get("/{language}/{municipality}/vote/{election}/{contest}/candidates/{candidate}", response_class=HTMLResponse)
async def candidate(visit: Town, election: str, contest: str, candidate: str) -> HTMLResponse:
    """D5: who or what stands; the ballot itself shows nothing but names."""
    found = await visit.ask("voting", "elections", election)
    within = _contest(found, contest)
    standing = next((one for one in within["candidates"] if one["id"] == candidate), None)
    if standing is None:
        raise NotThere(candidate)
    project = found["kind"] == "prioritisation"
    idea = await if_there(visit.find("proposals", "proposals", candidate), None) if project else None
    values = {"election": found, "contest": within, "candidate": standing, "idea": idea}
    return visit.page("voter/candidate.html", rule=_rule(visit, within, found), **values)


def _rule(visit: Visit, contest: Json, election: Json) -> str:
    return rule(contest, visit.reader, visit.town["currency"], election["kind"])


def _contest(election: Json, wanted: str) -> Json:
    for contest in election["contests"]:
        if contest["contest"] == wanted:
            return dict(contest)
    raise NotThere(wanted)
