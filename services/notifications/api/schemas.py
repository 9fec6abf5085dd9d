"""What routes take and give."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from services.notifications.domain.contact import ContactKind
from services.notifications.domain.plan import PlanItem, PlanStatus
from shared.http import Answer, Body, Identifier, Slug, Text3

Email = Annotated[
    str, Field(max_length=254, pattern=r"^[^@\s<>,;\x00-\x1f]+@[^@\s<>,;\x00-\x1f]+\.[^@\s<>,;\x00-\x1f]+$")
]
Phone = Annotated[str, Field(max_length=20, pattern=r"^\+?[0-9][0-9 ().-]{4,18}$")]
Language = Literal["ar", "fr", "en"]


class TopicUnknown(Exception):
    """A subscription names only topics of the rules table."""

    field = "topics"
    fields = ("known",)

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__()
        self.known = ", ".join(sorted(known))


class ContactBody(Body):
    kind: ContactKind
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    email: Email | None = None
    phone: Phone | None = Field(None, description="For SMS and WhatsApp.")
    webhook: Annotated[str, Field(max_length=500, pattern=r"^https://")] | None = None
    language: Language = "ar"
    zone: Slug | None = None
    consent: bool = Field(description="Whether they agreed to more than legal notices.")
    roles: list[Identifier] = Field(default_factory=list, max_length=20)


class SubscriptionBody(Body):
    email: Email
    language: Language = "ar"
    topics: list[Identifier] = Field(default_factory=list, max_length=20, description="None: all topics.")
    zone: Slug | None = None
    digest: bool = Field(False, description="One message a day instead of one an event.")


class ContactId(Answer):
    contact_id: str


class ContactAnswer(Answer):
    contact_id: str
    kind: str
    name: str | None
    email: str | None
    phone: str | None
    language: str
    zone: str | None
    roles: list[str]
    topics: list[str]
    consented: bool
    version: int


class Unsubscribed(Answer):
    unsubscribed: bool
    municipality: str


class DeliveryAnswer(Answer):
    delivery_id: str
    event_id: str
    event_type: str
    contact_id: str
    channel: str
    status: str
    reason: str | None
    legal: bool
    tries: int
    message_id: str
    settled_at: datetime | None
    not_before: datetime


class DispatchAnswer(Answer):
    dispatch_id: str
    edition: str
    about: str
    about_type: str
    audience: str
    document_sha256: str | None
    completed_at: datetime | None
    table_sha256: str | None
    recipients: int
    sent: int
    failed: int
    pending: int


class FeedAnswer(Answer):
    id: str
    topic: str
    template: str
    title: dict[str, str]
    body: dict[str, str]
    path: str = Field(description="Put the language before it: `/ar` + path on the web.")
    at: datetime


class NoticeAnswer(Answer):
    notice_id: str
    about: str
    template: str
    href: str | None


class CountedChannel(Answer):
    channel: str
    sent: int


class CountsAnswer(Answer):
    sent: int
    failed: int
    uncertain: int
    pending: int
    by_channel: list[CountedChannel]


class PlanItemBody(Body):
    means: Text3
    audience: Text3
    starts_on: date | None = None
    ends_on: date | None = None
    responsible: Annotated[str, Field(max_length=200)] | None = None
    status: PlanStatus = PlanStatus.PLANNED
    note: Annotated[str, Field(max_length=2000)] | None = None

    def item(self) -> PlanItem:
        return PlanItem(
            self.means.plain(),
            self.audience.plain(),
            self.starts_on,
            self.ends_on,
            self.responsible,
            self.status,
            self.note,
        )


class PlanBody(Body):
    items: Annotated[list[PlanItemBody], Field(max_length=200)]


class PlanItemAnswer(Answer):
    means: dict[str, str]
    audience: dict[str, str]
    starts_on: date | None
    ends_on: date | None
    responsible: str | None
    status: str
    note: str | None


class PlanAnswer(Answer):
    edition: str
    version: int
    items: list[PlanItemAnswer]


class PreviewAnswer(Answer):
    template: str
    language: str
    subject: str
    plain: str
    html: str
    translated: list[str] = Field(description="Languages this message is written in.")
