"""Commands on what the council is asked; decisions are announced from here only."""

from datetime import date

from services.scheduling.application.ports import Decisions, Meetings
from services.scheduling.domain.decision import Decision, Vote
from shared.contracts.event import Decision as Outcome
from shared.contracts.event import Document


async def keep_request(decisions: Decisions, request: Decision) -> None:
    """The same request twice is kept once."""
    if await decisions.look_up(request.municipality, request.id) is None:
        await decisions.save(request)


async def record_decision(
    decisions: Decisions,
    meetings: Meetings,
    *,
    municipality: str,
    request_id: str,
    number: str,
    decided_on: date,
    outcome: Outcome,
    votes: Vote | None,
    meeting_id: str | None,
) -> Decision:
    """Raises `DecisionUnknown`, `AlreadyDecided`, `MeetingUnknown`."""
    decision = await decisions.get(municipality, request_id)
    minutes = None
    if meeting_id is not None:
        meeting = await meetings.get(municipality, meeting_id)
        minutes = Document(**meeting.minutes.document) if meeting.minutes.document else None
        entry = {"number": number, "text": decision.title, "outcome": outcome.value, "request": request_id}
        meeting.fill_minutes("decisions", entry, "number")
        await meetings.save(meeting)
    decision.decide(number, decided_on, outcome, votes, meeting_id, minutes)
    await decisions.save(decision)
    return decision
