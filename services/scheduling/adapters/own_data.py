"""Personal data in MongoDB, across meetings and registrations."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.scheduling.adapters.mongo import MongoAttendees, MongoMeetings, key, stored
from services.scheduling.adapters.registrar import MongoRegistrants, MongoRegistrars
from services.scheduling.application.own_data import Kept
from services.scheduling.domain.attendance import Attendee, Person
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.registrar import Registrant, Registrar
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Session
from shared.texts.folding import fold


@dataclass(frozen=True)
class MongoPeople:
    """Reading needs no transaction, forgetting does."""

    db: Database
    session: Session | None = None

    @classmethod
    def within(cls, tx: Transaction) -> "MongoPeople":
        return cls(tx.db, tx.session)

    async def kept_of(self, municipality: str, name: str, neighbourhood: str) -> Kept:
        own = {"person.neighbourhood": neighbourhood}
        where: dict[str, Any] = {"municipality": municipality, "name_key": fold(name), **own}
        people = [
            MongoAttendees(self.db).loaded(row) async for row in self.db["attendees"].find(where, session=self.session)
        ]
        named = [
            row
            async for row in self.db["registrants"].find({"municipality": municipality, **own}, session=self.session)
        ]
        voters = [one for one in map(MongoRegistrants(self.db).loaded, named) if fold(one.person.name) == fold(name)]
        return Kept(
            [(one, await self.meeting(one)) for one in people],
            [(one, await self.registrar(one)) for one in voters],
            await self.candidacies(municipality, name, neighbourhood),
        )

    async def meeting(self, one: Attendee) -> Meeting:
        return await MongoMeetings(self.db, self.session).get(one.municipality, one.meeting_id)

    async def registrar(self, one: Registrant) -> Registrar:
        return await MongoRegistrars(self.db, self.session).get(one.municipality, one.registrar_id)

    async def candidacies(self, municipality: str, name: str, neighbourhood: str) -> list[tuple[str, Meeting]]:
        where = {"municipality": municipality, "candidates.neighbourhood": neighbourhood}
        meetings = [
            MongoMeetings(self.db).loaded(row) async for row in self.db["meetings"].find(where, session=self.session)
        ]
        return [
            (candidate.id, meeting)
            for meeting in meetings
            for candidate in meeting.candidates
            if candidate.neighbourhood == neighbourhood and fold(candidate.name) == fold(name)
        ]

    async def of_meeting(self, municipality: str, meeting: str, limit: int) -> list[Attendee]:
        """People of a meeting who are still named."""
        where = {"municipality": municipality, "meeting_id": meeting, "erased": {"$ne": True}}
        found = self.db["attendees"].find(where, session=self.session).limit(limit)
        return [MongoAttendees(self.db).loaded(row) async for row in found]

    async def remove(self, attendee: Attendee) -> None:
        where = {"municipality": attendee.municipality, "_id": key(attendee.municipality, attendee.id)}
        await self.db["attendees"].delete_one(where, session=self.session)

    async def anonymise(self, attendee: Attendee) -> None:
        """The old id was made from the name, so it goes too."""
        await self.remove(attendee)
        attendee.erase()
        attendee.id = new_id()
        await self.db["attendees"].insert_one(stored(attendee), session=self.session)

    async def forget_registrant(self, registrant: Registrant) -> None:
        where = {"municipality": registrant.municipality, "_id": key(registrant.municipality, registrant.id)}
        await self.db["registrants"].delete_one(where, session=self.session)
        anonymous = replace(
            registrant,
            id=new_id(),
            person=Person("", registrant.person.neighbourhood),
            name_key="",
            code_digest=new_id(),
        )
        await self.db["registrants"].insert_one(stored(anonymous), session=self.session)


async def still_named(db: Database, municipality: str, before: datetime) -> list[str]:
    """Ids of meetings older than the retention period whose people are still named, the oldest first."""
    where = {"municipality": municipality, "starts_at": {"$lt": before}, "people_forgotten_at": None}
    found = db["meetings"].find(where, {"id": 1}).sort("starts_at", 1).limit(20)
    return [row["id"] async for row in found]


async def registrants_to_forget(db: Database, municipality: str, before: datetime) -> list[Registrant]:
    closed = {"municipality": municipality, "closed_at": {"$lt": before}}
    elections = [row["id"] async for row in db["registrars"].find(closed, {"id": 1})]
    where = {"municipality": municipality, "registrar_id": {"$in": elections}, "name_key": {"$ne": ""}}
    return [MongoRegistrants(db).loaded(row) async for row in db["registrants"].find(where).limit(200)]
