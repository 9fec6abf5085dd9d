"""H1 for the facilitator: the running order, its items started and ended, and check-in closed before the vote."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.forms import confirmed, new_key, own_form
from web.pages.facts import if_there, naming, zones
from web.pages.files import hand_through
from web.pages.hall.showing import Picture, follow, shown
from web.services import Json, Refused, together
from web.views.running import running
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall")


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing of check-in that was not carried out: its form comes back open, with the reason that was typed."""

    reason: str


@router.get("", response_class=HTMLResponse)
async def day(visit: Staff) -> HTMLResponse:
    """The ways from here: desk, running order, chair, screens."""
    meetings, elections = await together(visit.items("scheduling", "meetings"), visit.items("voting", "elections"))
    order = sorted(meetings, key=lambda meeting: str(meeting["starts_at"]), reverse=True)
    headed = [meeting | {"when": visit.reader.moment(meeting["starts_at"])} for meeting in order]
    return visit.page("hall/day.html", meetings=headed, elections=elections)


@router.get("/meetings/{meeting}", response_class=HTMLResponse)
async def running_order(visit: Staff, meeting: str) -> HTMLResponse:
    return await _page(visit, meeting)


@router.get("/meetings/{meeting}/now")
async def now(visit: Staff, meeting: str) -> Picture:
    return await _picture(visit, meeting)


@router.get("/meetings/{meeting}/live")
async def live(visit: Staff, meeting: str) -> Response:
    return follow(visit, "scheduling", f"meetings/{meeting}", "order", lambda: _picture(visit, meeting))


@router.get("/meetings/{meeting}/badges.pdf")
async def badges(visit: Staff, meeting: str) -> Response:
    """Sheets to cut apart: a name and the code a desk scans."""
    return await hand_through(visit, "scheduling", "forums", meeting, "badges.pdf")


@router.post("/meetings/{meeting}/agenda/{n}/{what}")
async def move(visit: Staff, meeting: str, n: int, what: str) -> Response:
    form = await own_form(visit)
    step = "start" if what == "start" else "end"
    return await _do(visit, meeting, "meetings", meeting, "agenda", str(n), step, key=str(form["key"]))


@router.post("/meetings/{meeting}/check-in/close")
async def close_check_in(visit: Staff, meeting: str) -> Response:
    """Fixes the electorate; nobody is admitted afterwards, so the word is typed."""
    form = await own_form(visit)
    reason = str(form.get("reason", "")).strip()
    if not confirmed(form, visit.reader.say("hall.close_word")):
        said = visit.reader.say("hall.not_confirmed")
        return await _page(visit, meeting, fault=said, status=422, closing=Closing(reason))
    parts, body = ("forums", meeting, "check-in", "close"), {"override": {"reason": reason}} if reason else {}
    return await _do(visit, meeting, *parts, key=str(form["key"]), body=body, closing=Closing(reason))


async def _do(
    visit: Visit, meeting: str, *parts: str, key: str, body: Json | None = None, closing: Closing | None = None
) -> Response:
    try:
        await visit.command("scheduling", *parts, body=body or {}, key=key)
    except Refused as refusal:
        return await _page(visit, meeting, fault=refusal.message, status=refusal.status, closing=closing)
    return RedirectResponse(visit.path("hall", "meetings", meeting), 303)


async def _page(
    visit: Visit, meeting: str, *, fault: str = "", status: int = 200, closing: Closing | None = None
) -> HTMLResponse:
    found: Json = await visit.ask("scheduling", "meetings", meeting)
    counts, known, picture = await together(
        if_there(visit.find("scheduling", "forums", meeting, "attendance", "counts"), None),
        zones(visit),
        _picture(visit, meeting, found),
    )
    here = visit.path("hall", "meetings", meeting)
    return visit.page(
        "hall/running_order.html",
        status=status,
        meeting=found,
        order=running(found, visit.reader),
        counts=counts,
        hood=naming(visit, known),
        here=here,
        fault=fault,
        closing=closing,
        new_key=new_key,
        **shown(visit, picture, here),
    )


async def _picture(visit: Visit, meeting: str, known: Json | None = None) -> Picture:
    found = known or await visit.ask("scheduling", "meetings", meeting)
    html = visit.templates.fragment(visit.reader, "hall/now.html", order=running(found, visit.reader))
    return {"html": html, "at": visit.reader.hour(found["now"]), "version": found.get("version", 0)}
