"""Opening and closing, by command, by the running order or by the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.voting.application.ports import Elections, Forums, Gates, Keys, Manifests, Pools
from services.voting.domain.election import CheckInStillOpen, Election
from services.voting.domain.manifest import Census


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything the opening of an election touches, within one transaction; `transport` is how phones reach the box."""

    elections: Elections
    pools: Pools
    forums: Forums
    gates: Gates
    manifests: Manifests
    keys: Keys
    transport: str


class RegistrationStillOpen(Exception):
    """Voting opens only when nobody can be given a credential any more."""


async def open_election(hall: Hall, *, municipality: str, election_id: str, at: datetime, seed: str) -> Election:
    """Freeze the manifest and open the gate. Raises CheckInStillOpen, RegistrationStillOpen, CensusDoesNotAdd, NobodyStands, ClosingInstantPassed, NotADraft."""
    election = await hall.elections.get(municipality, election_id)
    censuses = await _censuses(hall, election)
    election.key_epoch = hall.keys.epoch
    manifest = election.freeze(censuses, hall.keys.public(municipality), seed, hall.transport)
    election.open(manifest, at)
    await hall.manifests.keep(manifest)
    await hall.pools.unbundle(election)
    await hall.gates.open(election)
    await hall.elections.save(election)
    return election


async def close_election(
    elections: Elections, gates: Gates, *, municipality: str, election_id: str, at: datetime
) -> Election:
    """Close the gate; closing again changes nothing. Raises ElectionNotOpen."""
    election = await elections.get(municipality, election_id)
    if election.close(at):
        await gates.close(election)
        await elections.save(election)
    return election


async def censuses_now(pools: Pools, forums: Forums, election: Election) -> list[Census]:
    """One a contest, with the people present where they are counted; without slips, an empty one."""
    found = {census.contest: census for census in await pools.censuses(election)}
    every = [found.get(contest.id) or Census(contest.id, frozenset()) for contest in election.contests]
    present = await forums.present(election.municipality, election.meeting_id) if election.meeting_id else None
    if present is None:
        return [replace(census, present=election.present.get(census.contest)) for census in every]
    return [replace(census, present=_present(election, census, present)) for census in every]


async def _censuses(hall: Hall, election: Election) -> list[Census]:
    if await hall.pools.registering(election):
        raise RegistrationStillOpen
    censuses = await hall.pools.censuses(election)
    if election.meeting_id is None:
        return censuses
    present = await hall.forums.present(election.municipality, election.meeting_id)
    if present is None:
        raise CheckInStillOpen
    return [replace(census, present=_present(election, census, present)) for census in censuses]


def _present(election: Election, census: Census, present: Mapping[str, int]) -> int | None:
    neighbourhood = election.contest(census.contest).neighbourhood
    return sum(present.values()) if neighbourhood is None else present.get(neighbourhood, 0)
