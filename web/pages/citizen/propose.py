"""C2: propose, one question a page; works without JavaScript, and nothing typed is ever lost."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.pages.facts import latest_edition, naming, zones
from web.services import Json, NotThere, Refused
from web.visit import Town, Visit

router = APIRouter()

QUESTIONS = {
    "zone": ("zone",),
    "what": ("title", "body"),
    "where": ("neighbourhood", "place"),
    "who": ("author", "email", "consent"),
}
STEPS = (*QUESTIONS, "check")
NEEDED = ("zone", "title", "body")
FIELDS = tuple(field for fields in QUESTIONS.values() for field in fields)


@dataclass(frozen=True)
class Answers:
    """What was answered so far; it travels in the form itself, so no session is needed."""

    given: dict[str, str]

    def __getattr__(self, name: str) -> str:
        return self.given.get(name, "")

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    def missing(self, step: str) -> dict[str, str]:
        fields = NEEDED if step == "check" else [field for field in QUESTIONS[step] if field in NEEDED]
        return {field: f"propose.missing_{field}" for field in fields if not self[field].strip()}


@router.get("/{language}/{municipality}/propose", response_class=HTMLResponse)
async def begin(visit: Town) -> HTMLResponse:
    edition = await latest_edition(visit)
    if edition is None:
        raise NotThere("edition")
    known = await zones(visit)
    only = known["zones"][0]["slug"] if len(known["zones"]) == 1 else ""
    answers = Answers({"edition": edition["edition"], "key": str(uuid4()), "zone": only})
    return _page(visit, known, "zone" if not only else "what", answers)


@router.post("/{language}/{municipality}/propose", response_class=HTMLResponse)
async def answer(visit: Town) -> Response:
    """Forward only when the question is answered; back and change always."""
    form = await visit.request.form()
    answers = Answers({name: str(form.get(name, "")) for name in (*FIELDS, "edition", "key", "website")})
    step, go = _step(form.get("step")), str(form.get("go", "next"))
    known = await zones(visit)
    if go in QUESTIONS:
        return _page(visit, known, go, answers)
    if found := answers.missing(step):
        return _page(visit, known, step, answers, {field: visit.reader.say(key) for field, key in found.items()})
    if step == "check":
        return await _send(visit, known, answers)
    return _page(visit, known, STEPS[STEPS.index(step) + 1], answers)


async def _send(visit: Visit, known: Json, answers: Answers) -> Response:
    try:
        done = await visit.command("proposals", "proposals", body=_body(answers), key=answers.key)
    except Refused as refusal:
        found = {mistake.field.split(".")[-1]: mistake.message for mistake in refusal.mistakes}
        return _page(visit, known, "check", answers, found or {"edition": refusal.message}, status=422)
    code = done["tracking_code"]
    return RedirectResponse(f"{visit.path('track')}?code={code}&fresh=1", 303)


def _body(answers: Answers) -> Json:
    sent: dict[str, Any] = {name: answers[name].strip() for name in ("edition", "zone", "title", "body")}
    optional = {name: value for name in ("neighbourhood", "place", "website") if (value := answers[name].strip())}
    return sent | optional | _author(answers)


def _author(answers: Answers) -> Json:
    """Without consent nothing about the person is sent at all."""
    if not answers.consent:
        return {}
    given = {"name": answers.author.strip(), "email": answers.email.strip()}
    return {"author": {"consent": True} | {name: value for name, value in given.items() if value}}


def _step(given: object) -> str:
    return str(given) if given in STEPS else "zone"


def _page(
    visit: Visit, known: Json, step: str, answers: Answers, found: dict[str, str] | None = None, status: int = 200
) -> HTMLResponse:
    place = STEPS.index(step)
    zone_name, say = naming(visit, known), visit.reader.say
    labels = {
        "zone": say("propose.zone_label"),
        "title": say("propose.idea"),
        "body": say("propose.why"),
        "neighbourhood": say("propose.neighbourhood"),
        "place": say("propose.place"),
        "author": say("propose.author"),
        "email": say("propose.email"),
        "consent": say("propose.consent_label"),
    }
    places = {"zone", "neighbourhood"}
    shown: Json = {field: zone_name(answers[field]) if field in places else answers[field] for field in FIELDS}
    shown["consent"] = say("propose.yes" if answers.consent else "propose.no")
    at = {field: name for name, fields in QUESTIONS.items() for field in fields}
    return visit.page(
        "citizen/propose.html",
        status=422 if found else status,
        step=step,
        place=place + 1 if step != "check" else None,
        total=len(QUESTIONS),
        answers=answers,
        carried=[field for field in FIELDS if at[field] != step],
        earlier=STEPS[place - 1] if place else None,
        found=found or {},
        labels=labels,
        zones=known["zones"],
        neighbourhoods=[hood for hood in known["neighbourhoods"] if hood["zone"] == answers.zone],
        summary=[(field, labels[field], shown[field] or say("propose.none"), at[field]) for field in FIELDS],
    )
