"""What is read without a command: lists by key, single documents, projections for public pages."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from services.proposals.adapters.codec import decode
from services.proposals.adapters.mongo import PROPOSAL, PROPOSALS, REQUEST, Aggregate, Kind, key
from services.proposals.adapters.newest import Equal, NewestFirst, Question
from services.proposals.application.ports import BatchUnknown, MunicipalityUnknown, ProposalUnknown
from services.proposals.domain.proposal import NOT_LISTED, Proposal, Status
from services.proposals.domain.requests import ParticipationRequest
from services.proposals.domain.searching import holds, key_of, typed
from services.proposals.domain.selection import Ballot
from services.proposals.domain.survey import Answers
from shared.mongo import Database, page

A = TypeVar("A", bound=Aggregate)
HIDDEN = sorted(status.value for status in NOT_LISTED)


class Queries:
    """Reads of one service; every one names its municipality, except the list of municipalities itself."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._newest = NewestFirst(db[PROPOSALS])

    async def get(self, kind: Kind[A], municipality: str, id_: str) -> A:
        """Raises the kind's `Unknown`."""
        where = {"municipality": municipality, "_id": key(municipality, id_)}
        document = await self._db[kind.collection].find_one(where)
        if document is None:
            raise kind.absent(id_)
        return decode(kind.shape, document)

    async def all(self, kind: Kind[A], municipality: str, **equal: Any) -> list[A]:
        """Of kinds a municipality has few of."""
        found = self._db[kind.collection].find({"municipality": municipality, **equal}).sort("_id", 1)
        return [decode(kind.shape, document) for document in await found.to_list(None)]

    async def page(
        self, kind: Kind[A], municipality: str, cursor: str | None, limit: int, **equal: Any
    ) -> tuple[list[A], str | None]:
        where = {"municipality": municipality, **equal}
        found = await page(self._db[kind.collection], where, "_id", cursor, limit)
        return [decode(kind.shape, document) for document in found.items], found.next

    async def proposals(
        self, municipality: str, filters: Mapping[str, Any], words: str | None, cursor: str | None, limit: int
    ) -> tuple[list[Proposal], str | None]:
        """Newest first. Every word asked for begins one of the proposal's, in any spelling."""
        equal = {name: value for name, value in filters.items() if value is not None}
        question = asked(municipality, equal, words or "")
        found = await self._newest.page(question, cursor, limit)
        return [decode(Proposal, document) for document in found.items], found.next

    async def public_proposal(self, municipality: str, proposal_id: str) -> Proposal:
        """What is held back is not there yet."""
        proposal = await self.get(PROPOSAL, municipality, proposal_id)
        if proposal.status in (Status.HELD, Status.REJECTED):
            raise ProposalUnknown(proposal_id)
        return proposal

    async def by_code(self, municipality: str, code: str) -> Proposal:
        document = await self._db[PROPOSALS].find_one({"municipality": municipality, "tracking_code": code})
        if document is None:
            raise ProposalUnknown(code)
        return decode(Proposal, document)

    async def samples(self, municipality: str, edition: str, most: int = 20_000) -> Sequence[Mapping[str, Any]]:
        """The words of an edition's living proposals, for finding duplicates."""
        where = {"municipality": municipality, "edition": edition, "status": {"$nin": [*HIDDEN, Status.MERGED.value]}}
        fields = {"id": 1, "title": 1, "body": 1, "zone": 1}
        return await self._db[PROPOSALS].find(where, fields).to_list(most)

    async def ballots(self, municipality: str, shortlist_id: str) -> list[Ballot]:
        """The ballots of a vote, in the order of its board."""
        where = {"municipality": municipality, "shortlist_id": shortlist_id}
        chunks = self._db["vote_ballots"].find(where).sort("_id", 1)
        return [dict(map(tuple, ballot)) async for chunk in chunks for ballot in chunk["ballots"]]

    async def map(self, municipality: str) -> Mapping[str, Any]:
        """What was drawn of the zones; empty when nothing was."""
        where = {"municipality": municipality, "_id": key(municipality, "zones")}
        return await self._db["maps"].find_one(where) or {}

    async def survey_answers(self, municipality: str, survey_id: str) -> list[Answers]:
        where = {"municipality": municipality, "survey_id": survey_id}
        found = self._db["survey_answers"].find(where, {"answers": 1}).sort("_id", 1)
        return [row["answers"] async for row in found]

    async def rows(
        self, collection: str, municipality: str, cursor: str | None, limit: int
    ) -> tuple[Sequence[Mapping[str, Any]], str | None]:
        """Records that are no aggregates, newest first."""
        found = await page(self._db[collection], {"municipality": municipality}, "_id", cursor, limit, descending=True)
        return found.items, found.next

    async def batch(self, municipality: str, batch_id: str) -> tuple[Mapping[str, Any], list[Proposal]]:
        """What was kept of a page or an import, and its proposals."""
        where = {"municipality": municipality, "_id": key(municipality, batch_id)}
        found = await self._db["batches"].find_one(where)
        if found is None:
            raise BatchUnknown(batch_id)
        return found, await self.all(PROPOSAL, municipality, batch_id=batch_id)

    async def answered(self, municipality: str) -> Sequence[Mapping[str, Any]]:
        """Of every participation request: its kind and its days."""
        fields = {"_id": 0, "kind": 1, "received_on": 1, "answered_on": 1}
        return await self._db[REQUEST.collection].find({"municipality": municipality}, fields).to_list(None)

    async def mandates(self, municipality: str) -> Sequence[Mapping[str, Any]]:
        found = self._db["mandates"].find({"municipality": municipality}).sort("_id", 1)
        return await found.to_list(1000)

    async def request_by_code(self, municipality: str, code: str) -> ParticipationRequest:
        where = {"municipality": municipality, "tracking_code": code}
        document = await self._db[REQUEST.collection].find_one(where)
        if document is None:
            raise REQUEST.absent(code)
        return decode(ParticipationRequest, document)

    async def count(self, municipality: str) -> int:
        """Proposals received, those held back included."""
        return await self._db[PROPOSALS].count_documents({"municipality": municipality})

    async def municipality_exists(self, municipality: str) -> None:
        where = {"municipality": municipality, "_id": key(municipality, municipality)}
        if await self._db["municipalities"].find_one(where, {"_id": 1}) is None:
            raise MunicipalityUnknown(municipality)


# Lists filtered by these are led to by an index of their own. None of them holds words too: a row a word, in a second index,
# made one proposal cost the embedded store four times as much to write.
LED = (("edition", "zone", "status"), ("edition", "zone"), ("zone",))


def asked(municipality: str, equal: Mapping[str, Any], words: str) -> Question:
    """A list of proposals as its indexes see it: by filters, or by how one of the words begins, whichever is rarer."""
    beginnings = typed(words)
    shapes: list[Equal] = [{"listed": True, "terms": key} for word in beginnings if (key := key_of(word))]
    led = next((names for names in LED if all(name in equal for name in names)), ())
    if led or not shapes:
        shapes.append({"listed": True, **{name: equal[name] for name in led}})

    def keep(document: Mapping[str, Any]) -> bool:
        same = all(document.get(name) == value for name, value in equal.items())
        return same and holds(document.get("words", ""), beginnings)

    return Question(municipality, shapes, f"{municipality} {sorted(equal.items())} {beginnings}", keep)
