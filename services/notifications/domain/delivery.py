"""One message to one person about one event, and what is known of its fate."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.notifications.domain.channels import Channel

LEASE = timedelta(minutes=1)  # a little longer than one message may take with every answer late
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=30)
TRIES = 20  # with the pauses above: about seven hours of a mail server that is away
TRIES_BEFORE_ANOTHER_CHANNEL = 3


class DeliveryState(StrEnum):
    """`uncertain`: nobody can say whether it arrived; `bundled`: it goes out inside a digest."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    BUNDLED = "bundled"


SETTLED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN)


class NotClaimed(Exception):
    """Only who claimed a delivery may say what became of it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """`not_before` is civil (a person's night), `retry_at` and `claimed_at` are system instants (a machine's pause)."""

    id: str
    municipality: str
    event_id: str
    contact_id: str
    rule: str
    channel: Channel
    legal: bool
    message_id: str
    not_before: datetime
    retry_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    dispatch_id: str | None = None
    bundle: str | None = None
    titles: tuple[str, ...] = ()
    tries: int = 0
    claim: str | None = None
    claimed_at: datetime | None = None
    settled_at: datetime | None = None
    reason: str | None = None
    address_digest: str | None = None
    traceparent: str | None = field(default=None, compare=False)
    version: int = 0

    def unreachable(self, at: datetime) -> "Delivery":
        """No address and no gateway: the public feed is what remains, and for a legal notice that is a failure."""
        if self.legal:
            return replace(self, state=DeliveryState.FAILED, settled_at=at, reason="no-address")
        return replace(self, state=DeliveryState.SENT, settled_at=at)

    def bundled(self, bundle: str) -> "Delivery":
        return replace(self, state=DeliveryState.BUNDLED, bundle=bundle)

    def sent_in_bundle(self, at: datetime, message_id: str) -> "Delivery":
        return replace(self, state=DeliveryState.SENT, settled_at=at, message_id=message_id)

    def due(self, civil: datetime) -> bool:
        return self.state is DeliveryState.PENDING and self.not_before <= civil

    def claimed(self, claim: str, at: datetime) -> "Delivery":
        return replace(self, state=DeliveryState.CLAIMED, claim=claim, claimed_at=at, tries=self.tries + 1)

    def sent(self, claim: str, at: datetime) -> "Delivery":
        """`at` is civil: the dispatch table shows it."""
        self._held_by(claim)
        return replace(self, state=DeliveryState.SENT, claim=None, settled_at=at, reason=None)

    def failed(self, claim: str, at: datetime, reason: str) -> "Delivery":
        self._held_by(claim)
        return replace(self, state=DeliveryState.FAILED, claim=None, settled_at=at, reason=reason)

    def postponed(self, claim: str, now: datetime, at: datetime, reason: str) -> "Delivery":
        """Nothing was sent for certain: it waits, longer each time; after twenty tries it has failed."""
        self._held_by(claim)
        if self.tries >= TRIES:
            return self.failed(claim, at, reason)
        pause = min(FIRST_PAUSE * 2 ** (self.tries - 1), LONGEST_PAUSE)
        return replace(self, state=DeliveryState.PENDING, claim=None, retry_at=now + pause, reason=reason)

    def lost(self, claim: str, now: datetime, at: datetime) -> "Delivery":
        """The outcome is unknown. A legal notice goes again under the same Message-ID; anything else never twice."""
        self._held_by(claim)
        if self.legal and self.tries < TRIES:
            return self.postponed(claim, now, at, "outcome-unknown")
        return replace(self, state=DeliveryState.UNCERTAIN, claim=None, settled_at=at, reason="outcome-unknown")

    def by(self, channel: Channel) -> "Delivery":
        """Another channel takes over; the person still gets one message."""
        return replace(self, channel=channel)

    @property
    def should_change_channel(self) -> bool:
        waits = self.state is DeliveryState.PENDING and self.tries > 0
        return waits and self.channel is not Channel.EMAIL and self.tries % TRIES_BEFORE_ANOTHER_CHANNEL == 0

    def _held_by(self, claim: str) -> None:
        if self.state is not DeliveryState.CLAIMED or self.claim != claim:
            raise NotClaimed(self.id)
