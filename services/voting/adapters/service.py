"""The running service as its doors see it: routes, handlers and tasks are given this one object."""

from dataclasses import dataclass

from services.voting.adapters.box import BallotBox
from services.voting.adapters.leases import Leases
from services.voting.adapters.mongo import (
    MongoElections,
    MongoForums,
    MongoGates,
    MongoManifests,
    MongoPools,
)
from services.voting.adapters.shelf import FileShelf
from services.voting.adapters.urn import MongoUrn
from services.voting.application.counting import CountingRoom
from services.voting.application.opening import Hall
from services.voting.application.ports import Keys
from shared.clock import Clock
from shared.files.port import FileStore
from shared.live import LivePublisher
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import Database
from shared.municipalities import MunicipalityView, municipality


@dataclass(frozen=True)
class Voting:
    """Nothing in it is made here; `wiring` is the only file that knows where each part comes from."""

    db: Database
    urn: MongoUrn
    work: UnitOfWork
    clock: Clock
    files: FileStore
    keys: Keys
    live: LivePublisher
    leases: Leases
    box: BallotBox
    public_url: str
    browser_url: str
    web_url: str
    web_origin: str

    def hall(self, tx: Transaction) -> Hall:
        return Hall(
            MongoElections.within(tx),
            MongoPools.within(tx),
            MongoForums.within(tx),
            MongoGates.within(tx),
            MongoManifests.within(tx),
            self.keys,
            self.transport,
        )

    @property
    def transport(self) -> str:
        """Encrypted only where the pages and the box both are."""
        return "https" if all(url.startswith("https:") for url in (self.web_origin, self.browser_url)) else "http"

    @property
    def shelf(self) -> FileShelf:
        return FileShelf(self.files, self.public_url)

    @property
    def room(self) -> CountingRoom:
        return CountingRoom(self.urn, self.shelf, self.keys)

    async def town(self, slug: str) -> MunicipalityView:
        """Raises `MunicipalityUnknown`."""
        return await municipality(self.db, slug)
