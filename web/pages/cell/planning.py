"""M1: a whole lawful calendar planned back from the council's date, and what a slip forces on the others."""

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.forms import check_form_key
from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, status
from web.pages.facts import years
from web.services import Json, Refused, ServiceAway
from web.views.lawfulness import failing
from web.views.plans import days_off, moves
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff")
EVERYTHING = 100


@router.get("/planning", response_class=HTMLResponse)
async def begin(visit: Staff) -> HTMLResponse:
    newest = next(iter(await years(visit)), "")
    return await _planning(visit, filled("plan", edition=newest, programme_year=newest))


@router.post("/planning", response_class=HTMLResponse)
async def plan(visit: Staff) -> Response:
    """Propose and adjust as often as wanted; a draft is made when asked for."""
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        if sent["go"] == "save":
            return RedirectResponse(await _draft(visit, sent), 303)
        return await _planning(visit, Typed("plan", sent.given), await _proposed(sent))
    except (Unfilled, Refused, ServiceAway) as error:
        return await _planning(visit, sent.again(error))


@router.get("/replanning/{calendar}", response_class=HTMLResponse)
async def slip(visit: Staff, calendar: str, activity: str = "") -> HTMLResponse:
    return await _replanning(visit, calendar, filled("replan", activity=activity))


@router.post("/replanning/{calendar}", response_class=HTMLResponse)
async def replan(visit: Staff, calendar: str) -> Response:
    """First the difference, then the saving; nothing is stored before somebody has seen it."""
    sent = await Sent.of(visit)
    if sent["go"] != "save":
        try:
            check_form_key(visit, sent["form_key"])
            sent.need("activity", "day")
            body = {"moved": {sent["activity"]: sent.day("day")}}
            shown = await sent.do("scheduling", "calendars", calendar, "replanning", body=body)
        except (Unfilled, Refused, ServiceAway) as error:
            return await _replanning(visit, calendar, sent.again(error))
        return await _replanning(visit, calendar, Typed("replan", sent.given), shown)

    async def work(sent: Sent) -> str:
        await _move(visit, calendar, sent)
        return f"{visit.path('staff', 'calendars', calendar)}?saved=1"

    return await carry_out(visit, work, lambda typed: _replanning(visit, calendar, typed))


async def _move(visit: Visit, calendar: str, sent: Sent) -> None:
    """Every move with the version the one before it made, so that nobody's change is run over."""
    version = sent.number("version")
    for place, code in enumerate(sent.all("move")):
        path = f"/{visit.slug}/calendars/{calendar}/activities/{code}"
        await visit.services.patch("scheduling", path, {"planned_date": sent.day(f"to-{code}")}, version + place)


async def _proposed(sent: Sent) -> Json:
    sent.need("template", "programme_year", "council_date")
    body: Json = {
        "template": sent["template"],
        "programme_year": sent.number("programme_year"),
        "council_date": sent.day("council_date"),
        "include": sent.all("include"),
    }
    first = sent.day("not_before")
    return await sent.do("scheduling", "plans", body=body | ({"not_before": first} if first else {}))


async def _draft(visit: Visit, sent: Sent) -> str:
    sent.need("edition", "template", "programme_year")
    dates = {name.removeprefix("on-"): sent.day(name) for name in sent.given if name.startswith("on-") and sent[name]}
    body: Json = {
        "edition": sent["edition"],
        "template": sent["template"],
        "programme_year": sent.number("programme_year"),
        "include": sent.all("include"),
        "dates": dates,
    }
    made = await sent.do("scheduling", "calendars", body=body)
    return f"{visit.path('staff', 'calendars', made['calendar_id'])}?saved=1"


async def _planning(visit: Visit, typed: Typed, proposed: Json | None = None) -> HTMLResponse:
    known = await visit.services.items("scheduling", "/templates")
    own = [one for one in known if one["country"] == visit.town["country"]] or known
    optional = [step for one in own for step in one["activities"] if step["optional"]]
    return visit.page(
        "cell/planning.html",
        status=status(typed),
        t=_named(visit, typed),
        fresh=proposed is not None,
        templates=[(one["template"], visit.reader.plain(one["title"])) for one in own],
        optional=optional,
        editions=await visit.items("proposals", "editions"),
        proposed=_shown(proposed, typed),
        failing=failing((proposed or {}).get("verdicts", [])),
        off=days_off(proposed, visit.town["country"]),
        holidays=_near(proposed),
    )


def _named(visit: Visit, typed: Typed) -> Typed:
    """That no calendar is lawful is said in our words; the rules stand beneath, one by one."""
    if typed.word != "no-lawful-calendar":
        return typed
    return replace(typed, said=visit.reader.say("cell.no_lawful"))


def _shown(proposed: Json | None, typed: Typed) -> list[Json]:
    """The proposed dates; after a refused draft those that stood in the form."""
    if proposed:
        return [row | {"on": row["planned_date"]} for row in proposed["activities"]]
    names = [name.removeprefix("on-") for name in typed.given if name.startswith("on-")]
    kept: list[Json] = [{"code": code, "label": typed[f"label-{code}"], "on": typed[f"on-{code}"]} for code in names]
    return kept


def _near(proposed: Json | None) -> list[Json]:
    """The holidays between the first and the last step."""
    days = sorted(str(row["planned_date"]) for row in (proposed or {}).get("activities", []) if row["planned_date"])
    return [one for one in (proposed or {}).get("holidays", []) if days and days[0] <= one["date"] <= days[-1]]


async def _replanning(visit: Visit, calendar: str, typed: Typed, shown: Json | None = None) -> HTMLResponse:
    found = await visit.ask("scheduling", "calendars", calendar)
    rows = [row for row in found["activities"] if not row["done"]]
    options = [(row["code"], f"{row['code']} {visit.reader.plain(row['label'])}") for row in rows]
    values: dict[str, Any] = {"moves": moves(shown, found), "failing": failing((shown or {}).get("verdicts", []))}
    weekend = {row["code"]: date.fromisoformat(row["to"]).weekday() for row in values["moves"]}
    return visit.page(
        "cell/replanning.html",
        status=status(typed),
        t=typed,
        calendar=found,
        options=options,
        shown=shown is not None,
        weekend=weekend,
        **values,
    )
