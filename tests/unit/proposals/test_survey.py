"""What may be asked, what may be answered, and what is counted in public."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.intake import FieldsRefused
from services.proposals.domain.survey import (
    FEWEST,
    Option,
    Question,
    QuestionKind,
    QuestionsMalformed,
    Survey,
    SurveyNotOpen,
    SurveyStillOpen,
    WindowReversed,
    count,
)
from services.proposals.domain.text import Text

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
OPTIONS = tuple(Option(name, Text(ar=name)) for name in ("roads", "lamps", "parks"))
WANTED = Question("wanted", Text(ar="ماذا"), QuestionKind.CHOICES, OPTIONS)
ONE = Question("one", Text(ar="أي"), QuestionKind.CHOICE, OPTIONS, required=True)
GOOD = Question("good", Text(ar="هل"), QuestionKind.SCALE)
WORDS = Question("words", Text(ar="لماذا"), QuestionKind.TEXT)


def survey(*questions: Question) -> Survey:
    asked = questions or (ONE, WANTED, GOOD, WORDS)
    return Survey(
        municipality="tn-nefta",
        id="s",
        edition="2025",
        title=Text(ar="استبيان"),
        questions=asked,
        opens_at=NOON,
        closes_at=LATER,
    )


def refused(answers: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(FieldsRefused) as told:
        survey().read(answers, NOON)
    return [(error.field, error.word) for error in told.value.broken]


def test_answers_are_kept_as_they_were_given() -> None:
    given: dict[str, Any] = {
        "one": "roads",
        "wanted": ["lamps", "parks", "lamps"],
        "good": 4,
        "words": "  لأن   الشارع مظلم ",
    }
    assert survey().read(given, NOON) == {
        "one": "roads",
        "wanted": ("lamps", "parks"),
        "good": 4,
        "words": "لأن الشارع مظلم",
    }


def test_what_need_not_be_answered_may_be_left_out() -> None:
    assert survey().read({"one": "parks", "words": "", "wanted": []}, NOON) == {"one": "parks"}


def test_every_answer_in_error_is_named_at_once() -> None:
    assert refused({"wanted": ["pool"], "good": 6, "words": "x" * 2001, "other": "x"}) == [
        ("other", "option-unknown"),
        ("one", "field-missing"),
        ("wanted", "option-unknown"),
        ("good", "option-unknown"),
        ("words", "too-long"),
    ]
    assert refused({"one": ["roads", "lamps"]}) == [("one", "option-unknown")]


def test_a_survey_is_answered_only_while_it_is_open() -> None:
    for moment in (NOON - timedelta(seconds=1), LATER):
        with pytest.raises(SurveyNotOpen):
            survey().read({"one": "roads"}, moment)


def test_nothing_is_counted_in_public_before_it_is_closed() -> None:
    with pytest.raises(SurveyStillOpen):
        count(survey(), [{"one": "roads"}], NOON)


def test_too_few_answers_are_not_told_apart() -> None:
    assert count(survey(), [{"one": "roads"}] * (FEWEST - 1), LATER) == (FEWEST - 1, [])


@given(st.lists(st.sampled_from(["roads", "lamps", "parks"]), min_size=FEWEST, max_size=60))
def test_every_answer_counts_once_and_no_written_word_is_told(chosen: list[str]) -> None:
    answers, counts = count(survey(ONE, WORDS), [{"one": each, "words": "سر"} for each in chosen], LATER)
    assert answers == sum(counts[0].chosen.values()) == len(chosen)
    assert counts[0].chosen == {name: chosen.count(name) for name in ("roads", "lamps", "parks")}
    assert (counts[1].answered, counts[1].chosen) == (len(chosen), {})


def test_a_choice_offers_at_least_two_and_nothing_else_offers_any() -> None:
    with pytest.raises(QuestionsMalformed):
        Question("q", Text(ar="س"), QuestionKind.CHOICE, OPTIONS[:1])
    with pytest.raises(QuestionsMalformed):
        Question("q", Text(ar="س"), QuestionKind.TEXT, OPTIONS)
    with pytest.raises(QuestionsMalformed):
        Question("q", Text(ar="س"), QuestionKind.CHOICES, (OPTIONS[0], OPTIONS[0]))
    with pytest.raises(QuestionsMalformed):
        survey(ONE, ONE)


def test_a_window_opens_before_it_closes() -> None:
    with pytest.raises(WindowReversed):
        Survey(
            municipality="m", id="s", edition="1", title=Text(ar="س"), questions=(GOOD,), opens_at=LATER, closes_at=NOON
        )
