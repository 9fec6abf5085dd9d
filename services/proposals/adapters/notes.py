"""Records that are no aggregates: contacts kept apart, batches, ballots, mandates, boards to read."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.proposals.adapters.codec import encode
from services.proposals.application.ports import BatchUnknown, BoardReading, Contact, ReadingUnknown
from services.proposals.domain.selection import Ballot
from services.proposals.domain.survey import Answers
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document

# Well under the 16 MB a document may hold, whatever the ballots carry.
BALLOTS_A_DOCUMENT = 1000
# The task sent after the commit comes first; the sweep only finds what was lost.
GRACE = timedelta(seconds=10)
LONGEST_PAUSE = 300


class MongoNotes:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def keep_contact(self, municipality: str, about: str, contact: Contact) -> None:
        await self._put("contacts", municipality, about, {**encode(contact), "kept_at": self._tx.system})

    async def keep_comment(self, municipality: str, id_: str, project_id: str, stars: int, comment: str) -> None:
        row = {"project_id": project_id, "stars": stars, "comment": comment, "on": self._tx.civil}
        await self._put("comments", municipality, id_, row)

    async def keep_photo(self, municipality: str, sha256: str) -> None:
        await self._put("photos", municipality, sha256, {})

    async def photo_known(self, municipality: str, sha256: str) -> bool:
        where = {"municipality": municipality, "_id": f"{municipality}/{sha256}"}
        return await self._tx.db["photos"].find_one(where, {"_id": 1}, session=self._tx.session) is not None

    async def keep_batch(self, municipality: str, batch_id: str, batch: Mapping[str, Any]) -> None:
        await self._put("batches", municipality, batch_id, batch)

    async def keep_answers(self, municipality: str, survey_id: str, answer_id: str, answers: Answers) -> None:
        row = {"survey_id": survey_id, "answers": encode(answers), "on": self._tx.civil.date().isoformat()}
        await self._put("survey_answers", municipality, answer_id, row)

    async def batch(self, municipality: str, batch_id: str) -> Mapping[str, Any]:
        where = {"municipality": municipality, "_id": f"{municipality}/{batch_id}"}
        found = await self._tx.db["batches"].find_one(where, session=self._tx.session)
        if found is None:
            raise BatchUnknown(batch_id)
        return dict(found)

    async def contacts(self, municipality: str, email: str | None, phone: str | None) -> list[Mapping[str, Any]]:
        given = [{name: value} for name, value in (("email", email), ("phone", phone)) if value]
        where: dict[str, Any] = {"municipality": municipality, "$or": given}
        found = self._tx.db["contacts"].find(where, session=self._tx.session).sort("_id", 1)
        return [{**row, "about": row["_id"].partition("/")[2]} for row in await found.to_list(1000)]

    async def erase_contacts(self, municipality: str, about: Sequence[str]) -> int:
        where = {"municipality": municipality, "_id": {"$in": [f"{municipality}/{each}" for each in about]}}
        return (await self._tx.db["contacts"].delete_many(where, session=self._tx.session)).deleted_count

    async def note_reading(self, municipality: str, reader: str, about: Sequence[str], reason: str) -> None:
        row = {"reader": reader, "about": list(about), "reason": reason, "at": self._tx.system}
        await self._put("contact_readings", municipality, new_id(), row)

    async def keep_mandate(self, municipality: str, mandate_id: str, mandate: Mapping[str, Any]) -> None:
        await self._put("mandates", municipality, mandate_id, mandate)

    async def keep_map(self, municipality: str, drawn: Mapping[str, Any]) -> None:
        await self._put("maps", municipality, "zones", drawn)

    async def keep_ballots(self, municipality: str, shortlist_id: str, ballots: Sequence[Ballot]) -> None:
        where = {"municipality": municipality, "shortlist_id": shortlist_id}
        await self._tx.db["vote_ballots"].delete_many(where, session=self._tx.session)
        for part, start in enumerate(range(0, len(ballots), BALLOTS_A_DOCUMENT)):
            chunk = [list(ballot.items()) for ballot in ballots[start : start + BALLOTS_A_DOCUMENT]]
            row = {"shortlist_id": shortlist_id, "ballots": chunk}
            await self._put("vote_ballots", municipality, f"{shortlist_id}/{part:06d}", row)

    async def ballots(self, municipality: str, shortlist_id: str) -> list[Ballot]:
        where = {"municipality": municipality, "shortlist_id": shortlist_id}
        chunks = self._tx.db["vote_ballots"].find(where, session=self._tx.session).sort("_id", 1)
        return [dict(map(tuple, ballot)) async for chunk in chunks for ballot in chunk["ballots"]]

    async def await_board(self, reading: BoardReading) -> None:
        where = {"municipality": reading.municipality, "_id": f"{reading.municipality}/{reading.election_id}"}
        if await self._tx.db["board_readings"].find_one(where, session=self._tx.session):
            return
        row = {**encode(reading), "state": "pending", "due_at": self._tx.system + GRACE}
        await self._put("board_readings", reading.municipality, reading.election_id, row)

    async def reading(self, municipality: str, election_id: str) -> BoardReading:
        where = {"municipality": municipality, "_id": f"{municipality}/{election_id}", "state": "pending"}
        row = await self._tx.db["board_readings"].find_one(where, session=self._tx.session)
        if row is None:
            raise ReadingUnknown(election_id)
        return as_reading(row)

    async def end_reading(self, reading: BoardReading, state: str) -> None:
        await self._change(reading, {"$set": {"state": state}})

    async def postpone(self, reading: BoardReading) -> None:
        """The owner did not answer: tried again after a growing pause."""
        pause = timedelta(seconds=min(2**reading.attempts, LONGEST_PAUSE))
        await self._change(reading, {"$set": {"due_at": self._tx.system + pause}, "$inc": {"attempts": 1}})

    async def _change(self, reading: BoardReading, change: Mapping[str, Any]) -> None:
        where = {"municipality": reading.municipality, "_id": f"{reading.municipality}/{reading.election_id}"}
        await self._tx.db["board_readings"].update_one(where, change, session=self._tx.session)

    async def _put(self, collection: str, municipality: str, id_: str, row: Mapping[str, Any]) -> None:
        where = {"municipality": municipality, "_id": f"{municipality}/{id_}"}
        document: Document = {**where, **row, "municipality": municipality}
        await self._tx.db[collection].replace_one(where, document, upsert=True, session=self._tx.session)


def as_reading(row: Mapping[str, Any]) -> BoardReading:
    names = ("municipality", "election_id", "shortlist_id", "href", "sha256", "attempts")
    return BoardReading(**{name: row[name] for name in names})
