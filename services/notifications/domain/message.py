"""What a person reads, whatever the channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One text in one language; `short` fits a telephone's message."""

    language: str
    subject: str
    lines: tuple[str, ...]
    sender: str
    footer: tuple[str, ...] = ()
    link: str | None = None
    link_label: str = ""
    tamazight: str | None = None
    unsubscribe_label: str = ""

    @property
    def short(self) -> str:
        return f"{self.subject} {self.link}" if self.link else self.subject


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One line of the public feed, in every language of the product."""

    municipality: str
    event_id: str
    topic: str
    template: str
    texts: Mapping[str, Mapping[str, str]]
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    type: str
    content: bytes
