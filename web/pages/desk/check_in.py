"""R1 and R2: the check-in desk; it knows people and never sees a slip."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from web.forms import check_form_key
from web.pages.background import Clerk, FormKey, SendKey, answered
from web.pages.facts import zones
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/desk")
MOST_PEOPLE = 10_000  # a hall holds a few hundred; a list without end would fill a tablet
PAGE = 1000


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
