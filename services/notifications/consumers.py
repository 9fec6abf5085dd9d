"""Everything this service listens to, on one screen; what is said to whom is the rules table's business."""

from services.notifications.adapters.mongo_contacts import MongoAuthors
from services.notifications.adapters.mongo_deliveries import MongoHappenings
from services.notifications.application.spreading import SPREAD_TASK
from services.notifications.domain.happening import Happening
from shared.contracts import proposals, scheduling, voting
from shared.contracts.event import Event
from shared.grants import reference_handlers
from shared.messaging.consumer import Delivery, Handler
from shared.telemetry import inject_context

HEARD: tuple[type[Event], ...] = (
    proposals.EditionOpened,
    proposals.EnvelopesSet,
    proposals.DiagnosisReady,
    proposals.ProposalReviewed,
    proposals.SheetPublished,
    proposals.ShortlistFrozen,
    proposals.ProgrammeDraftPublished,
    proposals.DecisionRequested,
    proposals.RemarkReceived,
    proposals.ProgrammeAmended,
    proposals.ProgrammeApproved,
    proposals.ProjectProgressed,
    proposals.ProjectDelivered,
    proposals.RequestAnswered,
    scheduling.CalendarAdopted,
    scheduling.ActivityRescheduled,
    scheduling.ActivityDueSoon,
    scheduling.ActivityOverdue,
    scheduling.PublicationProven,
    scheduling.MeetingConvened,
    scheduling.WorkingGroupReported,
    scheduling.CouncilDecided,
    scheduling.MinutesSigned,
    scheduling.ConsultationOpened,
    scheduling.ConsultationClosed,
    voting.ElectionOpened,
    voting.ElectionClosed,
    voting.ResultDeclared,
    voting.PrioritisationDeclared,
)


async def hear(event: Event, delivery: Delivery) -> None:
    """Remember what happened; telling it is a task's work, after the commit."""
    facts = event.model_dump(mode="json")
    table, tx, envelope = delivery.service.table, delivery.tx, delivery.envelope
    rules = table.rules_for(event.TYPE, facts)
    if not rules and table.public_for(event.TYPE, facts) is None:
        return
    happening = Happening(
        event_id=envelope.id,
        municipality=event.municipality,
        event_type=event.TYPE,
        subject=event.subject,
        facts=facts,
        at=envelope.time,
        rules=tuple(rule.id for rule in rules),
        retry_at=tx.system,
        traceparent=inject_context(),
    )
    MongoHappenings(tx).begin(happening)
    tx.then_enqueue(SPREAD_TASK, event.municipality, envelope.id)


async def hear_submission(event: proposals.ProposalSubmitted, delivery: Delivery) -> None:
    if event.contact_id:
        await MongoAuthors(delivery.tx).remember(event.municipality, event.proposal_id, event.contact_id)
        await hear(event, delivery)


async def hear_merge(event: proposals.ProposalsMerged, delivery: Delivery) -> None:
    await MongoAuthors(delivery.tx).merged(event.municipality, event.proposal_id, event.merged, event.undone)
    await hear(event, delivery)


HANDLERS: dict[type[Event], Handler] = {
    **reference_handlers(),
    **dict.fromkeys(HEARD, hear),
    proposals.ProposalSubmitted: hear_submission,
    proposals.ProposalsMerged: hear_merge,
}
