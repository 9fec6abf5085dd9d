"""Incidents, complaints, and what a recorded decision makes of an election."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.voting.application.ports import Elections, Gates, Mandates
from services.voting.application.preparing import prepare_election
from services.voting.domain.annulment import (
    Annulment,
    Complaint,
    ComplaintOutcome,
    annul,
    answer,
    complain,
    note_incident,
)
from services.voting.domain.contest import NO_LIMIT, Contest, default_choices
from services.voting.domain.election import Election
from services.voting.domain.mandate import EndReason, Mandate


@dataclass(frozen=True, slots=True)
class Ended:
    """An annulled election, the mandates that ended with it, and the draft that repeats it."""

    election: Election
    mandates: Sequence[Mandate]
    rerun: Election | None


async def record_incident(
    elections: Elections, municipality: str, election_id: str, text: dict[str, str], at: datetime
) -> None:
    """Raises AlreadyDeclared, ElectionAnnulledBefore."""
    election = await elections.get(municipality, election_id)
    note_incident(election, text, at)
    await elections.save(election)


async def record_complaint(
    elections: Elections, municipality: str, election_id: str, text: str, contest: str | None, at: datetime
) -> Complaint:
    """Raises ElectionNotOpen, ContestUnknown."""
    election = await elections.get(municipality, election_id)
    complaint = complain(election, text, contest, at)
    await elections.save(election)
    return complaint


async def answer_complaint(
    elections: Elections,
    municipality: str,
    election_id: str,
    n: int,
    outcome: ComplaintOutcome,
    reasons: dict[str, str],
    at: datetime,
) -> Complaint:
    """Raises ComplaintUnknown, ComplaintAnsweredBefore."""
    election = await elections.get(municipality, election_id)
    complaint = answer(election, n, outcome, reasons, at)
    await elections.save(election)
    return complaint


async def annul_election(
    elections: Elections,
    gates: Gates,
    mandates: Mandates,
    *,
    municipality: str,
    election_id: str,
    annulment: Annulment,
    on: date,
) -> Ended:
    """Mandates end, nobody follows; `annulment.rerun` is the id of the draft to make. Raises NotYetClosed, ElectionAnnulledBefore."""
    election = await elections.get(municipality, election_id)
    annul(election, annulment)
    await gates.count_done(election)
    ended = [
        held.end(on, EndReason.ANNULLED)
        for contest in election.contests
        for held in await mandates.of_contest(municipality, election_id, contest.id)
        if held.ended is None
    ]
    for mandate in ended:
        await mandates.save(municipality, mandate)
    await elections.save(election)
    rerun = await _rerun(elections, gates, election, annulment.rerun) if annulment.rerun else None
    return Ended(election, ended, rerun)


async def _rerun(elections: Elections, gates: Gates, election: Election, new_id: str) -> Election:
    """The same question to the same people who stood, with slips of its own and no closing instant yet."""
    again = Election(
        municipality=election.municipality,
        id=new_id,
        edition=election.edition,
        kind=election.kind,
        title=election.title,
        contests=[_as_drafted(contest) for contest in election.contests],
        meeting_id=election.meeting_id,
        shortlist_id=election.shortlist_id,
        term_months=election.term_months,
        tablets=list(election.tablets),
        disclosure=election.disclosure,
        rerun_of=election.id,
    )
    return await prepare_election(elections, gates, again)


def _as_drafted(contest: Contest) -> Contest:
    """Opening had cut "as many as one likes" to the number of candidates; more may stand this time."""
    unlimited = default_choices(contest.method, contest.seats) == NO_LIMIT
    everybody = contest.max_choices == len(contest.candidates)
    return replace(contest, max_choices=NO_LIMIT) if unlimited and everybody else replace(contest)
