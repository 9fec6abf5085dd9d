"""What the commands need from outside; the docstrings are what every implementation must do."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import Contact
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.dispatch import Dispatch
from services.notifications.domain.happening import Happening
from services.notifications.domain.message import Attachment, FeedItem, Message
from services.notifications.domain.notice import Notice
from services.notifications.domain.plan import CommunicationPlan
from services.notifications.domain.rules import Audience
from shared.contracts.event import Event
from shared.municipalities import MunicipalityView


class ContactUnknown(Exception):
    """No contact has this id here."""


class TokenUnknown(Exception):
    """No contact has this unsubscribe token here."""


class PlanUnknown(Exception):
    """No communication plan was written for this edition."""


class NoticeUnknown(Exception):
    """No such notice was printed here."""


class DispatchUnknown(Exception):
    """No such dispatch was made here."""


class Contacts(Protocol):
    """Addresses of one service, municipality by municipality."""

    async def get(self, municipality: str, contact_id: str) -> Contact:
        """Raises ContactUnknown."""

    async def by_email(self, municipality: str, email: str) -> Contact | None:
        """Whatever the letters' case."""

    async def by_token(self, municipality: str, token: str) -> Contact:
        """Raises TokenUnknown."""

    async def several(self, municipality: str, ids: Sequence[str]) -> list[Contact]:
        """Those that exist, in the order of their ids."""

    async def after(self, municipality: str, audience: Audience, cursor: str | None, limit: int) -> list[Contact]:
        """The audience's next contacts in the order of their ids, at most `limit`: never a whole audience at once."""

    async def save(self, contact: Contact) -> None:
        """Raises StaleVersion when somebody changed it meanwhile."""

    async def erase(self, municipality: str, contact_id: str) -> None:
        """Harmless when it is gone."""


class Authors(Protocol):
    """Who wrote which proposal, by ids only."""

    async def remember(self, municipality: str, proposal_id: str, contact_id: str) -> None:
        """Harmless when repeated."""

    async def merged(self, municipality: str, into: str, merged: Sequence[str], undone: bool) -> None:
        """Authors of merged proposals are authors of the one that stays, until it is undone."""

    async def of(self, municipality: str, proposals: Sequence[str]) -> dict[str, frozenset[str]]:
        """Contact id to the proposals it wrote, among `proposals`."""


class Happenings(Protocol):
    """Events whose telling has begun."""

    async def get(self, municipality: str, event_id: str) -> Happening: ...

    def begin(self, happening: Happening) -> None:
        """Harmless when its telling has begun already; written with the commit, so it cannot be read back before."""

    async def save(self, happening: Happening) -> None:
        """Raises StaleVersion."""


class Deliveries(Protocol):
    """At most one an event and contact: the id is made of both."""

    async def missing(self, municipality: str, ids: Sequence[str]) -> set[str]:
        """Those ids no delivery has yet."""

    async def add(self, deliveries: Sequence[Delivery], event_type: str, topic: str, edition: str) -> None: ...

    async def several(self, municipality: str, ids: Sequence[str]) -> list[Delivery]: ...

    async def save(self, delivery: Delivery) -> int:
        """Gives the new version. Raises StaleVersion."""

    async def of_dispatch(self, municipality: str, dispatch_id: str) -> list[Delivery]: ...

    async def of_bundle(self, municipality: str, bundle: str) -> list[Delivery]: ...


class Dispatches(Protocol):
    """Documents on their way to everybody the law names."""

    async def get(self, municipality: str, dispatch_id: str) -> Dispatch:
        """Raises DispatchUnknown."""

    async def save(self, dispatch: Dispatch) -> int:
        """Gives the new version. Raises StaleVersion."""


class Feed(Protocol):
    """The public feed."""

    async def put(self, item: FeedItem) -> None:
        """Harmless when repeated."""


class Notices(Protocol):
    """Printed notices."""

    async def get(self, municipality: str, notice_id: str) -> Notice:
        """Raises NoticeUnknown."""

    async def put(self, notice: Notice) -> None:
        """Harmless when it is there already."""

    async def save(self, notice: Notice) -> int:
        """Gives the new version. Raises StaleVersion."""


class Plans(Protocol):
    """Communication plans, one an edition."""

    async def get(self, municipality: str, edition: str) -> CommunicationPlan:
        """Raises PlanUnknown."""

    async def save(self, plan: CommunicationPlan) -> int:
        """Gives the new version. Raises StaleVersion."""


class Outcome(StrEnum):
    """What a channel knows after trying. POSTPONED: certainly not sent. UNKNOWN: perhaps sent."""

    SENT = "sent"
    REFUSED = "refused"
    POSTPONED = "postponed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One message ready to go."""

    delivery_id: str
    address: str
    message_id: str
    message: Message
    at: datetime
    address_digest: str = ""
    unsubscribe: str | None = None
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How one attempt ended; `reason` is a stable word."""

    attempt: Attempt
    outcome: Outcome
    reason: str = ""


class Sender(Protocol):
    """One way of sending. Never raises for what the other side does: that is an outcome."""

    def send(self, attempts: AsyncIterator[Attempt]) -> AsyncGenerator[Tried, None]:
        """Tries each in turn and says how it ended before asking for the next: whoever gives them claims them then."""


Senders = Mapping[Channel, Sender]


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything one transaction may touch; `announce` and `later` take effect when it commits."""

    contacts: Contacts
    authors: Authors
    happenings: Happenings
    deliveries: Deliveries
    dispatches: Dispatches
    feed: Feed
    notices: Notices
    plans: Plans
    announce: Callable[[Event, int], None]
    later: Callable[..., None]
    civil: datetime
    system: datetime


class Towns(Protocol):
    """What is known of a municipality."""

    async def __call__(self, municipality: str) -> MunicipalityView:
        """Raises MunicipalityUnknown."""
