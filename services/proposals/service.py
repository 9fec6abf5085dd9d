"""What every door of the service is given: commands run through `once` and `run`, reads go to `queries`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from services.proposals.adapters.boards import HttpBoards
from services.proposals.adapters.gate import Gate
from services.proposals.adapters.mongo import MongoStores
from services.proposals.adapters.press import PrintShop, ShopPress
from services.proposals.adapters.queries import Queries
from services.proposals.application.ports import NotPrintedYet, Stores
from shared.clock import Clock
from shared.files import FileStore
from shared.messaging.unit_of_work import IdempotencyKey, Transaction, UnitOfWork
from shared.mongo import Database, StaleVersion

T = TypeVar("T")
# Once to learn what is to be printed; again each time somebody changed the facts meanwhile.
PRINTINGS = 4


@dataclass(frozen=True, slots=True)
class Proposals:
    work: UnitOfWork
    clock: Clock
    db: Database
    files: FileStore
    public_url: str
    boards: HttpBoards
    queries: Queries
    gate: Gate
    contacts_kept: timedelta

    async def once(self, key: IdempotencyKey, command: Callable[[Stores], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """One command, remembered under the sender's key."""
        return await self._printing(lambda shop: self.work.once(key, lambda tx: command(self.stores(tx, shop))))

    async def run(self, command: Callable[[Stores], Awaitable[T]]) -> T:
        """One command that is harmless when repeated."""
        return await self._printing(lambda shop: self.work.run(lambda tx: command(self.stores(tx, shop))))

    def stores(self, tx: Transaction, shop: PrintShop | None = None) -> Stores:
        return MongoStores(tx, ShopPress(shop or PrintShop(self.files, self.public_url), tx))

    async def _printing(self, attempt: Callable[[PrintShop], Awaitable[T]]) -> T:
        shop = PrintShop(self.files, self.public_url)
        for _ in range(PRINTINGS):
            try:
                return await attempt(shop)
            except NotPrintedYet as missing:
                await shop.make(missing.wanted)
        raise StaleVersion("the document changed while it was being printed")
