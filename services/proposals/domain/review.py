"""How a proposal is judged, and when the judgement may be seen."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.proposals.domain.text import Text


class Stage(StrEnum):
    FORMAL = "formal"
    SUBSTANTIVE = "substantive"


class Verdict(StrEnum):
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    CONDITIONAL = "conditional"


OF_STAGE = {
    Stage.FORMAL: frozenset({Verdict.ADMISSIBLE, Verdict.INADMISSIBLE}),
    Stage.SUBSTANTIVE: frozenset({Verdict.FEASIBLE, Verdict.INFEASIBLE, Verdict.CONDITIONAL}),
}


class VerdictOfAnotherStage(ValueError):
    """The formal review says admissible or not; the substantive review says feasible or not."""

    fields = ("stage", "verdict")

    def __init__(self, stage: Stage, verdict: Verdict) -> None:
        super().__init__(f"{verdict} in {stage}")
        self.stage, self.verdict = stage, verdict


class FormalReviewFirst(ValueError):
    """What a proposal asks is judged only once it was found admissible."""


class AlreadyReviewed(ValueError):
    """The verdict of this stage is public; changing it takes an appeal."""

    fields = ("stage",)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


class NothingToAppeal(ValueError):
    """Only a public refusal can be appealed."""


class RoundAlreadyOpen(ValueError):
    """A review round of this stage is under way."""

    fields = ("stage",)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


class RoundNotOpen(ValueError):
    """No review round of this stage is under way."""

    fields = ("stage",)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


@dataclass(frozen=True, slots=True)
class Round:
    """While it is open nobody outside sees a verdict, so that no proposal is judged by what became of another."""

    stage: Stage
    started_at: datetime
    ended_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.ended_at is None

    def ended(self, at: datetime) -> "Round":
        return replace(self, ended_at=at)


@dataclass(frozen=True, slots=True)
class Review:
    stage: Stage
    verdict: Verdict
    reason: Text
    reviewer: str
    at: datetime
    public: bool

    def __post_init__(self) -> None:
        if self.verdict not in OF_STAGE[self.stage]:
            raise VerdictOfAnotherStage(self.stage, self.verdict)

    def revealed(self) -> "Review":
        return replace(self, public=True)
