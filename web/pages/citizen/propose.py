"""C2: propose, one question a page; works without JavaScript, and nothing typed is ever lost."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from markupsafe import escape
from starlette.datastructures import FormData

from web.pages.citizen.pictures import PictureRefused, keep_picture
from web.pages.citizen.questions import (
    FIELDS,
    QUESTIONS,
    STEP_OF,
    STEPS,
    Answers,
    after,
    before,
    step_of,
)
from web.pages.citizen.sending import Refusal, accepted, deliver, fresh, marks
from web.pages.facts import if_there, latest_edition, naming, zones
from web.services import Json, NotThere
from web.visit import Town, Visit

router = APIRouter()
PURPOSE = "proposal"


@router.get("/{language}/{municipality}/propose", response_class=HTMLResponse)
async def begin(visit: Town) -> HTMLResponse:
    known, answers = await zones(visit), await _begun(visit)
    only = known["zones"][0]["slug"] if len(known["zones"]) == 1 else ""
    answers = answers.but(zone=only)
    return _page(visit, known, "zone" if not only else "what", answers, await fresh(visit, PURPOSE))


@router.get("/{language}/{municipality}/propose/whole", response_class=HTMLResponse)
async def whole(visit: Town) -> HTMLResponse:
    """All questions on one page, which a phone keeps for when there is no network."""
    known, answers = await zones(visit), await _begun(visit)
    values: dict[str, Any] = {"answers": answers, "form": await fresh(visit, PURPOSE), "found": {}}
    values |= {"zones": known["zones"], "neighbourhoods": known["neighbourhoods"]}
    return visit.page("citizen/propose_whole.html", questions=tuple(QUESTIONS), **values)


@router.post("/{language}/{municipality}/propose", response_class=HTMLResponse)
async def answer(visit: Town) -> Response:
    """Forward only when the question is answered; back and change always."""
    form = await visit.request.form()
    answers = Answers({name: str(form.get(name, "")) for name in (*FIELDS, "edition")})
    step, go = step_of(form.get("step")), str(form.get("go", "next"))
    carried, known = marks(form, PURPOSE), await zones(visit)
    try:
        answers = await _with_picture(visit, form, answers, go)
    except PictureRefused as refused:
        return _page(visit, known, "photo", answers, carried, {"picture": str(refused)})
    if go in QUESTIONS:
        return _page(visit, known, go, answers, carried)
    if found := answers.missing(step):
        said = {field: visit.reader.say(key) for field, key in found.items()}
        return _page(visit, known, step, answers, carried, said)
    if step == "check":
        return await _send(visit, known, answers, form)
    return _page(visit, known, after(step), answers, carried)


async def _begun(visit: Visit) -> Answers:
    """Proposals go to the newest edition."""
    edition = await latest_edition(visit)
    if edition is None:
        raise NotThere("edition")
    return Answers({"edition": edition["edition"]})


async def _send(visit: Visit, known: Json, answers: Answers, form: FormData) -> Response:
    """What a field did shows beside that field; what no field did, at the head of the last page."""
    body = await _body(visit, answers, str(form.get("key", "")))
    try:
        done = await deliver(visit, "proposals", body=body, form=form)
    except Refusal as refusal:
        if refusal.as_data:
            return refusal.as_data
        step = next((STEP_OF[field] for field in refusal.mistakes if field in STEP_OF), "check")
        return _page(visit, known, step, answers, await fresh(visit, PURPOSE), refusal.mistakes)
    code = str(done["tracking_code"])
    to = f"{visit.path('track')}?code={code}&fresh=1"
    follow = f"{visit.path('track')}?code={code}"
    return accepted(visit, to, kind=PURPOSE, title=answers.title.strip(), follow=follow, code=code)


async def _with_picture(visit: Visit, form: FormData, answers: Answers, go: str) -> Answers:
    """A chosen photo is kept at once, so that it need not be chosen again on the next page."""
    if go == "without":
        return answers.but(photo="", photo_name="")
    kept = await keep_picture(visit, form)
    return answers.but(photo=kept.sha256, photo_name=kept.name) if kept else answers


async def _body(visit: Visit, answers: Answers, key: str) -> Json:
    sent: dict[str, Any] = {name: answers[name].strip() for name in ("edition", "zone", "title", "body")}
    optional: Json = {name: value for name in ("neighbourhood", "place") if (value := answers[name].strip())}
    if answers.photo:
        optional["photos"] = [answers.photo]
    return sent | optional | await _author(visit, answers, key)


async def _author(visit: Visit, answers: Answers, key: str) -> Json:
    """Without consent nothing about the person is sent at all; with it, news of this proposal go to the address."""
    if not answers.consent:
        return {}
    given = {"name": answers.author.strip(), "email": answers.email.strip()}
    kept = {name: value for name, value in given.items() if value}
    contact = await _contact(visit, answers, key) if kept.get("email") else None
    named = {"contact_id": contact["contact_id"]} if contact else {}
    return {"author": {"consent": True} | kept | named}


async def _contact(visit: Visit, answers: Answers, key: str) -> Json | None:
    """The address lives with the notifications; that they are away never stops a proposal."""
    body = {"email": answers.email.strip(), "language": visit.reader.language, "topics": ["proposals"]}
    asked = visit.command("notifications", "subscriptions", body=body, key=f"{key}-news")
    found: Json | None = await if_there(asked, None)
    return found


def _page(
    visit: Visit,
    known: Json,
    step: str,
    answers: Answers,
    form: Json,
    found: dict[str, str] | None = None,
) -> HTMLResponse:
    labels = _labels(visit)
    return visit.page(
        "citizen/propose.html",
        status=422 if found else 200,
        step=step,
        place=STEPS.index(step) + 1 if step != "check" else None,
        total=len(QUESTIONS),
        answers=answers,
        form=form,
        carried=[field for field in FIELDS if STEP_OF[field] != step],
        earlier=before(step),
        found=found or {},
        labels=labels,
        zones=known["zones"],
        neighbourhoods=[hood for hood in known["neighbourhoods"] if hood["zone"] == answers.zone],
        summary=_summary(visit, known, answers, labels),
    )


def _labels(visit: Visit) -> dict[str, str]:
    keys = {"zone": "zone_label", "title": "idea", "body": "why", "picture": "photo_label", "photo_name": "photo_label"}
    same = ("neighbourhood", "place", "author", "email")
    named = keys | {field: field for field in same} | {"consent": "consent_label"}
    return {field: visit.reader.say(f"propose.{key}") for field, key in named.items()}


def _summary(visit: Visit, known: Json, answers: Answers, labels: dict[str, str]) -> list[tuple[str, str, Any, str]]:
    """Field, its name, what was answered, and the question to go back to."""
    zone_name, say = naming(visit, known), visit.reader.say
    places = {"zone", "neighbourhood"}
    shown = {field: zone_name(answers[field]) if field in places else answers[field] for field in FIELDS}
    said = "propose.yes" if answers.consent else "propose.no"
    shown["consent"] = escape(say(said)) + visit.reader.tamazight(said)
    fields = [field for field in FIELDS if field != "photo"]
    return [(field, labels[field], shown[field] or say("propose.none"), STEP_OF[field]) for field in fields]
