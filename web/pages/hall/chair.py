"""H1: the chair's remote; it opens and closes a vote by a typed word, and takes the dice."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.forms import confirmed, new_key, own_form
from web.pages.facts import if_there
from web.pages.hall.showing import Picture, follow, shown
from web.services import Json, Refused
from web.views.remote import remote
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}")
NOTHING: Mapping[str, str] = {}
WORDS = {"opening": "hall.open_word", "closing": "hall.close_word"}


@router.get("", response_class=HTMLResponse)
async def chair(visit: Staff, election: str) -> HTMLResponse:
    return await _page(visit, election)


@router.get("/now")
async def now(visit: Staff, election: str) -> Picture:
    return await _picture(visit, election)


@router.get("/live")
async def live(visit: Staff, election: str) -> Response:
    return follow(visit, "voting", f"elections/{election}", "chair", lambda: _picture(visit, election))


@router.post("/opening")
async def opening(visit: Staff, election: str) -> Response:
    return await _confirmed(visit, election, "opening")


@router.post("/closing")
async def closing(visit: Staff, election: str) -> Response:
    """Ballots still waiting on phones cannot count afterwards: the page says so before the word is typed."""
    return await _confirmed(visit, election, "closing")


@router.post("/dice")
async def dice(visit: Staff, election: str) -> Response:
    """What was rolled in front of everyone, a row of faces for each contest: the last one declares the result."""
    form = await own_form(visit)
    typed = {name: str(value) for name, value in form.items() if name not in ("key", "form_key", "confirm")}
    if not confirmed(form, visit.reader.say("hall.dice_word")):
        return await _page(visit, election, fault=visit.reader.say("hall.not_confirmed"), status=422, typed=typed)
    rolled = {name: faces for name, value in typed.items() if (faces := _digits(value))}
    return await _do(visit, election, "dice", str(form["key"]), rolled, typed)


async def _confirmed(visit: Visit, election: str, what: str) -> Response:
    form = await own_form(visit)
    if not confirmed(form, visit.reader.say(WORDS[what])):
        return await _page(visit, election, fault=visit.reader.say("hall.not_confirmed"), status=422)
    return await _do(visit, election, what, str(form["key"]), {})


async def _do(
    visit: Visit, election: str, part: str, key: str, body: Mapping[str, Any], typed: Mapping[str, str] = NOTHING
) -> Response:
    try:
        await visit.command("voting", "elections", election, part, body=dict(body), key=key)
    except Refused as refusal:
        return await _page(visit, election, fault=refusal.message, status=refusal.status, typed=typed)
    return RedirectResponse(visit.path("hall", "votes", election), 303)


async def _page(
    visit: Visit, election: str, *, fault: str = "", status: int = 200, typed: Mapping[str, str] = NOTHING
) -> HTMLResponse:
    found: Json = await visit.ask("voting", "elections", election)
    here = visit.path("hall", "votes", election)
    return visit.page(
        "hall/chair.html",
        status=status,
        election=found,
        vote=await _remote(visit, found),
        typed_in=typed,
        here=here,
        fault=fault,
        new_key=new_key,
        **shown(visit, await _picture(visit, election, found), here),
    )


async def _remote(visit: Visit, election: Json) -> Json:
    return remote(election, visit.now, await if_there(_slot(visit, election), None))


async def _slot(visit: Visit, election: Json) -> Json | None:
    if not (election.get("meeting_id") and election.get("agenda_n")):
        return None
    meeting = await visit.find("scheduling", "meetings", election["meeting_id"]) or {"agenda": []}
    return next((item for item in meeting["agenda"] if item["n"] == election["agenda_n"]), None)


async def _picture(visit: Visit, election: str, known: Json | None = None) -> Picture:
    """Drawn anew at each change, at the hour it then is."""
    found = known or await visit.ask("voting", "elections", election)
    clock: Json = await visit.services.get("scheduling", "/clock")
    instant = visit.reader.local(clock["civil"])
    vote = remote(found, instant, await if_there(_slot(visit, found), None))
    html = visit.templates.fragment(visit.reader, "hall/vote_now.html", vote=vote, moves=not clock["stepped"])
    return {"html": html, "at": instant.strftime("%H:%M:%S"), "version": found["state"]}


def _digits(typed: str) -> str:
    """Eastern digits and spaces are understood."""
    latin = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in typed)
    return "".join(latin.split())
