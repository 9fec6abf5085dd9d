"""What every door of the service is given: stores, words, channels."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from services.notifications.adapters.mongo import mongo_stores
from services.notifications.adapters.network import Timers
from services.notifications.adapters.queries import Queries
from services.notifications.application.composing import Composer
from services.notifications.application.delivering import Posting
from services.notifications.application.ports import Senders, Stores
from services.notifications.application.spreading import Telling
from services.notifications.domain.hours import QuietHours
from services.notifications.domain.message import Attachment
from services.notifications.domain.rules import RulesTable
from shared.clock import Clock
from shared.files import FileStore
from shared.files.fetch import DocumentFetcher
from shared.messaging.unit_of_work import Enqueue, UnitOfWork
from shared.mongo import Database
from shared.municipalities import MunicipalityView, municipality

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Notifications:
    """The service of one process."""

    work: UnitOfWork
    db: Database
    clock: Clock
    files: FileStore
    fetcher: DocumentFetcher
    enqueue: Enqueue
    timers: Timers
    queries: Queries
    table: RulesTable
    topics: frozenset[str]
    composer: Composer
    senders: Senders
    quiet: QuietHours
    sender_domain: str
    public_url: str
    web_url: str

    async def within(self, command: Callable[[Stores], Awaitable[Answer]]) -> Answer:
        """Run a command in one transaction."""
        return await self.work.run(lambda tx: command(mongo_stores(tx)))

    async def town(self, slug: str) -> MunicipalityView:
        """Raises MunicipalityUnknown."""
        return await municipality(self.db, slug)

    def telling(self, town: MunicipalityView) -> Telling:
        working = frozenset(self.senders)
        return Telling(self.table, self.composer, town, working, self.quiet, self.sender_domain)

    def posting(self, town: MunicipalityView, attachments: Mapping[str, Attachment]) -> Posting:
        return Posting(self.table, self.composer, town, self.web_url.rstrip("/"), attachments)
