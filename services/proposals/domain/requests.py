"""What a participation request is: a complaint, a petition or a request for information, and its answer."""

from dataclasses import dataclass
from datetime import date

from shared.aggregate import Recording
from shared.contracts.proposals import RequestAnswered, RequestKind


class AlreadyAnswered(ValueError):
    """A request is answered once; what comes later is a new request."""


class AlreadyProposed(ValueError):
    """One request becomes one proposal."""

    fields = ("proposal_id",)

    def __init__(self, proposal_id: str) -> None:
        super().__init__(proposal_id)
        self.proposal_id = proposal_id


@dataclass(kw_only=True)
class ParticipationRequest(Recording):
    municipality: str
    id: str
    kind: RequestKind
    subject: str
    body: str
    tracking_code: str
    received_on: date
    recorded_on: date
    zone: str | None = None
    signatures: int = 1
    contact_id: str | None = None
    answer: str | None = None
    answered_on: date | None = None
    answered_by: str | None = None
    proposal_id: str | None = None
    version: int = 0

    @property
    def days(self) -> int | None:
        """Days from reception to answer."""
        return (self.answered_on - self.received_on).days if self.answered_on else None

    def become_proposal(self, proposal_id: str) -> None:
        """What somebody complains of is proposed to be done; the complaint is still to be answered."""
        if self.proposal_id is not None:
            raise AlreadyProposed(self.proposal_id)
        self.proposal_id = proposal_id

    def reply(self, answer: str, by: str, on: date) -> None:
        if self.answered_on is not None:
            raise AlreadyAnswered
        self.answer, self.answered_by, self.answered_on = answer, by, on
        self.record(
            RequestAnswered(
                municipality=self.municipality,
                request_id=self.id,
                kind=self.kind,
                received_on=self.received_on,
                answered_on=on,
                contact_id=self.contact_id,
            )
        )
