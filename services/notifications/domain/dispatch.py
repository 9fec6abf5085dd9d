"""A document sent to everybody the law names, and the table that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.domain.delivery import SETTLED, Delivery, DeliveryState


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One document to one audience; `open` until every delivery is settled."""

    id: str
    municipality: str
    edition: str
    about: str
    about_type: str
    audience: str
    document_sha256: str | None = None
    expanded: bool = False
    completed_at: datetime | None = None
    table_sha256: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient: what became of the message, without the address itself."""

    contact_id: str
    address_digest: str | None
    sent_at: datetime | None
    status: str
    message_id: str

    def written(self) -> dict[str, str | None]:
        at = self.sent_at.isoformat() if self.sent_at else None
        return {
            "contact_id": self.contact_id,
            "address_digest": self.address_digest,
            "sent_at": at,
            "status": self.status,
            "message_id": self.message_id,
        }


def settled(deliveries: Sequence[Delivery]) -> bool:
    """A legal notice of unknown outcome is sent again, so it is settled only when its tries are over."""
    return all(delivery.state in SETTLED for delivery in deliveries)


def lines(deliveries: Sequence[Delivery]) -> list[Line]:
    return [_line(delivery) for delivery in sorted(deliveries, key=lambda d: d.contact_id)]


def sent(deliveries: Sequence[Delivery]) -> int:
    return sum(delivery.state is DeliveryState.SENT for delivery in deliveries)


def table(dispatch: Dispatch, deliveries: Sequence[Delivery]) -> dict[str, object]:
    """The dispatch table as published: the same deliveries give the same table."""
    return {
        "dispatch_id": dispatch.id,
        "municipality": dispatch.municipality,
        "edition": dispatch.edition,
        "about": dispatch.about,
        "about_type": dispatch.about_type,
        "audience": dispatch.audience,
        "document_sha256": dispatch.document_sha256,
        "recipients": len(deliveries),
        "sent": sent(deliveries),
        "rows": [line.written() for line in lines(deliveries)],
    }


def _line(delivery: Delivery) -> Line:
    at = delivery.settled_at if delivery.state is DeliveryState.SENT else None
    status = delivery.reason if delivery.state is DeliveryState.FAILED else None
    written = f"failed: {status}" if status else str(delivery.state)
    return Line(delivery.contact_id, delivery.address_digest, at, written, delivery.message_id)
