"""Commands on the rolls of meetings: known when a meeting is convened, called when it is held."""

from collections.abc import Mapping
from datetime import date, datetime

from services.voting.application.ports import Mandates, Rolls
from services.voting.domain.roll import Mark, Roll


async def note_meeting(rolls: Rolls, convened: Roll, day: date) -> None:
    """Convened again, a roll that was called stays as it was called."""
    known = await rolls.look_up(convened.municipality, convened.id)
    if known is not None:
        known.convened(convened.title, convened.starts_at, day)
    await rolls.save(known or convened)


async def call_roll(
    rolls: Rolls,
    mandates: Mandates,
    *,
    municipality: str,
    meeting_id: str,
    marks: Mapping[str, Mark],
    expected: int,
    at: datetime,
) -> Roll:
    """Raises MeetingUnknown, StaleVersion, MeetingNotBegun, NotADelegateThatDay."""
    roll = await rolls.get(municipality, meeting_id)
    roll.version = expected  # saving refuses where somebody else was faster
    roll.call(await mandates.of_town(municipality), marks, at)
    await rolls.save(roll)
    return roll
