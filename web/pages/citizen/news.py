"""News of a town on the page, as printed notices and by e-mail; leaving is one tap."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.forms import new_key
from web.pages.facts import if_there, zones
from web.pages.files import hand_through
from web.services import Json, Refused, together
from web.visit import Town, Visit

router = APIRouter()
TOPICS = ("consultations", "votes", "programme", "delivery", "meetings", "calendar", "diagnosis", "decisions")


@router.get("/{language}/{municipality}/news", response_class=HTMLResponse)
async def news(visit: Town, topic: str = "", cursor: str | None = None) -> HTMLResponse:
    topic = topic if topic in TOPICS else ""
    feed, notices = await together(
        if_there(visit.find("notifications", "feed", topic=topic, cursor=cursor, limit=20), None),
        if_there(visit.items("notifications", "notices", limit=20), []),
    )
    found = feed or {"items": [], "next": None}
    kept = [notice for notice in notices if notice.get("href")]
    return visit.page("citizen/news.html", found=found, notices=kept, topic=topic, topics=TOPICS, further=bool(cursor))


@router.get("/{language}/{municipality}/notices/{notice}.pdf")
async def notice(visit: Town, notice: str) -> Response:
    """A notice as it hangs in the town hall."""
    return await hand_through(visit, "notifications", "notices", f"{notice}.pdf")


@router.get("/{language}/{municipality}/subscribe", response_class=HTMLResponse)
async def begin(visit: Town) -> HTMLResponse:
    return await _page(visit, {"topics": list(TOPICS)}, done="done" in visit.request.query_params)


@router.post("/{language}/{municipality}/subscribe", response_class=HTMLResponse)
async def subscribe(visit: Town) -> Response:
    """With consent said in so many words; the first message says how to leave."""
    form = await visit.request.form()
    if form.get("website"):
        return RedirectResponse(f"{visit.path('subscribe')}?done=1", 303)  # the trap: a machine is told what it expects
    typed: Json = {name: str(form.get(name, "")).strip() for name in ("email", "zone", "digest", "consent", "key")}
    typed["topics"] = [str(topic) for topic in form.getlist("topics") if topic in TOPICS]
    if found := _missing(visit, typed):
        return await _page(visit, typed, found)
    try:
        await visit.command("notifications", "subscriptions", body=_body(visit, typed), key=typed["key"])
    except Refused as refused:
        mistakes = {mistake.field: mistake.message for mistake in refused.mistakes}
        return await _page(visit, typed, mistakes or {"email": refused.message})
    return RedirectResponse(f"{visit.path('subscribe')}?done=1", 303)


@router.get("/{language}/{municipality}/unsubscribe/{token}", response_class=HTMLResponse)
async def leaving(visit: Town, token: str) -> HTMLResponse:
    """Looking changes nothing, as mail programs look at links by themselves."""
    found = await visit.ask("notifications", "unsubscribe", token)
    return visit.page("citizen/unsubscribe.html", done=bool(found["unsubscribed"]))


@router.post("/{language}/{municipality}/unsubscribe/{token}", response_class=HTMLResponse)
async def leave(visit: Town, token: str) -> HTMLResponse:
    """One tap, here or in the mail program itself (RFC 8058): answered at once, as such programs follow no way on."""
    await visit.command("notifications", "unsubscribe", token, body={}, key=new_key())
    return visit.page("citizen/unsubscribe.html", done=True)


def _missing(visit: Visit, typed: Json) -> dict[str, str]:
    wanted = {"email": typed["email"], "topics": typed["topics"], "consent": typed["consent"]}
    return {field: visit.reader.say(f"subscribe.missing_{field}") for field, value in wanted.items() if not value}


def _body(visit: Visit, typed: Json) -> Json:
    topics = [] if set(typed["topics"]) == set(TOPICS) else typed["topics"]
    body: Json = {"email": typed["email"], "language": visit.reader.language, "topics": topics}
    return body | {"digest": bool(typed["digest"])} | ({"zone": typed["zone"]} if typed["zone"] else {})


async def _page(visit: Visit, typed: Json, found: dict[str, str] | None = None, *, done: bool = False) -> HTMLResponse:
    known = await zones(visit)
    say = visit.reader.say
    return visit.page(
        "citizen/subscribe.html",
        status=422 if found else 200,
        typed={"email": "", "zone": "", "digest": "", "consent": ""} | typed,
        key=typed.get("key") or new_key(),
        found=found or {},
        labels={name: say(f"subscribe.{name}") for name in ("email", "topics", "consent")},
        topics=TOPICS,
        zones=known["zones"],
        done=done,
    )
