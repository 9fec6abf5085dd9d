"""Who stands: accepted by the bureau, and until voting opens taken off again."""

from dataclasses import replace

from services.voting.domain.contest import Candidate
from services.voting.domain.election import Election


def accept(election: Election, candidate: Candidate, contest_name: str) -> None:
    """The same candidate again changes nothing. Raises NotADraft, ContestUnknown, SealedNotPossible."""
    election.require_draft()
    contest = election.contest(contest_name)
    if candidate.id not in {one.id for one in contest.candidates}:
        changed = replace(contest, candidates=(*contest.candidates, candidate))
        changed.check_rules(sealed=election.sealed)
        election.contests = [changed if one.id == contest_name else one for one in election.contests]


def stand_down(election: Election, candidate_id: str) -> None:
    """Whoever was accepted by mistake, or no longer wants to; once more changes nothing. Raises NotADraft."""
    election.require_draft()
    election.contests = [
        replace(contest, candidates=tuple(one for one in contest.candidates if one.id != candidate_id))
        for contest in election.contests
    ]
