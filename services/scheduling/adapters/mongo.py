"""Aggregates in MongoDB: one document each, found by municipality first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Self, TypeVar

import msgspec

from services.scheduling.adapters.network import keep_standing
from services.scheduling.application import ports
from services.scheduling.domain.adaptation import TownTemplate
from services.scheduling.domain.attendance import Attendee
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.calendar_import import CalendarImport
from services.scheduling.domain.cockpit import standing
from services.scheduling.domain.consultation import Consultation
from services.scheduling.domain.decision import Decision
from services.scheduling.domain.desk import Desk
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.plan import Plan
from services.scheduling.domain.publication import Publication
from services.scheduling.domain.report import GroupReport
from shared.aggregate import Aggregate
from shared.clock import zone_date
from shared.contracts.event import Document
from shared.files.port import FileStore, as_document
from shared.http.paging import Window
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Index, Page, Session, StaleVersion, page, save_versioned
from shared.municipalities import municipality
from shared.texts.folding import fold

A = TypeVar("A", bound=Aggregate)
NATIVE = (datetime,)

INDEXES = (
    Index("calendars", [("municipality", 1), ("edition", 1), ("id", 1)]),
    Index("imports", [("municipality", 1), ("id", 1)]),
    Index("templates", [("municipality", 1), ("name", 1), ("number", 1)]),
    Index("meetings", [("municipality", 1), ("id", 1)]),
    Index("publications", [("municipality", 1), ("edition", 1), ("id", 1)]),
    Index("decisions", [("municipality", 1), ("id", 1)]),
    Index("consultations", [("municipality", 1), ("id", 1)]),
    Index("consultations", [("due_at", 1)]),
    Index("plans", [("municipality", 1), ("kind", 1), ("id", 1)]),
    Index("reports", [("municipality", 1), ("meeting_id", 1), ("id", 1)]),
    Index("attendees", [("municipality", 1), ("meeting_id", 1), ("id", 1)]),
    Index("attendees", [("municipality", 1), ("meeting_id", 1), ("name_key", 1)]),
    Index("attendees", [("municipality", 1), ("name_key", 1)]),
    Index("desks", [("municipality", 1), ("meeting_id", 1), ("id", 1)]),
    Index("counted", [("municipality", 1), ("day", 1)]),
    Index("meetings", [("municipality", 1), ("starts_at", 1)]),
    Index("copies", [("state", 1), ("due_at", 1)]),
    Index("cockpit", [("folded", 1), ("region", 1)]),
    Index("editions", [("municipality", 1), ("edition", 1)]),
)


def stored(aggregate: Aggregate) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(aggregate, builtin_types=NATIVE)
    return {"_id": key(aggregate.municipality, aggregate.id), **plain}


def key(municipality: str, own: str) -> str:
    return f"{municipality}/{own}"


@dataclass(frozen=True)
class MongoStore(Generic[A]):
    """Read with or without a transaction; saving needs one."""

    db: Database
    session: Session | None = None
    tx: Transaction | None = None

    collection: ClassVar[str]
    kind: ClassVar[type[Any]]
    unknown: ClassVar[type[ports.Unknown]] = ports.Unknown

    @classmethod
    def within(cls, tx: Transaction) -> Self:
        return cls(tx.db, tx.session, tx)

    async def look_up(self, municipality: str, own: str) -> A | None:
        where = {"municipality": municipality, "_id": key(municipality, own)}
        row = await self.db[self.collection].find_one(where, session=self.session)
        return None if row is None else self.loaded(row)

    async def get(self, municipality: str, own: str) -> A:
        if (found := await self.look_up(municipality, own)) is None:
            raise self.unknown(own)
        return found

    async def save(self, aggregate: A) -> None:
        assert self.tx is not None
        rows = self.db[self.collection]
        aggregate.version = await save_versioned(rows, stored(aggregate), aggregate.version, self.session)
        for event in aggregate.drain():
            self.tx.announce(event, aggregate.version)

    async def listed(
        self, municipality: str, asked: Window, where: Mapping[str, Any] | None = None, newest_first: bool = False
    ) -> Page:
        """One page, by id; ids rise with the moment they were made."""
        filter_ = {"municipality": municipality, **(where or {})}
        return await page(self.db[self.collection], filter_, "id", asked.cursor, asked.limit, None, newest_first)

    def loaded(self, row: Mapping[str, Any]) -> A:
        found: A = msgspec.convert(row, self.kind, builtin_types=NATIVE)
        return found


class MongoCalendars(MongoStore[Calendar]):
    collection, kind, unknown = "calendars", Calendar, ports.CalendarUnknown

    async def save(self, aggregate: Calendar) -> None:
        await super().save(aggregate)
        if aggregate.adopted_at is not None and not aggregate.historical:
            await self.sum_up(aggregate)

    async def sum_up(self, calendar: Calendar) -> None:
        """The line of the network's screen changes with the calendar, in the same transaction."""
        assert self.tx is not None
        town = await municipality(self.tx, calendar.municipality)
        await keep_standing(self.tx, town, standing(calendar, zone_date(self.tx.civil, town.timezone)))

    async def of_edition(self, municipality: str, edition: str) -> Calendar | None:
        where = {"municipality": municipality, "edition": edition}
        found = await self.db["calendars"].find(where, session=self.session).sort("id", -1).to_list(None)
        adopted = [row for row in found if row["adopted_at"] is not None]
        return self.loaded((adopted or found)[0]) if found else None

    async def to_warn(self, municipality: str, today: date) -> list[Calendar]:
        where = {
            "municipality": municipality,
            "historical": False,
            "adopted_at": {"$ne": None},
            "warned_on": {"$ne": today.isoformat()},
        }
        found = await self.db["calendars"].find(where, session=self.session).to_list(None)
        return [self.loaded(row) for row in found]

    async def remove(self, calendar: Calendar) -> None:
        own = key(calendar.municipality, calendar.id)
        where = {"municipality": calendar.municipality, "_id": own, "version": calendar.version, "adopted_at": None}
        gone = await self.db["calendars"].delete_one(where, session=self.session)
        if gone.deleted_count == 0:
            raise StaleVersion(own)


