"""What the notifications service announces."""

from datetime import datetime

from pydantic import Field

from shared.contracts.event import Document, Event


class DispatchCompleted(Event):
    """A document reached every recipient of its audience, or what became of it is known for each."""

    TYPE = "pb.notifications.dispatch-completed.v1"
    SUBJECT = "dispatch_id"
    dispatch_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    about: str = Field(description="Id of what was sent, for instance the diagnosis id.")
    about_type: str = Field(description="CloudEvents type of the event that caused the dispatch.")
    audience: str = Field(description="Audience, for instance `associations`.")
    recipients: int = Field(ge=0, description="People or bodies addressed.")
    sent: int = Field(ge=0, description="Accepted by the mail server or gateway.")
    failed: int = Field(ge=0, description="Refused for good.")
    completed_at: datetime = Field(description="UTC, civil clock; when the last one was settled.")
    dispatch_table: Document = Field(description="The dispatch table (JSON), evidence for scheduling.")


class NoticePrinted(Event):
    """A printable notice was produced for the town hall."""

    TYPE = "pb.notifications.notice-printed.v1"
    SUBJECT = "notice_id"
    notice_id: str = Field(description="Id.")
    about: str = Field(description="Id of what it is about.")
    document: Document = Field(description="The notice (PDF).")


class DeliveryFailed(Event):
    """A message could not be delivered for good."""

    TYPE = "pb.notifications.delivery-failed.v1"
    SUBJECT = "delivery_id"
    delivery_id: str = Field(description="Id.")
    contact_id: str = Field(description="Contact.")
    channel: str = Field(description="Channel tried last.")
    reason: str = Field(description="Stable word, for instance `address-refused`.")
