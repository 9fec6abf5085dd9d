"""The programme of an edition: its projects and how far they are, remarks while they are open, what remarks changed."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.citizen.sending import Refusal, accepted, deliver, fresh
from web.pages.facts import if_there, latest_edition, naming, zones
from web.pages.files import hand_through
from web.services import Json, together
from web.visit import Town, Visit

router = APIRouter()
PARTS = ("programme", "envelopes", "selection", "you-said-we-did", "carry-over")


@router.get("/{language}/{municipality}/programme", response_class=HTMLResponse)
async def newest(visit: Town) -> HTMLResponse:
    edition = await latest_edition(visit)
    return await _page(visit, edition) if edition else visit.page("citizen/programme.html", edition=None)


@router.get("/{language}/{municipality}/programme/{edition}", response_class=HTMLResponse)
async def one(visit: Town, edition: str) -> HTMLResponse:
    return await _page(visit, await visit.ask("proposals", "editions", edition))


@router.get("/{language}/{municipality}/programme/{edition}/{document}.pdf")
async def document(visit: Town, edition: str, document: str) -> Response:
    """The programme, the report of remarks, or the diagnosis, as printed."""
    return await hand_through(visit, "proposals", "editions", edition, f"{document}.pdf")


@router.post("/{language}/{municipality}/programme/{edition}/remarks", response_class=HTMLResponse)
async def remark(visit: Town, edition: str) -> Response:
    """Anybody, while remarks are open; what was typed comes back when it is refused."""
    form = await visit.request.form()
    text, project = (str(form.get(name, "")).strip() for name in ("text", "project"))
    body = {"text": text} | ({"project_id": project} if project else {})
    here = visit.path("programme", edition)
    try:
        await deliver(visit, "editions", edition, "programme", "remarks", body=body, form=form)
    except Refusal as refusal:
        if refusal.as_data:
            return refusal.as_data
        found = await visit.ask("proposals", "editions", edition)
        return await _page(visit, found, typed=text, about=project, mistake=" ".join(refusal.mistakes.values()))
    return accepted(visit, f"{here}?thanks=1#remark", kind="remark", title=text[:80], follow=here)


async def _page(visit: Visit, edition: Json, **said_now: Any) -> HTMLResponse:
    asked = (if_there(visit.find("proposals", "editions", edition["edition"], part), None) for part in PARTS)
    (programme, envelopes, selection, said, carried), known, under_way, editions = await together(
        together(*asked),
        zones(visit),
        if_there(visit.items("proposals", "projects", edition=edition["edition"], limit=100), []),
        visit.items("proposals", "editions"),
    )
    programme = programme or {}
    open_for_remarks = bool(programme.get("remarks_open"))
    typing: Json = {"typed": "", "about": "", "mistake": "", "thanks": "thanks" in visit.request.query_params}
    return visit.page(
        "citizen/programme.html",
        status=422 if said_now else 200,
        edition=edition,
        others=[each for each in editions if each["edition"] != edition["edition"]],
        programme=programme,
        open_for_remarks=open_for_remarks,
        projects=_with_progress(programme.get("projects", []), under_way),
        envelopes=envelopes,
        selection=selection,
        said_did=said or {"items": []},
        carried=(carried or {}).get("items", []),
        zone_name=naming(visit, known),
        form=await fresh(visit, "remark") if open_for_remarks else None,
        **(typing | said_now),
    )


def _with_progress(projects: list[Json], under_way: list[Json]) -> list[Json]:
    """A project is followed from the day its programme is approved."""
    followed = {each["project_id"]: each for each in under_way}
    return [project | {"followed": followed.get(project["project_id"])} for project in projects]
