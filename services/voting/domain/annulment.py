"""What happened at an election, what is said against it, and its end by a recorded decision: the board stays, the mandates do not."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.contracts import voting as told
from shared.contracts.event import Text3

if TYPE_CHECKING:
    from services.voting.domain.election import Election


class ElectionAnnulledBefore(ValueError):
    """An annulled election is not counted, declared or annulled again."""


class ComplaintUnknown(ValueError):
    """No complaint of that number."""


class ComplaintAnsweredBefore(ValueError):
    """A complaint is answered once."""


class ComplaintOutcome(StrEnum):
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something the official record mentions; no name belongs in it."""

    at: datetime
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class Complaint:
    """Recorded by the bureau as it was said, without the name of who said it."""

    n: int
    at: datetime
    text: str
    contest: str | None = None
    outcome: ComplaintOutcome | None = None
    reasons: dict[str, str] | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Annulment:
    """The decision that annulled an election, and the election that repeats it, if one does."""

    number: str
    decided_on: date
    reasons: dict[str, str]
    at: datetime
    rerun: str | None = None


def note_incident(election: "Election", text: dict[str, str], at: datetime) -> None:
    """For the official record, which is closed by the declaration. Raises AlreadyDeclared, ElectionAnnulledBefore."""
    election.require_undeclared()
    election.incidents.append(Incident(at, text))


def complain(election: "Election", text: str, contest: str | None, at: datetime) -> Complaint:
    """Raises ContestUnknown, ElectionNotOpen."""
    election.require_opened()
    if contest is not None:
        election.contest(contest)
    complaint = Complaint(len(election.complaints) + 1, at, text, contest)
    election.complaints.append(complaint)
    return complaint


def answer(election: "Election", n: int, outcome: ComplaintOutcome, reasons: dict[str, str], at: datetime) -> Complaint:
    """Raises ComplaintUnknown, ComplaintAnsweredBefore."""
    if not 1 <= n <= len(election.complaints):
        raise ComplaintUnknown(n)
    known = election.complaints[n - 1]
    if known.outcome is not None:
        raise ComplaintAnsweredBefore(n)
    election.complaints[n - 1] = replace(known, outcome=outcome, reasons=reasons, answered_at=at)
    return election.complaints[n - 1]


def annul(election: "Election", annulment: Annulment) -> None:
    """After closing, so that what was voted is on the board for ever. Raises NotYetClosed, ElectionAnnulledBefore."""
    election.end_by(annulment)
    election.record(
        told.ElectionAnnulled(
            municipality=election.municipality,
            election_id=election.id,
            edition=election.edition,
            kind=election.kind.value,
            meeting_id=election.meeting_id,
            annulled_at=annulment.at,
            decision_number=annulment.number,
            decided_on=annulment.decided_on,
            reasons=Text3(**annulment.reasons),
            rerun_election_id=annulment.rerun,
        )
    )
