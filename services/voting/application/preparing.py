"""Before voting opens: drafting an election, accepting who stands, putting slips into the pool, out of it, and exchanged."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.voting.application.ports import (
    CandidateUnknown,
    DraftChangedMeanwhile,
    Elections,
    Forums,
    Gates,
    Pools,
    SlipAlreadyVoid,
)
from services.voting.domain.candidacies import accept, stand_down
from services.voting.domain.contest import Candidate
from services.voting.domain.drafting import redraft, wanted
from services.voting.domain.election import Election
from services.voting.domain.manifest import Census, check_apart


async def prepare_election(elections: Elections, gates: Gates, election: Election) -> Election:
    """Raises ContestNotSound, ContestRepeated, TabletRepeated."""
    election.prepare()
    await gates.prepare(election)
    await elections.save(election)
    return election


async def change_draft(
    elections: Elections,
    pools: Pools,
    forums: Forums,
    *,
    municipality: str,
    election_id: str,
    changed: Mapping[str, Any],
    expected: int,
) -> tuple[Election, bool]:
    """The draft, and whether anything changed: the same change again changes nothing, whatever version it was made on.

    A contest whose slips are all cancelled may leave it. Raises NotADraft, DraftChangedMeanwhile, ContestHasSlips, ProjectsAreFrozen,
    ContestNotSound, ContestRepeated, TabletRepeated.
    """
    election = await elections.get(municipality, election_id)
    election.require_draft()
    nominated = await forums.nominations(municipality, election.meeting_id) if election.meeting_id else []
    fields = wanted(election, changed, {one.candidate_id for one in nominated})
    if all(getattr(election, name) == value for name, value in fields.items()):
        return election, False
    if election.version != expected:
        raise DraftChangedMeanwhile(election.version)
    censuses = await pools.censuses(election)
    redraft(election, fields, [one.contest for one in censuses if one.usable or one.registrar])
    await elections.save(election)
    return election, True


async def accept_candidate(
    elections: Elections, forums: Forums, *, municipality: str, election_id: str, candidate_id: str
) -> Election:
    """The nominated stand in the contest of their neighbourhood. Raises CandidateUnknown, NotADraft."""
    election = await elections.get(municipality, election_id)
    nomination = await forums.nomination(municipality, candidate_id)
    contest = next((one for one in election.contests if one.neighbourhood == nomination.neighbourhood), None)
    if contest is None or nomination.meeting_id != election.meeting_id:
        raise CandidateUnknown(candidate_id)
    accept(election, Candidate(nomination.candidate_id, {"ar": nomination.name}, nomination.group), contest.id)
    await elections.save(election)
    return election


async def withdraw_candidate(
    elections: Elections, forums: Forums, *, municipality: str, election_id: str, candidate_id: str
) -> Election:
    """Somebody nominated no longer stands. Raises CandidateUnknown, NotADraft."""
    election = await elections.get(municipality, election_id)
    nomination = await forums.nomination(municipality, candidate_id)
    if nomination.meeting_id != election.meeting_id:
        raise CandidateUnknown(candidate_id)
    stand_down(election, candidate_id)
    await elections.save(election)
    return election


async def fill_pool(
    elections: Elections,
    pools: Pools,
    *,
    municipality: str,
    election_id: str,
    contest: str,
    creds: Sequence[str],
    bundles: Mapping[str, Sequence[str]],
) -> int:
    """Raises NotADraft, ContestUnknown, SlipInTwoPools. Saving the election makes a pool change and an opening exclude each other."""
    election = await elections.get(municipality, election_id)
    election.require_draft()
    named = election.contest(contest).id
    others = [census for census in await pools.censuses(election) if census.contest != named]
    check_apart([*others, Census(named, frozenset(creds))])
    size = await pools.add(election, named, creds, bundles)
    await elections.save(election)
    return size


async def void_slips(
    elections: Elections,
    pools: Pools,
    *,
    municipality: str,
    election_id: str,
    contest: str,
    creds: Sequence[str],
    bundles: Sequence[str] = (),
) -> int:
    """Raises NotADraft, ContestUnknown, SlipUnknown."""
    election = await elections.get(municipality, election_id)
    election.require_draft()
    named = election.contest(contest).id
    bundled = [cred for mark in bundles for cred in await pools.bundle(election, named, mark)]
    voided = await pools.void(election, named, [*creds, *bundled])
    await elections.save(election)
    return voided


async def exchange_slip(
    elections: Elections,
    pools: Pools,
    *,
    municipality: str,
    election_id: str,
    contest: str,
    spoiled: str,
    fresh: str,
) -> None:
    """One for one, so that the number of slips in hands stays. Raises NotADraft, ContestUnknown, SlipUnknown, SlipAlreadyVoid."""
    election = await elections.get(municipality, election_id)
    election.require_draft()
    named = election.contest(contest).id
    if any(spoiled in census.voids for census in await pools.censuses(election)):
        raise SlipAlreadyVoid
    await pools.void(election, named, [spoiled])
    await pools.add(election, named, [fresh], {})
    await elections.save(election)