class MongoImports(MongoStore[CalendarImport]):
    collection, kind, unknown = "imports", CalendarImport, ports.ImportUnknown


class MongoTemplates(MongoStore[TownTemplate]):
    collection, kind, unknown = "templates", TownTemplate, ports.TemplateVersionUnknown

    async def newest(self, municipality: str, name: str) -> TownTemplate | None:
        where = {"municipality": municipality, "name": name}
        found = await self.db["templates"].find(where, session=self.session).sort("number", -1).to_list(1)
        return self.loaded(found[0]) if found else None


class MongoMeetings(MongoStore[Meeting]):
    collection, kind, unknown = "meetings", Meeting, ports.MeetingUnknown


class MongoPublications(MongoStore[Publication]):
    collection, kind, unknown = "publications", Publication, ports.PublicationUnknown


class MongoDecisions(MongoStore[Decision]):
    collection, kind, unknown = "decisions", Decision, ports.DecisionUnknown


class MongoConsultations(MongoStore[Consultation]):
    collection, kind, unknown = "consultations", Consultation, ports.ConsultationUnknown


class MongoPlans(MongoStore[Plan]):
    collection, kind, unknown = "plans", Plan, ports.PlanUnknown


class MongoReports(MongoStore[GroupReport]):
    collection, kind = "reports", GroupReport

    async def of_meeting(self, municipality: str, meeting: str) -> list[GroupReport]:
        """Oldest first."""
        where = {"municipality": municipality, "meeting_id": meeting}
        found = await self.db["reports"].find(where, session=self.session).sort("id", 1).to_list(None)
        return [self.loaded(row) for row in found]


