"""C4: surveys of a town: answered without a name while they are open, their counts shown when they are closed."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from web.pages.citizen.sending import Refusal, accepted, deliver, fresh, marks
from web.pages.facts import if_there
from web.services import Json
from web.views.bars import Bar, bars
from web.visit import Town, Visit

router = APIRouter()
PURPOSE = "survey"
SCALE = ("5", "4", "3", "2", "1")
ORDER = {"open": 0, "planned": 1, "closed": 2}


@router.get("/{language}/{municipality}/surveys", response_class=HTMLResponse)
async def listed(visit: Town) -> HTMLResponse:
    """The open ones first."""
    found = await visit.items("proposals", "surveys")
    order = sorted(found, key=lambda survey: (ORDER[survey["state"]], survey["closes_at"]))
    return visit.page("citizen/surveys.html", surveys=order)


@router.get("/{language}/{municipality}/surveys/{survey}", response_class=HTMLResponse)
async def one(visit: Town, survey: str) -> HTMLResponse:
    found = await visit.ask("proposals", "surveys", survey)
    form = await fresh(visit, PURPOSE) if found["state"] == "open" else None
    return await _page(visit, found, form)


@router.post("/{language}/{municipality}/surveys/{survey}", response_class=HTMLResponse)
async def answer(visit: Town, survey: str) -> Response:
    """What was answered comes back when something is wrong with it."""
    found, form = await visit.ask("proposals", "surveys", survey), await visit.request.form()
    typed = _typed(found, form)
    if missing := _missing(visit, found, typed):
        return await _page(visit, found, marks(form, PURPOSE), typed, missing)
    here = visit.path("surveys", survey)
    try:
        body = {"answers": _answers(found, typed)}
        await deliver(visit, "surveys", survey, "answers", body=body, form=form)
    except Refusal as refusal:
        return refusal.as_data or await _page(visit, found, await fresh(visit, PURPOSE), typed, refusal.mistakes)
    title = visit.reader.plain(found["title"])
    return accepted(visit, f"{here}?thanks=1", kind=PURPOSE, title=title, follow=here)


def _typed(found: Json, form: FormData) -> dict[str, list[str]]:
    """By question, as many as were ticked; a question's field bears its name."""
    names = [question["id"] for question in found["questions"]]
    return {name: [str(each) for each in form.getlist(f"q-{name}") if str(each).strip()] for name in names}


def _missing(visit: Visit, found: Json, typed: dict[str, list[str]]) -> dict[str, str]:
    needed = [question["id"] for question in found["questions"] if question["required"]]
    return {name: visit.reader.say("survey.missing") for name in needed if not typed[name]}


def _answers(found: Json, typed: dict[str, list[str]]) -> Json:
    kinds = {question["id"]: question["kind"] for question in found["questions"]}
    return {name: _given(kinds[name], given) for name, given in typed.items() if given}


def _given(kind: str, given: list[str]) -> Any:
    if kind == "choices":
        return given
    return int(given[0]) if kind == "scale" and given[0] in SCALE else given[0]


async def _page(
    visit: Visit,
    found: Json,
    form: Json | None,
    typed: dict[str, list[str]] | None = None,
    mistakes: dict[str, str] | None = None,
) -> HTMLResponse:
    results = await _results(visit, found) if found["state"] == "closed" else None
    labels = {question["id"]: visit.reader.plain(question["label"]) for question in found["questions"]}
    return visit.page(
        "citizen/survey.html",
        status=422 if mistakes else 200,
        survey=found,
        form=form,
        typed=typed or {name: [] for name in labels},
        found={f"q-{name}" if name else "": said for name, said in (mistakes or {}).items()},
        labels={f"q-{name}": label for name, label in labels.items()},
        scale=SCALE,
        results=results,
        thanks="thanks" in visit.request.query_params,
    )


async def _results(visit: Visit, survey: Json) -> Json | None:
    """The counts as bars, beside the words of each question; words people wrote are not published."""
    found = await if_there(visit.find("proposals", "surveys", survey["survey_id"], "results"), None)
    if not found:
        return None
    counts = {each["id"]: each for each in found["questions"]}
    asked = [question for question in survey["questions"] if question["id"] in counts]
    drawn = [question | {"bars": _bars(visit, question, counts[question["id"]])} for question in asked]
    answered = {question["id"]: counts[question["id"]]["answered"] for question in asked}
    return {"answers": found["answers"], "questions": drawn, "answered": answered}


def _bars(visit: Visit, question: Json, counted: Json) -> list[Bar]:
    labels = {option["id"]: visit.reader.words(option["label"]) for option in question["options"]}
    parts = [(labels.get(name) or name, times) for name, times in counted["chosen"].items()]
    return bars(parts, rtl=visit.reader.direction == "rtl")
