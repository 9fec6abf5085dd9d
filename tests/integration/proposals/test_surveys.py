"""Surveys: asked by the cell, answered by anybody, counted when closed."""

from typing import Any

from tests.integration.proposals.town import NEFTA, Town

SURVEY: dict[str, Any] = {
    "edition": "2022",
    "title": {"ar": "أولويات الحي", "fr": "Priorités du quartier"},
    "opens_at": "2021-01-01T08:00:00Z",
    "closes_at": "2099-01-01T08:00:00Z",
    "questions": [
        {
            "id": "first",
            "label": {"ar": "ما الأهم؟"},
            "kind": "choice",
            "required": True,
            "options": [{"id": "roads", "label": {"ar": "الطرقات"}}, {"id": "lamps", "label": {"ar": "الإنارة"}}],
        },
        {"id": "why", "label": {"ar": "لماذا؟"}, "kind": "text"},
    ],
}


async def test_anybody_answers_an_open_survey_and_no_name_is_kept(nefta: Town) -> None:
    made = await nefta.post("/surveys", SURVEY, who="cell")
    path = f"/surveys/{made['survey_id']}"
    assert (await nefta.get(path))["state"] == "open"
    await nefta.post(f"{path}/answers", {"answers": {"first": "lamps", "why": "الليل"}}, who=None)
    [kept] = await nefta.service.db["survey_answers"].find({"municipality": NEFTA}).to_list(None)
    assert {*kept} == {"_id", "municipality", "survey_id", "answers", "on"}
    assert kept["answers"] == {"first": "lamps", "why": "الليل"}


async def test_a_wrong_answer_is_named_by_its_question(nefta: Town) -> None:
    made = await nefta.post("/surveys", SURVEY, who="cell")
    answer = await nefta.ask("POST", f"/{NEFTA}/surveys/{made['survey_id']}/answers", {"answers": {"first": "pool"}})
    assert answer.status_code == 422
    assert [(error["field"], error["word"]) for error in answer.json()["errors"]] == [("first", "option-unknown")]


async def test_results_are_public_only_after_the_close(nefta: Town) -> None:
    made = await nefta.post("/surveys", SURVEY, who="cell")
    answer = await nefta.ask("GET", f"/{NEFTA}/surveys/{made['survey_id']}/results")
    assert (answer.status_code, answer.json()["word"]) == (409, "survey-still-open")


async def test_only_the_cell_makes_a_survey(nefta: Town) -> None:
    answer = await nefta.ask("POST", f"/{NEFTA}/surveys", SURVEY)
    assert answer.status_code == 401
