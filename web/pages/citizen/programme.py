"""The programme of an edition: envelopes, how projects were chosen, what remarks changed, what is carried over."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.pages.facts import if_there, latest_edition, naming, zones
from web.services import Json, Refused, together
from web.visit import Town, Visit

router = APIRouter()
ISOLATE, END = "\u2068", "\u2069"  # an Arabic title would turn the numbers of a French sentence round
PARTS = ("programme", "envelopes", "selection", "you-said-we-did", "carry-over")


@router.get("/{language}/{municipality}/programme", response_class=HTMLResponse)
async def newest(visit: Town) -> HTMLResponse:
    edition = await latest_edition(visit)
    return await _page(visit, edition) if edition else visit.page("citizen/programme.html", **_nothing())


@router.get("/{language}/{municipality}/programme/{edition}", response_class=HTMLResponse)
async def one(visit: Town, edition: str) -> HTMLResponse:
    return await _page(visit, await visit.ask("proposals", "editions", edition))


@router.post("/{language}/{municipality}/programme/{edition}/remarks", response_class=HTMLResponse)
async def remark(visit: Town, edition: str) -> Response:
    """Anybody, while remarks are open; what was typed comes back when it is refused."""
    form, found = await visit.request.form(), await visit.ask("proposals", "editions", edition)
    text, project, key = (str(form.get(name, "")).strip() for name in ("text", "project", "key"))
    body = {"text": text} | ({"project_id": project} if project else {})
    parts = ("editions", edition, "programme", "remarks")
    try:
        await visit.command("proposals", *parts, body=body, key=key)
    except Refused as refusal:
        said = [mistake.message for mistake in refusal.mistakes] or [refusal.message]
        return await _page(visit, found, typed=text, mistake=" ".join(said))
    return RedirectResponse(f"{visit.path('programme', edition)}?thanks=1#remark", 303)


async def _page(visit: Visit, edition: Json, **said_now: Any) -> HTMLResponse:
    asked = (if_there(visit.find("proposals", "editions", edition["edition"], part), None) for part in PARTS)
    programme, envelopes, selection, said, carried = await together(*asked)
    known = await zones(visit)
    typing: Json = {"typed": "", "mistake": "", "thanks": "thanks" in visit.request.query_params} | said_now
    return visit.page(
        "citizen/programme.html",
        edition=edition,
        programme=programme,
        open_for_remarks=bool((programme or {}).get("remarks_open")),
        projects=(programme or {}).get("projects", []),
        total=(programme or {}).get("total"),
        envelopes=envelopes,
        rule=((selection or {}).get("rule") or {}).get("method"),
        steps=[_step(step) for step in (selection or {}).get("trace", [])],
        said_did=[_answered(line) for line in (said or {}).get("items", [])],
        carried=(carried or {}).get("items", []),
        zone_name=naming(visit, known),
        key=str(uuid4()),
        **typing,
    )


def _step(step: Json) -> Json:
    title = step.get("title") or ""
    isolated = {
        code: said.replace(title, f"{ISOLATE}{title}{END}") if title else said for code, said in step["text"].items()
    }
    return {"text": isolated, "funded": step["decision"] == "funded"}


def _answered(line: Json) -> Json:
    return {"said": line["text"], "did": (line.get("change") or {}).get("reason")}


def _nothing() -> dict[str, Any]:
    empty: list[Json] = []
    lists = dict.fromkeys(("projects", "steps", "said_did", "carried"), empty)
    return {
        "edition": None,
        "programme": None,
        "total": None,
        "envelopes": None,
        "rule": None,
        "open_for_remarks": False,
    } | lists
