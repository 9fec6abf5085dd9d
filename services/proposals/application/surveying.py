"""Commands that open a survey and take its answers, without a name on any of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.proposals.application.ports import EditionUnknown, Stores
from services.proposals.domain.survey import Answers, Question, Survey
from services.proposals.domain.text import Text
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class MakeSurvey:
    municipality: str
    edition: str
    title: Text
    questions: Sequence[Question]
    opens_at: datetime
    closes_at: datetime


async def make_survey(command: MakeSurvey, actor: str, stores: Stores) -> dict[str, Any]:
    if await stores.editions.known(command.municipality, command.edition) is None:
        raise EditionUnknown(command.edition)
    survey = Survey(
        municipality=command.municipality,
        id=new_id(),
        edition=command.edition,
        title=command.title,
        questions=tuple(command.questions),
        opens_at=command.opens_at,
        closes_at=command.closes_at,
    )
    await stores.surveys.save(survey)
    stores.audit(command.municipality, actor, "make-survey", survey.id)
    return {"survey_id": survey.id}


async def answer_survey(municipality: str, survey_id: str, answers: Answers, stores: Stores) -> dict[str, Any]:
    """Kept with its day and nothing else; nobody can be told from it."""
    survey = await stores.surveys.get(municipality, survey_id)
    kept, answer_id = survey.read(answers, stores.civil), new_id()
    await stores.notes.keep_answers(municipality, survey_id, answer_id, kept)
    stores.audit(municipality, "public", "answer-survey", survey_id)
    return {"survey_id": survey_id}
