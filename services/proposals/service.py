"""What every door of the service is given: commands run through `work`, reads go to `queries`."""

from collections.abc import Callable
from dataclasses import dataclass

from services.proposals.adapters.boards import HttpBoards
from services.proposals.adapters.mongo import MongoStores
from services.proposals.adapters.queries import Queries
from shared.clock import Clock
from shared.files import FileStore
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import Database


@dataclass(frozen=True, slots=True)
class Proposals:
    work: UnitOfWork
    clock: Clock
    db: Database
    files: FileStore
    boards: HttpBoards
    stores: Callable[[Transaction], MongoStores]
    queries: Queries
