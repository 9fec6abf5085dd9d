"""Before voting opens: drafting an election, accepting who stands, putting slips into the pool and voiding leftovers."""

from collections.abc import Sequence

from services.voting.application.ports import CandidateUnknown, Elections, Forums, Gates, Pools
from services.voting.domain.contest import Candidate
from services.voting.domain.election import Election


async def prepare_election(elections: Elections, gates: Gates, election: Election) -> Election:
    """Raises ContestNotSound, ContestRepeated."""
    election.prepare()
    await gates.prepare(election)
    await elections.save(election)
    return election


async def accept_candidate(
    elections: Elections, forums: Forums, *, municipality: str, election_id: str, candidate_id: str
) -> Election:
    """The nominated stand in the contest of their neighbourhood. Raises CandidateUnknown, NotADraft."""
    election = await elections.get(municipality, election_id)
    nomination = await forums.nomination(municipality, candidate_id)
    contest = next((one for one in election.contests if one.neighbourhood == nomination.neighbourhood), None)
    if contest is None or nomination.meeting_id != election.meeting_id:
        raise CandidateUnknown(candidate_id)
    election.accept(Candidate(nomination.candidate_id, {"ar": nomination.name}, nomination.group), contest.id)
    await elections.save(election)
    return election


async def fill_pool(
    elections: Elections, pools: Pools, *, municipality: str, election_id: str, contest: str, creds: Sequence[str]
) -> int:
    """Raises NotADraft, ContestUnknown. Saving the election makes a pool change and an opening exclude each other."""
    election = await elections.get(municipality, election_id)
    election.require_draft()
    size = await pools.add(election, election.contest(contest).id, creds)
    await elections.save(election)
    return size


async def void_slips(
    elections: Elections, pools: Pools, *, municipality: str, election_id: str, contest: str, creds: Sequence[str]
) -> int:
    """Raises NotADraft, ContestUnknown, SlipUnknown."""
    election = await elections.get(municipality, election_id)
    election.require_draft()
    voided = await pools.void(election, election.contest(contest).id, creds)
    await elections.save(election)
    return voided
