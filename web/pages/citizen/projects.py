"""A funded project as residents follow it: how far, what it cost, what delayed it, and what its users think."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.citizen.sending import Refusal, accepted, deliver, fresh
from web.pages.facts import if_there, naming, zones
from web.pages.files import hand_through
from web.services import Json, together
from web.views.bars import bars, part
from web.visit import Town, Visit

router = APIRouter()
STARS = (5, 4, 3, 2, 1)


@router.get("/{language}/{municipality}/projects", response_class=HTMLResponse)
async def listed(visit: Town) -> HTMLResponse:
    """Every funded project, those under way first."""
    found, known = await together(visit.items("proposals", "projects", limit=100), zones(visit))
    order = sorted(found, key=lambda project: (bool(project["delivered_on"]), -int(project["edition"])))
    shown = [_measured(visit, project) for project in order]
    return visit.page("citizen/projects.html", projects=shown, zone_name=naming(visit, known))


@router.get("/{language}/{municipality}/projects/{project}", response_class=HTMLResponse)
async def one(visit: Town, project: str) -> HTMLResponse:
    return await _page(visit, project)


@router.get("/{language}/{municipality}/projects/{project}/photos/{sha256}")
async def photo(visit: Town, project: str, sha256: str) -> Response:
    """A public photo; the services keep it without what the camera wrote into it."""
    return await hand_through(visit, "proposals", "documents", sha256)


@router.post("/{language}/{municipality}/projects/{project}/satisfaction", response_class=HTMLResponse)
async def judge(visit: Town, project: str) -> Response:
    """The survey after delivery: one question and, for who wants, a comment."""
    form = await visit.request.form()
    stars, comment = str(form.get("stars", "")), str(form.get("comment", "")).strip()
    if stars not in {str(number) for number in STARS}:
        return await _page(visit, project, mistake=visit.reader.say("project.choose_stars"), typed=comment)
    body: Json = {"stars": int(stars)} | ({"comment": comment} if comment else {})
    try:
        await deliver(visit, "projects", project, "satisfaction", body=body, form=form)
    except Refusal as refusal:
        said = " ".join(refusal.mistakes.values())
        return refusal.as_data or await _page(visit, project, mistake=said, typed=comment, stars=int(stars))
    here = visit.path("projects", project)
    return accepted(visit, f"{here}?thanks=1#survey", kind="satisfaction", title="", follow=here)


async def _page(visit: Visit, project: str, **said_now: Any) -> HTMLResponse:
    found, proposal, known = await together(
        visit.ask("proposals", "projects", project),
        if_there(visit.find("proposals", "proposals", project), None),
        zones(visit),
    )
    delivered = found["delivered_on"] is not None
    typing: Json = {"mistake": "", "typed": "", "stars": 0, "thanks": "thanks" in visit.request.query_params}
    return visit.page(
        "citizen/project.html",
        status=422 if said_now else 200,
        project=_measured(visit, found),
        proposal=proposal,
        milestones=[_milestone(step) for step in reversed(found["milestones"])],
        opinion=_opinion(visit, found),
        zone_name=naming(visit, known),
        form=await fresh(visit, "satisfaction") if delivered else None,
        **(typing | said_now),
    )


def _measured(visit: Visit, found: Json) -> dict[str, Any]:
    rtl = visit.reader.direction == "rtl"
    state = "delivered" if found["delivered_on"] else "under_way" if found["milestones"] else "not_begun"
    return found | {
        "state": state,
        "done": part(100 if found["delivered_on"] else found["percent"], 100, rtl=rtl),
        "committed_bar": part(found["committed"], found["cost"], rtl=rtl),
        "spent_bar": part(found["spent"], found["cost"], rtl=rtl),
        "late": next((step["delay_reason"] for step in reversed(found["milestones"]) if step["delay_reason"]), None),
    }


def _milestone(step: Json) -> Json:
    """Photos by their digest, however the service names them."""
    photos = [each["sha256"] if isinstance(each, dict) else each for each in step.get("photos") or []]
    return step | {"photos": photos}


def _opinion(visit: Visit, found: Json) -> dict[str, Any] | None:
    """The answers so far, five stars first; none where nobody answered."""
    counts = {number: found["satisfaction"].get(str(number), 0) for number in STARS}
    answers = sum(counts.values())
    if not answers:
        return None
    mean = sum(stars * count for stars, count in counts.items()) / answers
    drawn = bars([(str(stars), count) for stars, count in counts.items()], rtl=visit.reader.direction == "rtl")
    return {"answers": answers, "mean": visit.reader.number(round(mean, 1)), "bars": drawn}
