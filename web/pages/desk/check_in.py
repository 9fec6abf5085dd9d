"""R1 and R2: the check-in desk; it knows people and never sees a slip."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import HTMLResponse, JSONResponse

from web.forms import check_form_key
from web.pages.facts import zones
from web.services import Json, NotThere, Refused, ServiceAway, together
from web.visit import Staff, Visit, visit_town

router = APIRouter(prefix="/{language}/{municipality}/desk")
MOST_PEOPLE = 10_000  # a hall holds a few hundred; a list without end would fill a tablet
PAGE = 1000

FormKey = Annotated[str, Header(alias="X-Form-Key")]
SendKey = Annotated[str, Header(alias="Idempotency-Key", max_length=100)]


async def clerk(request: Request, language: str, municipality: str) -> Visit:
    """A desk that asks in the background is told that it is signed out; it is not sent to another page."""
    visit = await visit_town(request, language, municipality)
    if visit.person is None:
        raise Refused(401, {"word": "signed-out"})
    return visit


Clerk = Annotated[Visit, Depends(clerk)]


@router.get("", response_class=HTMLResponse)
async def forums(visit: Staff) -> HTMLResponse:
    """Meetings people are checked in at, the next one first."""
    found = await visit.items("scheduling", "meetings")
    order = sorted(found, key=lambda meeting: (str(meeting["date"]) < str(visit.today), abs(_days(visit, meeting))))
    shown = [meeting | {"when": visit.reader.moment(meeting["starts_at"])} for meeting in order]
    return visit.page("desk/forums.html", meetings=shown)


@router.get("/{forum}", response_class=HTMLResponse)
async def desk(visit: Staff, forum: str) -> HTMLResponse:
    """The shell: no name is in it, so that it may be kept for opening without a network."""
    meeting = await visit.ask("scheduling", "meetings", forum)
    places = (await zones(visit))["neighbourhoods"]
    texts = visit.reader.texts.under("desk.")
    return visit.page("desk/check_in.html", meeting=meeting, places=places, texts=texts)


@router.get("/{forum}/people")
async def people(visit: Clerk, forum: str) -> JSONResponse:
    """Everybody who announced themselves or came, with what the desk needs to admit them."""
    return await answered(lambda: _people(visit, forum))


@router.get("/{forum}/counts")
async def counts(visit: Clerk, forum: str) -> JSONResponse:
    return await answered(lambda: visit.ask("scheduling", "forums", forum, "attendance", "counts"))


@router.post("/{forum}/batches")
async def batches(visit: Clerk, forum: str, form_key: FormKey, key: SendKey) -> JSONResponse:
    """What the desk has queued, under the key it was stored with: sent twice, it counts once."""
    check_form_key(visit, form_key)
    body = await visit.request.json()
    path = ("forums", forum, "attendance", "batches")
    return await answered(lambda: visit.command("scheduling", *path, body=body, key=key))


@router.put("/{forum}/desks/{device}")
async def assign(visit: Clerk, forum: str, device: str, form_key: FormKey) -> JSONResponse:
    """The neighbourhoods this desk admits by itself while it is cut off."""
    check_form_key(visit, form_key)
    body = await visit.request.json()
    path = f"/{visit.slug}/forums/{forum}/desks/{device}"
    return await answered(lambda: visit.services.put("scheduling", path, body))


async def answered(question: Callable[[], Awaitable[Any]]) -> JSONResponse:
    """A service's answer, or its word and sentence for the clerk."""
    try:
        return JSONResponse(await question())
    except Refused as refusal:
        return JSONResponse({"word": refusal.word, "message": refusal.message}, refusal.status)
    except NotThere:
        return JSONResponse({"word": "missing", "message": ""}, 404)
    except ServiceAway:
        return JSONResponse({"word": "away", "message": ""}, 503)


async def _people(visit: Visit, forum: str) -> Json:
    counted, known = await together(visit.ask("scheduling", "forums", forum, "attendance", "counts"), zones(visit))
    names = {place["slug"]: visit.reader.plain(place["name"]) for place in known["neighbourhoods"]}
    found = await _everybody(visit, forum)
    form_key = visit.person.form_key if visit.person else ""
    return {"people": found, "counts": counted, "names": names, "now": visit.clock["civil"], "form_key": form_key}


async def _everybody(visit: Visit, forum: str) -> list[Json]:
    found: list[Json] = []
    cursor: str | None = None
    while len(found) < MOST_PEOPLE:
        path = ("forums", forum, "attendees")
        page = await visit.ask("scheduling", *path, limit=PAGE, cursor=cursor)
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    return found


def _days(visit: Visit, meeting: Json) -> int:
    return (visit.reader.local(meeting["starts_at"]).date() - visit.today).days
