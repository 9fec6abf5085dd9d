"""Proof that a document was published: web copy, posting at the town hall, dispatch to the associations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.aggregate import Aggregate
from shared.contracts.scheduling import PublicationProven

SESSION_AFTER = timedelta(days=7)  # TN-R01, counted as the difference of calendar dates
DIAGNOSIS = "diagnosis"
PROGRAMME_DRAFT = "programme_draft"
ACTIVITY_KEYS = {DIAGNOSIS: "diagnosis_published", PROGRAMME_DRAFT: "draft_published"}


class PublicationAlreadyProven(Exception):
    """A complete proof does not change."""


@dataclass(frozen=True, slots=True)
class WebCopy:
    """The captured page: its digest, and when it was put online."""

    url: str
    sha256: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Posting:
    """A photograph of the posting at the town hall."""

    sha256: str
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The dispatch table that the notifications service handed in."""

    dispatch_id: str
    completed_at: datetime
    recipients: int
    sent: int
    failed: int
    table: Mapping[str, Any]


@dataclass(kw_only=True)
class Publication(Aggregate):
    """The clock runs from `published_at`, the latest of the three; `proven_at` only says when the proof was complete."""

    edition: str
    kind: str
    timezone: str
    document: Mapping[str, Any] | None = None
    web_copy: WebCopy | None = None
    posting: Posting | None = None
    dispatch: Dispatch | None = None
    published_at: datetime | None = None
    proven_at: datetime | None = None
    first_lawful_session: date | None = None

    def copied(self, copy: WebCopy, at: datetime) -> None:
        self.must_be_open()
        self.web_copy = copy
        self.prove(at)

    def posted(self, posting: Posting, at: datetime) -> None:
        self.must_be_open()
        self.posting = posting
        self.prove(at)

    def dispatched(self, dispatch: Dispatch, at: datetime) -> None:
        """The first completed dispatch counts; a later one of the same document changes nothing."""
        if self.dispatch is None:
            self.dispatch = dispatch
            self.prove(at)

    def must_be_open(self) -> None:
        if self.proven_at is not None:
            raise PublicationAlreadyProven(self.id)

    def local_date(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.timezone)).date()

    def missing(self) -> list[str]:
        parts = {"web_copy": self.web_copy, "posting": self.posting, "dispatch": self.dispatch}
        return [name for name, part in parts.items() if part is None]

    def prove(self, at: datetime) -> None:
        if self.web_copy is None or self.posting is None or self.dispatch is None:
            return
        instants = (self.web_copy.published_at, self.posting.posted_at, self.dispatch.completed_at)
        self.published_at, self.proven_at = max(instants), at
        if self.kind == DIAGNOSIS:
            self.first_lawful_session = self.local_date(self.published_at) + SESSION_AFTER
        self.record(
            PublicationProven(
                municipality=self.municipality,
                publication_id=self.id,
                edition=self.edition,
                kind=self.kind,
                published_at=self.published_at,
                proven_at=at,
                first_lawful_session=self.first_lawful_session,
            )
        )
