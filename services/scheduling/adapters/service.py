"""The running service as its doors see it: routes, handlers and tasks are given this one object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from services.scheduling.adapters.holidays import PublicHolidays
from services.scheduling.adapters.library import evidence_kinds, read, rule_book, table_reader, templates
from services.scheduling.adapters.mongo import AttachedFiles, MongoTemplates
from services.scheduling.application.templates import current_template, template_of
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.calendar_import import CalendarImport
from services.scheduling.domain.reading.review import TableReader
from services.scheduling.domain.rules import RuleBook
from services.scheduling.domain.template import Template, UnknownTemplate
from services.scheduling.domain.texts import Text
from shared.clock import Clock, zone_date
from shared.files.fetch import DocumentFetcher
from shared.files.port import FileStore
from shared.live import LivePublisher
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import Database
from shared.municipalities import MunicipalityView, municipality
from shared.sealed import KeysMissing, SealedSecret


@dataclass(frozen=True)
class Scheduling:
    """Nothing in it is made here; `wiring` is the only file that knows where each part comes from."""

    db: Database
    work: UnitOfWork
    clock: Clock
    files: FileStore
    documents: DocumentFetcher
    live: LivePublisher
    public_url: str
    key_folder: Path = Path(".data/scheduling")
    passphrase: str | None = None
    retention_days: Mapping[str, int] = field(default_factory=dict)
    days: PublicHolidays = field(default_factory=PublicHolidays)

    @cached_property
    def secret(self) -> SealedSecret:
        """The registrar's; opened when first needed. Raises `KeysMissing`, `KeysSealed`."""
        if self.passphrase is None:
            raise KeysMissing(str(self.key_folder))
        return SealedSecret.open(self.key_folder, self.passphrase)

    @cached_property
    def rules(self) -> RuleBook:
        return rule_book()

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        return templates()

    @cached_property
    def evidence_kinds(self) -> Mapping[str, Text]:
        return evidence_kinds()

    @cached_property
    def tables(self) -> TableReader:
        return table_reader()

    @cached_property
    def import_phrases(self) -> Mapping[str, Text]:
        found: Mapping[str, Text] = read("import_phrases")
        return found

    def template(self, name: str) -> Template:
        """Raises `UnknownTemplate`."""
        if (found := self.templates.get(name)) is None:
            raise UnknownTemplate(name)
        return found

    async def town_template(self, slug: str, name: str) -> Template:
        """The town's own newest version, else the country's. Raises `UnknownTemplate`."""
        return await current_template(MongoTemplates(self.db), slug, self.template(name))

    async def template_behind(self, calendar: Calendar | CalendarImport) -> Template:
        """The very version it was made from."""
        base, store = self.template(calendar.template), MongoTemplates(self.db)
        return await template_of(store, calendar.municipality, base, calendar.template_version, calendar.adapted)

    def attachable(self, tx: Transaction) -> AttachedFiles:
        return AttachedFiles(tx, self.files, self.public_url)

    async def note_reading(self, municipality: str, actor: str, what: str, subject: str) -> None:
        """Who read personal data stands in the audit log, like who changed it."""

        async def work(tx: Transaction) -> None:
            tx.audit(municipality, actor, what, subject)

        await self.work.run(work)

    async def town(self, slug: str) -> MunicipalityView:
        """Raises `MunicipalityUnknown`."""
        return await municipality(self.db, slug)

    async def today(self, slug: str) -> date:
        """The civil date in the town."""
        return zone_date(await self.clock.civil(), (await self.town(slug)).timezone)
