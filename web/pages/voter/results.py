"""Results, mandates, and whether a receipt's ballot is on the public board."""

from itertools import groupby

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.files import hand_through
from web.pages.voter.contests import contest_naming
from web.services import Json, NotThere, together
from web.views.board import board
from web.views.receipts import SHORTEST, ballot_on, normal
from web.visit import Town, Visit

router = APIRouter()
CLOSED = {"closed", "counted", "declared"}


@router.get("/{language}/{municipality}/results", response_class=HTMLResponse)
async def results(visit: Town) -> HTMLResponse:
    heads = await visit.items("voting", "elections")
    order = sorted(heads, key=lambda head: str(head["election_id"]), reverse=True)
    known = await together(*(visit.ask("voting", "elections", head["election_id"]) for head in order))
    return visit.page("voter/results.html", boards=[board(found) for found in known if found["state"] != "draft"])


@router.get("/{language}/{municipality}/results/{election}/pv.pdf")
async def record(visit: Town, election: str) -> Response:
    return await hand_through(visit, "voting", "elections", election, "pv.pdf")


@router.get("/{language}/{municipality}/results/{election}/board.json")
async def board_file(visit: Town, election: str) -> Response:
    return await hand_through(visit, "voting", "elections", election, "board")


@router.get("/{language}/{municipality}/mandates", response_class=HTMLResponse)
async def mandates(visit: Town) -> HTMLResponse:
    found, name = await together(visit.items("voting", "mandates", limit=100), contest_naming(visit))
    holding = [held for held in found if held.get("state", "held") == "held"]
    order = sorted(holding, key=lambda held: (held["neighbourhood"] or "", held["alternate"], held["rank"]))
    groups = [(name(hood), list(held)) for hood, held in groupby(order, key=lambda held: held["neighbourhood"])]
    return visit.page("voter/mandates.html", groups=groups)


@router.get("/{language}/{municipality}/verify", response_class=HTMLResponse)
async def verify(visit: Town) -> HTMLResponse:
    return _verify_page(visit, await _closed(visit))


@router.post("/{language}/{municipality}/verify", response_class=HTMLResponse)
async def look(visit: Town) -> HTMLResponse:
    """By post, so that a receipt's number stays out of addresses and logs."""
    form, elections = await visit.request.form(), await _closed(visit)
    number, chosen = normal(str(form.get("number", ""))), str(form.get("election", ""))
    if chosen not in {election["election_id"] for election in elections}:
        raise NotThere(chosen)
    if len(number) < SHORTEST:
        return _verify_page(visit, elections, chosen, number, mistake=True)
    published = await visit.ask("voting", "elections", chosen, "board")
    return _verify_page(visit, elections, chosen, number, outcome=_outcome(published, number))


async def _closed(visit: Visit) -> list[Json]:
    return [election for election in await visit.items("voting", "elections") if election["state"] in CLOSED]


def _outcome(published: Json, number: str) -> Json:
    found = ballot_on(published, number)
    if found is None:
        return {"word": "lost", "tone": "bad", "contest": None}
    return {"word": "found", "tone": "good", "contest": found["contest"], "number": found["ballot"][:12]}


def _verify_page(
    visit: Visit,
    elections: list[Json],
    chosen: str = "",
    number: str = "",
    *,
    mistake: bool = False,
    outcome: Json | None = None,
) -> HTMLResponse:
    status = 422 if mistake else 200
    values = {"elections": elections, "chosen": chosen, "number": number, "mistake": mistake, "outcome": outcome}
    return visit.page("voter/verify.html", status=status, texts=visit.reader.texts.under("verify."), **values)
