"""What the voting service listens to: the whole subscription list on one screen."""

import secrets

from services.voting.adapters.declaring import close_now
from services.voting.adapters.mongo import MongoElections, MongoForums, MongoGates, MongoPools, MongoWitnesses
from services.voting.adapters.register import MongoRolls
from services.voting.adapters.service import Voting
from services.voting.application import roll_calls
from services.voting.application.opening import RegistrationStillOpen, open_election
from services.voting.application.ports import ElectionUnknown, Nomination
from services.voting.application.preparing import prepare_election
from services.voting.application.witnessing import cosign_head
from services.voting.domain.annulment import Incident
from services.voting.domain.contest import Candidate, Contest, Method, SealedNotPossible
from services.voting.domain.election import (
    CheckInStillOpen,
    ClosingInstantPassed,
    Election,
    Kind,
    NobodyStands,
    State,
)
from services.voting.domain.manifest import CensusDoesNotAdd, SlipInTwoPools
from services.voting.domain.roll import Roll
from shared.clock import zone_date
from shared.contracts.event import Event
from shared.contracts.proposals import ShortlistFrozen
from shared.contracts.scheduling import (
    AgendaItemEnded,
    AgendaItemStarted,
    CandidateNominated,
    CheckInClosed,
    CredentialKeysPublished,
    MeetingConvened,
    RegistrationClosed,
)
from shared.contracts.voting import BoardHeadPublished
from shared.grants import reference_handlers
from shared.ids import new_id
from shared.messaging.consumer import Delivery, Handler

PROJECTS = "projects"
ELECTION = "election"
LABEL = {
    "ar": "مشاريع الميزانية التشاركية",
    "fr": "Projets du budget participatif",
    "en": "Participatory budget projects",
}
NOT_YET = (
    CheckInStillOpen,
    RegistrationStillOpen,
    CensusDoesNotAdd,
    SlipInTwoPools,
    NobodyStands,
    SealedNotPossible,
    ClosingInstantPassed,
)
NOT_OPENED = {
    "ar": "لم يُفتح التصويت مع بداية البند لأن القسائم أو الترشحات أو التسجيل لم تكتمل.",
    "fr": "Le vote n'a pas été ouvert avec le point de l'ordre du jour : bulletins, candidatures ou entrées incomplets.",
    "en": "Voting was not opened with its item: slips, candidacies or check-in were incomplete.",
}


async def note_nomination(event: CandidateNominated, delivery: Delivery) -> None:
    nomination = Nomination(event.candidate_id, event.meeting_id, event.neighbourhood, event.name, event.group)
    await MongoForums.within(delivery.tx).nominate(event.municipality, nomination)


async def note_check_in_closed(event: CheckInClosed, delivery: Delivery) -> None:
    present = {one.neighbourhood: one.present for one in event.present}
    await MongoForums.within(delivery.tx).check_in_closed(event.municipality, event.meeting_id, present)


async def note_meeting(event: MeetingConvened, delivery: Delivery) -> None:
    """Delegates are called over at meetings of every kind."""
    service: Voting = delivery.service
    day = zone_date(event.starts_at, (await service.town(event.municipality)).timezone)
    roll = Roll(
        municipality=event.municipality,
        id=event.meeting_id,
        edition=event.edition,
        kind=event.kind,
        title=event.title.model_dump(exclude_none=True),
        starts_at=event.starts_at,
        day=day,
    )
    await roll_calls.note_meeting(MongoRolls.within(delivery.tx), roll, day)


async def open_with_its_item(event: AgendaItemStarted, delivery: Delivery) -> None:
    """What keeps an election from opening is noted for the official record; the bureau then opens by hand."""
    for election in await _held_in(delivery, event.municipality, event.meeting_id, event.n, event.type):
        if election.state is State.DRAFT:
            await _open(delivery, election)


async def close_with_its_item(event: AgendaItemEnded, delivery: Delivery) -> None:
    for election in await _held_in(delivery, event.municipality, event.meeting_id, event.n, event.type):
        if election.state is State.OPEN:
            await close_now(delivery.tx, election.municipality, election.id)


async def draft_vote_on_projects(event: ShortlistFrozen, delivery: Delivery) -> None:
    """Candidates are the projects; the bureau adds slips and opens."""
    method = Method(event.vote_method)
    candidates = tuple(Candidate(one.id, {"ar": one.title}, one.kind, one.cost) for one in event.projects)
    most = len(candidates) if method is Method.KNAPSACK else event.max_choices
    contest = Contest(PROJECTS, LABEL, 0, 0, method, most, candidates, budget=event.budget)
    election = Election(
        municipality=event.municipality,
        id=new_id(),
        edition=event.edition,
        kind=Kind.PRIORITISATION,
        title=LABEL,
        contests=[contest],
        shortlist_id=event.shortlist_id,
    )
    await prepare_election(MongoElections.within(delivery.tx), MongoGates.within(delivery.tx), election)


async def note_registrar(event: CredentialKeysPublished, delivery: Delivery) -> None:
    """Credentials from afar count only in an election that had not opened when its keys were made known."""
    election = await _draft(delivery, event.municipality, event.election_id)
    if election is not None:
        known = {contest.id for contest in election.contests}
        keys = {one.contest: one.spki for one in event.keys if one.contest in known}
        await MongoPools.within(delivery.tx).register(election, keys)


async def note_registration_closed(event: RegistrationClosed, delivery: Delivery) -> None:
    election = await _draft(delivery, event.municipality, event.election_id)
    if election is not None:
        issued = {one.contest: one.issued for one in event.contests}
        await MongoPools.within(delivery.tx).registered(election, issued)


async def _draft(delivery: Delivery, municipality: str, election_id: str) -> Election | None:
    elections = MongoElections.within(delivery.tx)
    try:
        election: Election = await elections.get(municipality, election_id)
    except ElectionUnknown:
        return None
    return election if election.state is State.DRAFT else None


async def cosign(event: BoardHeadPublished, delivery: Delivery) -> None:
    service: Voting = delivery.service
    for signed in await cosign_head(MongoWitnesses.within(delivery.tx), service.keys, event):
        delivery.tx.announce(signed, event.head)


async def _open(delivery: Delivery, election: Election) -> None:
    service: Voting = delivery.service
    tx, seed = delivery.tx, secrets.token_hex(16)
    try:
        await open_election(
            service.hall(tx), municipality=election.municipality, election_id=election.id, at=tx.civil, seed=seed
        )
    except NOT_YET:
        election.incidents.append(Incident(tx.civil, NOT_OPENED))
        await MongoElections.within(tx).save(election)
    tx.then_enqueue("voting.tell", election.municipality, election.id)


async def _held_in(delivery: Delivery, municipality: str, meeting_id: str, n: int, kind: str) -> list[Election]:
    """Elections named by the item, or by the meeting alone where the item is the election item."""
    found = await MongoElections.within(delivery.tx).of_meeting(municipality, meeting_id)
    return [one for one in found if one.agenda_n == n or (one.agenda_n is None and kind == ELECTION)]


HANDLERS: dict[type[Event], Handler] = {
    **reference_handlers(),
    CandidateNominated: note_nomination,
    CheckInClosed: note_check_in_closed,
    MeetingConvened: note_meeting,
    AgendaItemStarted: open_with_its_item,
    AgendaItemEnded: close_with_its_item,
    ShortlistFrozen: draft_vote_on_projects,
    CredentialKeysPublished: note_registrar,
    RegistrationClosed: note_registration_closed,
    BoardHeadPublished: cosign,
}