class MongoAttendees(MongoStore[Attendee]):
    collection, kind = "attendees", Attendee

    async def known(self, municipality: str, ids: Sequence[str]) -> dict[str, Attendee]:
        where = {"municipality": municipality, "_id": {"$in": [key(municipality, own) for own in set(ids)]}}
        found = await self.db["attendees"].find(where, session=self.session).to_list(None)
        return {row["id"]: self.loaded(row) for row in found}

    async def present(self, municipality: str, meeting: str) -> dict[str, int]:
        where = {"municipality": municipality, "meeting_id": meeting, "seen_at": {"$ne": None}}
        found = self.db["attendees"].find(where, {"person.neighbourhood": 1}, session=self.session)
        return dict(Counter([row["person"]["neighbourhood"] async for row in found]))

    async def add(self, attendees: Sequence[Attendee]) -> None:
        rows = [{**stored(attendee), "version": 1} for attendee in attendees]
        if rows:
            await self.db["attendees"].insert_many(rows, session=self.session)

    async def expected(self, municipality: str, meeting: str, neighbourhood: str | None, limit: int) -> list[Attendee]:
        """By neighbourhood and name, as badges are laid out."""
        where = {"municipality": municipality, "meeting_id": meeting, "erased": {"$ne": True}}
        if neighbourhood is not None:
            where["person.neighbourhood"] = neighbourhood
        found = await self.db["attendees"].find(where, session=self.session).to_list(limit)
        people = [self.loaded(row) for row in found]
        return sorted(people, key=lambda one: (one.person.neighbourhood, one.name_key))

    async def who_came(self, municipality: str, meeting: str) -> list[Attendee]:
        where = {"municipality": municipality, "meeting_id": meeting, "seen_at": {"$ne": None}}
        return [self.loaded(row) async for row in self.db["attendees"].find(where, session=self.session)]

    async def names(self, municipality: str, meeting: str, names: Sequence[str]) -> dict[str, set[str]]:
        keys = sorted({fold(name) for name in names})
        where = {"municipality": municipality, "meeting_id": meeting, "name_key": {"$in": keys}}
        found: dict[str, set[str]] = {}
        async for row in self.db["attendees"].find(where, {"id": 1, "name_key": 1}, session=self.session):
            found.setdefault(row["name_key"], set()).add(row["id"])
        return found

    async def registered(self, municipality: str, meeting: str) -> int:
        where = {"municipality": municipality, "meeting_id": meeting}
        return await self.db["attendees"].count_documents(where, session=self.session)


class MongoDesks(MongoStore[Desk]):
    collection, kind = "desks", Desk

    async def of_meeting(self, municipality: str, meeting: str) -> list[Desk]:
        where = {"municipality": municipality, "meeting_id": meeting}
        found = await self.db["desks"].find(where, session=self.session).to_list(None)
        return [self.loaded(row) for row in found]


@dataclass(frozen=True)
class MongoCopies:
    """Documents of other services that we keep a copy of; the sweep fetches what is still pending."""

    tx: Transaction

    async def wanted(self, municipality: str, document: Document, public: bool) -> None:
        own = key(municipality, document.sha256)
        known = await self.tx.db["copies"].find_one({"municipality": municipality, "_id": own}, session=self.tx.session)
        if known is not None:
            return
        row = {"_id": own, "municipality": municipality, "document": document.model_dump(mode="json"), "public": public}
        state = {"state": "pending", "due_at": self.tx.system, "tries": 0}
        await self.tx.db["copies"].insert_one({**row, **state}, session=self.tx.session)
        self.tx.then_enqueue("scheduling.fetch_copy", own)


@dataclass(frozen=True)
class AttachedFiles:
    """The file store as commands see it."""

    tx: Transaction
    files: FileStore
    public_url: str

    async def attach(self, municipality: str, sha256: str, public: bool) -> Mapping[str, Any]:
        kept = await self.files.attach(self.tx, municipality, sha256, public)
        return as_document(self.public_url, kept).model_dump(mode="json")
