"""What the scheduling service listens to: the whole subscription list on one screen."""

from collections.abc import Mapping
from datetime import date

from pymongo import ReplaceOne

from services.scheduling.adapters.mongo import (
    MongoCalendars,
    MongoCopies,
    MongoDecisions,
    MongoMeetings,
    MongoPublications,
)
from services.scheduling.application.decisions import keep_request
from services.scheduling.application.publications import file_dispatch, find_or_open, open_publication
from services.scheduling.domain.decision import Decision
from services.scheduling.domain.publication import DIAGNOSIS, PROGRAMME_DRAFT, Dispatch
from shared.contracts.event import Event
from shared.contracts.notifications import DispatchCompleted
from shared.contracts.proposals import (
    DecisionRequested,
    DiagnosisReady,
    EditionOpened,
    ProgrammeDraftPublished,
    ProjectDelivered,
    ProposalSubmitted,
    RemarkReceived,
    RequestAnswered,
)
from shared.contracts.voting import ElectionClosed, ElectionPrepared, ResultDeclared
from shared.grants import reference_handlers
from shared.messaging.consumer import Delivery, Handler
from shared.municipalities import municipality

ASSOCIATIONS = "associations"
PUBLISHED_BY = {DiagnosisReady.TYPE: DIAGNOSIS, ProgrammeDraftPublished.TYPE: PROGRAMME_DRAFT}


async def keep_edition(event: EditionOpened, delivery: Delivery) -> None:
    row = {**event.model_dump(mode="json", exclude_none=True), "_id": event.key}
    where = {"municipality": event.municipality, "_id": event.key}
    delivery.tx.later("editions", ReplaceOne(where, row, upsert=True))
    count(delivery, event, "editions", event.edition, delivery.envelope.time.date())


async def timezone_of(delivery: Delivery, slug: str) -> str:
    return (await municipality(delivery.tx, slug)).timezone


async def open_diagnosis(event: DiagnosisReady, delivery: Delivery) -> None:
    """The diagnosis waits to be published; its dossier is copied here."""
    await open_publication(
        MongoPublications.within(delivery.tx),
        MongoCopies(delivery.tx),
        municipality=event.municipality,
        publication_id=event.diagnosis_id,
        edition=event.edition,
        kind=DIAGNOSIS,
        timezone=await timezone_of(delivery, event.municipality),
        document=event.document,
    )


async def open_draft(event: ProgrammeDraftPublished, delivery: Delivery) -> None:
    for project in event.projects:
        count(delivery, event, "projects_open_to_comment", project.id, delivery.envelope.time.date())
    await open_publication(
        MongoPublications.within(delivery.tx),
        MongoCopies(delivery.tx),
        municipality=event.municipality,
        publication_id=event.programme_id,
        edition=event.edition,
        kind=PROGRAMME_DRAFT,
        timezone=await timezone_of(delivery, event.municipality),
        document=event.document,
    )


async def file_dispatch_table(event: DispatchCompleted, delivery: Delivery) -> None:
    """The dispatch to the associations becomes evidence; other dispatches are none of ours."""
    kind = PUBLISHED_BY.get(event.about_type)
    if kind is None or event.audience != ASSOCIATIONS:
        return
    tx, publications = delivery.tx, MongoPublications.within(delivery.tx)
    zone = await timezone_of(delivery, event.municipality)
    publication = await find_or_open(publications, event.municipality, event.about, event.edition, kind, zone)
    table = event.dispatch_table.model_dump(mode="json")
    dispatch = Dispatch(event.dispatch_id, event.completed_at, event.recipients, event.sent, event.failed, table)
    calendars = MongoCalendars.within(tx)
    await file_dispatch(publications, calendars, MongoCopies(tx), publication, dispatch, event.dispatch_table, tx.civil)


async def await_decision(event: DecisionRequested, delivery: Delivery) -> None:
    request = Decision(
        municipality=event.municipality,
        id=event.request_id,
        edition=event.edition,
        subject=event.subject_of_decision.model_dump(mode="json"),
        title=event.title.model_dump(exclude_none=True),
        requested_at=delivery.tx.civil,
    )
    await keep_request(MongoDecisions.within(delivery.tx), request)


async def keep_election(event: ElectionPrepared, delivery: Delivery) -> None:
    """What contests there are: the registrar of voting from afar has one key for each."""
    row = {**event.model_dump(mode="json", exclude_none=True), "_id": event.key}
    where = {"municipality": event.municipality, "_id": event.key}
    delivery.tx.later("elections", ReplaceOne(where, row, upsert=True))


async def note_election_closed(event: ElectionClosed, delivery: Delivery) -> None:
    entry = {"election": event.election_id, "closed_at": event.closed_at}
    await fill_minutes(delivery, event.municipality, event.meeting_id, "elections_closed", entry)


async def note_result(event: ResultDeclared, delivery: Delivery) -> None:
    """The declared result stands in the minutes of the forum it was held in, as figures nobody can edit."""
    entry = {**event.model_dump(mode="json"), "election": event.election_id}
    await fill_minutes(delivery, event.municipality, event.meeting_id, "results", entry)


async def fill_minutes(
    delivery: Delivery, town: str, meeting_id: str | None, name: str, entry: Mapping[str, object]
) -> None:
    meetings = MongoMeetings.within(delivery.tx)
    meeting = await meetings.look_up(town, meeting_id) if meeting_id else None
    if meeting is not None:
        meeting.fill_minutes(name, entry, "election")
        await meetings.save(meeting)


def count(delivery: Delivery, event: Event, kind: str, own: str, day: date) -> None:
    """One row a thing counted: the same thing told again is still one. Indicators add them up."""
    key = f"{event.municipality}/{kind}/{own}"
    row = {"_id": key, "municipality": event.municipality, "kind": kind, "day": day.isoformat()}
    where = {"municipality": event.municipality, "_id": key}
    delivery.tx.later("counted", ReplaceOne(where, row, upsert=True))


async def count_delivered(event: ProjectDelivered, delivery: Delivery) -> None:
    count(delivery, event, "projects_delivered", event.project_id, event.delivered_on)


async def count_proposal(event: ProposalSubmitted, delivery: Delivery) -> None:
    count(delivery, event, "proposals", event.proposal_id, event.received_on)


async def count_remark(event: RemarkReceived, delivery: Delivery) -> None:
    count(delivery, event, "remarks", event.remark_id, delivery.envelope.time.date())


async def count_answer(event: RequestAnswered, delivery: Delivery) -> None:
    """What was answered also came in, whether or not that was told."""
    for kind in ("requests", event.kind.value):
        count(delivery, event, f"{kind}_received", event.request_id, event.received_on)
        count(delivery, event, f"{kind}_answered", event.request_id, event.answered_on)


HANDLERS: dict[type[Event], Handler] = {
    **reference_handlers(),
    EditionOpened: keep_edition,
    DiagnosisReady: open_diagnosis,
    ProgrammeDraftPublished: open_draft,
    DispatchCompleted: file_dispatch_table,
    DecisionRequested: await_decision,
    ElectionPrepared: keep_election,
    ElectionClosed: note_election_closed,
    ResultDeclared: note_result,
    ProjectDelivered: count_delivered,
    ProposalSubmitted: count_proposal,
    RemarkReceived: count_remark,
    RequestAnswered: count_answer,
}
