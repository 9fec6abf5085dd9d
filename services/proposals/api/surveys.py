"""Routes of surveys: made by the cell, answered by anybody without a name, counted once they are closed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, Field

from services.proposals.adapters.mongo import SURVEY
from services.proposals.api import shapes
from services.proposals.api.access import Cell, Service
from services.proposals.api.answers import Texts
from services.proposals.api.intake import FormToken, Trap
from services.proposals.application import surveying
from services.proposals.domain.forms import Form
from services.proposals.domain.survey import Count, Option, Question, QuestionKind, Survey, count
from shared.http import Answer, Body, Identifier, Municipality, Once, Paging, Text3

router = APIRouter(prefix="/{municipality}/surveys", tags=["surveys"])


class OptionBody(Body):
    id: Identifier
    label: Text3


class QuestionBody(Body):
    id: Identifier
    label: Text3
    kind: QuestionKind
    options: list[OptionBody] = Field(default_factory=list, max_length=40)
    required: bool = False


class SurveyBody(Body):
    edition: Identifier
    title: Text3
    questions: Annotated[list[QuestionBody], Field(min_length=1, max_length=40)]
    opens_at: AwareDatetime
    closes_at: AwareDatetime


Words = Annotated[str, Field(max_length=20_000)]


class AnswersBody(Body):
    """By question: one option, several options, a step from 1 to 5, or words."""

    answers: Annotated[
        dict[Identifier, Annotated[int, Field(strict=True)] | Words | list[Identifier]], Field(max_length=40)
    ]
    website: Trap = None
    form_token: FormToken = None


class SurveyId(Answer):
    survey_id: str


class OptionAnswer(Answer):
    id: str
    label: Texts


class QuestionAnswer(Answer):
    id: str
    label: Texts
    kind: QuestionKind
    required: bool
    options: list[OptionAnswer]


class SurveyAnswer(Answer):
    survey_id: str
    edition: str
    title: Texts
    state: Annotated[str, Field(description="`planned`, `open` or `closed`.")]
    opens_at: datetime
    closes_at: datetime
    questions: list[QuestionAnswer]


class Surveys(Answer):
    items: list[SurveyAnswer]
    next: str | None


class QuestionResult(Answer):
    """`chosen`: answers by option, or by step of a scale."""

    id: str
    answered: int
    chosen: dict[str, int]


class Results(Answer):
    """`questions` is empty while fewer than five have answered; what was written in words is not published."""

    survey_id: str
    answers: int
    questions: list[QuestionResult]


@router.post("", status_code=201)
async def make_survey(municipality: Municipality, body: SurveyBody, service: Service, who: Cell, key: Once) -> SurveyId:
    questions = [_asked(each) for each in body.questions]
    title = shapes.text(body.title)
    command = surveying.MakeSurvey(municipality, body.edition, title, questions, body.opens_at, body.closes_at)
    return SurveyId(**await service.once(key, lambda stores: surveying.make_survey(command, who.actor, stores)))


@router.get("")
async def list_surveys(municipality: Municipality, service: Service, paging: Paging) -> Surveys:
    now = await service.clock.civil()
    found, following = await service.queries.page(SURVEY, municipality, paging.cursor, paging.limit)
    return Surveys(items=[_survey(each, now) for each in found], next=following)


@router.get("/{survey_id}")
async def show_survey(municipality: Municipality, survey_id: str, service: Service) -> SurveyAnswer:
    found = await service.queries.get(SURVEY, municipality, survey_id)
    return _survey(found, await service.clock.civil())


@router.post("/{survey_id}/answers", status_code=201)
async def answer_survey(
    request: Request, municipality: Municipality, survey_id: str, body: AnswersBody, service: Service, key: Once
) -> SurveyId:
    """Anybody, while it is open."""
    await service.queries.get(SURVEY, municipality, survey_id)
    await service.gate.enter_or_wait(request, municipality, Form.SURVEY, body.form_token, body.website)
    answers = dict(body.answers)
    command = service.once(key, lambda stores: surveying.answer_survey(municipality, survey_id, answers, stores))
    return SurveyId(**await command)


@router.get("/{survey_id}/results")
async def show_results(municipality: Municipality, survey_id: str, service: Service) -> Results:
    survey = await service.queries.get(SURVEY, municipality, survey_id)
    given = await service.queries.survey_answers(municipality, survey_id)
    answers, counts = count(survey, given, await service.clock.civil())
    return Results(survey_id=survey_id, answers=answers, questions=[_counted(each) for each in counts])


def _asked(body: QuestionBody) -> Question:
    options = tuple(Option(each.id, shapes.text(each.label)) for each in body.options)
    return Question(body.id, shapes.text(body.label), body.kind, options, body.required)


def _survey(found: Survey, now: datetime) -> SurveyAnswer:
    return SurveyAnswer(
        survey_id=found.id,
        edition=found.edition,
        title=found.title.as_dict(),
        state=found.state(now),
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        questions=[_question(each) for each in found.questions],
    )


def _question(found: Question) -> QuestionAnswer:
    options = [OptionAnswer(id=option.id, label=option.label.as_dict()) for option in found.options]
    return QuestionAnswer(
        id=found.id, label=found.label.as_dict(), kind=found.kind, required=found.required, options=options
    )


def _counted(found: Count) -> QuestionResult:
    return QuestionResult(id=found.question, answered=found.answered, chosen=dict(found.chosen))
