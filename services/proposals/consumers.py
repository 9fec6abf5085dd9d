"""What proposals listens to, on one screen."""

from services.proposals.application.editions import forget_consultation, note_consultation
from services.proposals.application.intake import receive_group_report
from services.proposals.application.ports import Stores
from services.proposals.application.programming import take_decision
from services.proposals.application.selecting import annul_vote, take_in_vote
from services.proposals.service import Proposals
from shared.contracts.event import Event
from shared.contracts.scheduling import ConsultationClosed, ConsultationOpened, CouncilDecided, WorkingGroupReported
from shared.contracts.voting import ElectionAnnulled, MandateAssigned, PrioritisationDeclared
from shared.messaging.consumer import Delivery, Handler


def _stores(delivery: Delivery) -> Stores:
    service: Proposals = delivery.service
    return service.stores(delivery.tx)


async def on_group_report(event: WorkingGroupReported, delivery: Delivery) -> None:
    await receive_group_report(event, _stores(delivery))


async def on_vote(event: PrioritisationDeclared, delivery: Delivery) -> None:
    await take_in_vote(event, _stores(delivery))


async def on_annulment(event: ElectionAnnulled, delivery: Delivery) -> None:
    await annul_vote(event, _stores(delivery))


async def on_decision(event: CouncilDecided, delivery: Delivery) -> None:
    await take_decision(event, _stores(delivery))


async def on_consultation_opened(event: ConsultationOpened, delivery: Delivery) -> None:
    await note_consultation(event, _stores(delivery))


async def on_consultation_closed(event: ConsultationClosed, delivery: Delivery) -> None:
    await forget_consultation(event.municipality, event.edition, event.consultation_id, _stores(delivery))


async def on_mandate(event: MandateAssigned, delivery: Delivery) -> None:
    """Delegates follow the projects of their neighbourhood; their names are public by their own consent."""
    mandate = event.model_dump(mode="json", exclude={"municipality"})
    await _stores(delivery).notes.keep_mandate(event.municipality, event.mandate_id, mandate)


HANDLERS: dict[type[Event], Handler] = {
    WorkingGroupReported: on_group_report,
    PrioritisationDeclared: on_vote,
    ElectionAnnulled: on_annulment,
    CouncilDecided: on_decision,
    ConsultationOpened: on_consultation_opened,
    ConsultationClosed: on_consultation_closed,
    MandateAssigned: on_mandate,
}
