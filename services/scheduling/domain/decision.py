"""What the council was asked, and what it decided; an approval holds for one digest only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate
from shared.contracts.event import Decision as Outcome
from shared.contracts.event import Document
from shared.contracts.proposals import DecisionSubject
from shared.contracts.scheduling import CouncilDecided, Votes


class AlreadyDecided(Exception):
    """The council answers a request once."""


@dataclass(frozen=True, slots=True)
class Vote:
    in_favour: int
    against: int
    abstained: int


@dataclass(kw_only=True)
class Decision(Aggregate):
    """A request for a decision; its id is the request's."""

    edition: str
    subject: Mapping[str, Any]
    title: Text
    requested_at: datetime
    number: str | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None
    votes: Vote | None = None
    meeting_id: str | None = None

    @property
    def state(self) -> str:
        return "requested" if self.outcome is None else "decided"

    def decide(
        self,
        number: str,
        decided_on: date,
        outcome: Outcome,
        votes: Vote | None,
        meeting_id: str | None,
        minutes: Document | None,
    ) -> None:
        if self.outcome is not None:
            raise AlreadyDecided(self.id)
        self.number, self.decided_on, self.outcome = number, decided_on, outcome
        self.votes, self.meeting_id = votes, meeting_id
        counted = Votes(in_favour=votes.in_favour, against=votes.against, abstained=votes.abstained) if votes else None
        self.record(
            CouncilDecided(
                municipality=self.municipality,
                request_id=self.id,
                edition=self.edition,
                number=number,
                decided_on=decided_on,
                subject_of_decision=DecisionSubject(**self.subject),
                outcome=outcome,
                votes=counted,
                minutes=minutes,
            )
        )
