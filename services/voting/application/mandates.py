"""The delegate register: who was elected, until when, and who follows."""

from collections.abc import Callable
from datetime import date

from services.voting.application.ports import Mandates
from services.voting.domain.announcements import shown_name
from services.voting.domain.election import Election
from services.voting.domain.mandate import EndReason, Mandate, NobodyLeftToReplace, successor


async def assign_mandates(mandates: Mandates, election: Election, on: date, new_id: Callable[[], str]) -> list[Mandate]:
    """One a delegate and one an alternate, from the day of the declaration."""
    ends = months_later(on, election.term_months) if election.term_months else None
    assigned = [
        Mandate(
            new_id(),
            election.id,
            contest.id,
            one,
            shown_name(names[one]),
            rank,
            alternate,
            on,
            ends,
            edition=election.edition,
            neighbourhood=contest.neighbourhood,
        )
        for result in election.results
        for contest in [election.contest(result["contest"])]
        for names in [{candidate.id: candidate.name for candidate in contest.candidates}]
        for alternate, listed in ((False, result["elected"]), (True, result["alternates"]))
        for rank, one in enumerate(listed, 1)
    ]
    for mandate in assigned:
        await mandates.save(election.municipality, mandate)
    return assigned


async def end_mandate(
    mandates: Mandates, municipality: str, mandate_id: str, on: date, reason: EndReason
) -> tuple[Mandate, Mandate | None]:
    """End it; the next of the list follows, where there is one. Raises MandateUnknown, MandateAlreadyEnded."""
    held = await mandates.get(municipality, mandate_id)
    ended = held.end(on, reason)
    await mandates.save(municipality, ended)
    if held.alternate:
        return ended, None
    try:
        follower = successor(await mandates.of_contest(municipality, held.election, held.contest), held, on)
    except NobodyLeftToReplace:
        return ended, None
    await mandates.save(municipality, follower)
    return ended, follower


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
