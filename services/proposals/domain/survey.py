"""What a survey is: its questions, when it is open, which answers hold, and what they come to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.proposals.domain.intake import FieldError, FieldsRefused, clean
from services.proposals.domain.text import Text
from shared.aggregate import Aggregate

TEXT_MAX = 2000
SCALE = range(1, 6)
FEWEST = 5  # with fewer answers than this, numbers would tell what one person said

Given = str | int | Sequence[str]
Answers = Mapping[str, Given]


class SurveyNotOpen(ValueError):
    """A survey is answered between its two instants."""

    fields = ("opens_at", "closes_at")

    def __init__(self, survey: "Survey") -> None:
        super().__init__(survey.id)
        self.opens_at, self.closes_at = survey.opens_at, survey.closes_at


class SurveyStillOpen(ValueError):
    """Nothing is counted in public before everybody has answered."""

    fields = ("closes_at",)

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(closes_at)
        self.closes_at = closes_at


class QuestionsMalformed(ValueError):
    """Every question and option has a name of its own; a choice offers at least two options, nothing else offers any."""


class WindowReversed(ValueError):
    """A window opens before it closes."""

    field = "closes_at"


class QuestionKind(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    TEXT = "text"


CHOOSING = (QuestionKind.CHOICE, QuestionKind.CHOICES)


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    label: Text
    kind: QuestionKind
    options: tuple[Option, ...] = ()
    required: bool = False

    def __post_init__(self) -> None:
        names = [option.id for option in self.options]
        if len(set(names)) < len(names) or (len(names) < 2) is (self.kind in CHOOSING):
            raise QuestionsMalformed(self.id)
        if self.options and self.kind not in CHOOSING:
            raise QuestionsMalformed(self.id)

    def read(self, given: Given | None) -> Given | None:
        """The answer as it is kept, None when there is none. Raises `FieldsRefused`."""
        if given in (None, "", [], ()):
            self._may_be_empty()
            return None
        match self.kind:
            case QuestionKind.TEXT:
                return self._text(given)
            case QuestionKind.SCALE:
                return self._step(given)
        return self._chosen(given)

    def _may_be_empty(self) -> None:
        if self.required:
            raise self._refused("field-missing")

    def _text(self, given: Given | None) -> str | None:
        if not isinstance(given, str):
            raise self._refused("option-unknown")
        text = clean(given)
        if len(text) > TEXT_MAX:
            raise FieldsRefused([FieldError(self.id, "too-long", TEXT_MAX)])
        if not text:
            self._may_be_empty()
        return text or None

    def _step(self, given: Given | None) -> int:
        if not isinstance(given, int) or given not in SCALE:
            raise self._refused("option-unknown")
        return given

    def _chosen(self, given: Given | None) -> Given:
        chosen = [given] if isinstance(given, str) else given
        known = {option.id for option in self.options}
        if isinstance(chosen, int) or chosen is None or not set(chosen) <= known:
            raise self._refused("option-unknown")
        if self.kind is QuestionKind.CHOICE:
            return self._only(chosen)
        return tuple(dict.fromkeys(chosen))

    def _only(self, chosen: Sequence[str]) -> str:
        if len(chosen) != 1:
            raise self._refused("option-unknown")
        return chosen[0]

    def _refused(self, word: str) -> FieldsRefused:
        return FieldsRefused([FieldError(self.id, word)])


@dataclass(kw_only=True)
class Survey(Aggregate):
    edition: str
    title: Text
    questions: tuple[Question, ...]
    opens_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        names = [question.id for question in self.questions]
        if not names or len(set(names)) < len(names):
            raise QuestionsMalformed(self.id)
        if self.opens_at >= self.closes_at:
            raise WindowReversed

    def state(self, now: datetime) -> str:
        if now < self.opens_at:
            return "planned"
        return "open" if now < self.closes_at else "closed"

    def read(self, answers: Answers, now: datetime) -> dict[str, Given]:
        """The answers as they are kept. Raises `SurveyNotOpen`, `FieldsRefused` with every field in error."""
        if self.state(now) != "open":
            raise SurveyNotOpen(self)
        kept: dict[str, Given] = {}
        broken = [FieldError(name, "option-unknown") for name in answers if name not in {q.id for q in self.questions}]
        for question in self.questions:
            try:
                if (found := question.read(answers.get(question.id))) is not None:
                    kept[question.id] = found
            except FieldsRefused as refused:
                broken += refused.broken
        if broken:
            raise FieldsRefused(broken)
        return kept


@dataclass(frozen=True, slots=True)
class Count:
    """How often each option or step of one question was chosen; nothing of what was written."""

    question: str
    answered: int
    chosen: Mapping[str, int]


def count(survey: Survey, given: Iterable[Answers], now: datetime) -> tuple[int, list[Count]]:
    """Answers, and the counts of each question; none while there are too few. Raises `SurveyStillOpen`."""
    if survey.state(now) != "closed":
        raise SurveyStillOpen(survey.closes_at)
    sheets = list(given)
    if len(sheets) < FEWEST:
        return len(sheets), []
    return len(sheets), [_count(question, sheets) for question in survey.questions]


def _count(question: Question, sheets: Sequence[Answers]) -> Count:
    found = [sheet[question.id] for sheet in sheets if question.id in sheet]
    if question.kind is QuestionKind.TEXT:
        return Count(question.id, len(found), {})
    chosen = Counter(str(each) for one in found for each in ([one] if isinstance(one, str | int) else one))
    names = [option.id for option in question.options] or [str(step) for step in SCALE]
    return Count(question.id, len(found), {name: chosen[name] for name in names})
