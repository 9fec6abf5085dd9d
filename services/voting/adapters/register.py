"""The delegate register in MongoDB: mandates, and the rolls called at meetings; found by municipality first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from services.voting.adapters.mongo import Reader, key, plain
from services.voting.application import ports
from services.voting.domain.mandate import Mandate
from services.voting.domain.roll import Roll
from shared.mongo import save_versioned


class MongoMandates(Reader):
    async def get(self, municipality: str, mandate_id: str) -> Mandate:
        row = await self.db["mandates"].find_one({"_id": key(municipality, mandate_id)}, session=self.session)
        if row is None:
            raise ports.MandateUnknown(mandate_id)
        return msgspec.convert(row, Mandate)

    def loaded(self, row: Mapping[str, Any]) -> Mandate:
        return msgspec.convert(row, Mandate)

    async def of_town(self, municipality: str) -> list[Mandate]:
        rows = await self.db["mandates"].find({"municipality": municipality}).sort("id", 1).to_list(None)
        return [msgspec.convert(row, Mandate) for row in rows]

    async def of_contest(self, municipality: str, election_id: str, contest: str) -> list[Mandate]:
        where = {"municipality": municipality, "election": election_id, "contest": contest}
        rows = await self.db["mandates"].find(where, session=self.session).to_list(None)
        return [msgspec.convert(row, Mandate) for row in rows]

    async def save(self, municipality: str, mandate: Mandate) -> int:
        own = key(municipality, mandate.id)
        known = await self.db["mandates"].find_one({"_id": own}, {"version": 1}, session=self.session)
        row = {"_id": own, "municipality": municipality, **plain(mandate)}
        loaded = known["version"] if known else 0
        return await save_versioned(self.db["mandates"], row, loaded, self.session)


class MongoRolls(Reader):
    async def look_up(self, municipality: str, meeting_id: str) -> Roll | None:
        where = {"municipality": municipality, "_id": key(municipality, meeting_id)}
        row = await self.db["rolls"].find_one(where, session=self.session)
        return None if row is None else self.loaded(row)

    async def get(self, municipality: str, meeting_id: str) -> Roll:
        if (found := await self.look_up(municipality, meeting_id)) is None:
            raise ports.MeetingUnknown(meeting_id)
        return found

    async def called(self, municipality: str) -> list[Roll]:
        where = {"municipality": municipality, "called_at": {"$ne": None}}
        return [self.loaded(row) for row in await self.db["rolls"].find(where).sort("id", 1).to_list(None)]

    async def save(self, roll: Roll) -> None:
        row = {"_id": key(roll.municipality, roll.id), **plain(roll)}
        roll.version = await save_versioned(self.db["rolls"], row, roll.version, self.session)

    def loaded(self, row: Mapping[str, Any]) -> Roll:
        return msgspec.convert(row, Roll, builtin_types=(datetime,))
