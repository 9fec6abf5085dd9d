"""Voting from afar as the desk sees it: the registration window, who was written down, and their cards."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.forms import check_form_key
from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.pages.facts import if_there, zones
from web.services import Json, Refused, ServiceAway, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/afar")
A_PAGE = 100
SHOWN_IN_FOURS = 4


@router.get("", response_class=HTMLResponse)
async def registrar(visit: Staff, election: str) -> HTMLResponse:
    return await _page(visit, election)


@router.post("/window")
async def set_up(visit: Staff, election: str) -> Response:
    """Registration days come first, casting after."""

    async def work(sent: Sent) -> str:
        body = {"opens_at": sent.instant("opens_at"), "closes_at": sent.instant("closes_at")}
        await sent.do("scheduling", "registrars", body={"election_id": election, **body})
        return _here(visit, election)

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


@router.post("/people")
async def write_down(visit: Staff, election: str) -> Response:
    """After a look at their papers. The cards are in this answer; the same form again shows the same cards."""
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        sent.need("names", "neighbourhood")
        rows = [{"name": name.strip(), "neighbourhood": sent["neighbourhood"]} for name in sent["names"].splitlines()]
        body = {"rows": [row for row in rows if row["name"]]}
        made = await sent.do("scheduling", "registrars", election, "people", body=body)
    except (Unfilled, Refused, ServiceAway) as error:
        return await _page(visit, election, sent.again(error))
    return await _page(visit, election, cards=_cards([row["name"] for row in body["rows"]], made["people"]))


@router.post("/people/{person}/card")
async def new_card(visit: Staff, election: str, person: str) -> Response:
    """For somebody who lost theirs; the old code is void."""
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        made = await sent.do("scheduling", "registrars", election, "people", person, "card", body={})
    except (Unfilled, Refused, ServiceAway) as error:
        return await _page(visit, election, sent.again(error))
    return await _page(visit, election, cards=_cards([sent["name"]], [made]))


@router.post("/closing")
async def close(visit: Staff, election: str) -> Response:
    """The keys are destroyed, the counts are final: the word is typed."""

    async def work(sent: Sent) -> str:
        sent.confirm("hall.close_word")
        await sent.do("scheduling", "registrars", election, "closing", body={})
        return _here(visit, election)

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


def _here(visit: Visit, election: str) -> str:
    return f"{visit.path('hall', 'votes', election, 'afar')}?saved=1"


def _cards(names: list[str], made: list[Json]) -> list[Json]:
    """Two lines that mean one person give one card: then names are taken from the list of the registered."""
    typed = names if len(names) == len(made) else [""] * len(made)
    return [card | {"name": name, "shown": _in_fours(card["code"])} for name, card in zip(typed, made, strict=True)]


def _in_fours(code: str) -> str:
    return " ".join(code[place : place + SHOWN_IN_FOURS] for place in range(0, len(code), SHOWN_IN_FOURS))


async def _page(
    visit: Visit, election: str, typed: Typed | None = None, cards: list[Json] | None = None
) -> HTMLResponse:
    found, window, known = await together(
        visit.ask("voting", "elections", election), visit.find("scheduling", "registrars", election), zones(visit)
    )
    people = await if_there(_people(visit, election), {"items": [], "next": None}) if window else {"items": []}
    places = [(place["slug"], visit.reader.plain(place["name"])) for place in known["neighbourhoods"]]
    values: dict[str, Any] = {
        "election": found,
        "registrar": window,
        "people": people["items"],
        "more": f"?cursor={people['next']}" if people.get("next") else None,
        "places": places,
        "hoods": dict(places),
        "cards": _named(cards or [], people["items"]),
        "forms": forms(typed, filled("window"), filled("people"), filled("close"), filled("card")),
    }
    page = visit.page("hall/registrar.html", status=status(typed), **values)
    page.headers["Cache-Control"] = "no-store"
    return page


def _named(cards: list[Json], people: list[Json]) -> list[Json]:
    names = {one["person_id"]: one["name"] for one in people}
    return [card | {"name": names.get(card["person_id"], card["name"])} for card in cards]


async def _people(visit: Visit, election: str) -> Json:
    """Reading who is registered is recorded by the registrar."""
    cursor = visit.request.query_params.get("cursor")
    path = ("registrars", election, "people")
    return dict(await visit.ask("scheduling", *path, limit=A_PAGE, cursor=cursor))
