"""The stores of the commands, in MongoDB: one transaction, every query naming its municipality."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from services.proposals.adapters.codec import decode, encode
from services.proposals.adapters.notes import MongoNotes
from services.proposals.application import ports
from services.proposals.domain.delivery import FundedProject
from services.proposals.domain.diagnosis import Diagnosis
from services.proposals.domain.edition import Edition
from services.proposals.domain.grants import Grant
from services.proposals.domain.merging import Merge
from services.proposals.domain.municipality import Municipality
from services.proposals.domain.programme import Programme
from services.proposals.domain.proposal import NOT_LISTED, Proposal
from services.proposals.domain.remarks import Remark
from services.proposals.domain.requests import ParticipationRequest
from services.proposals.domain.searching import keys, spelled
from services.proposals.domain.shortlist import Shortlist
from services.proposals.domain.survey import Survey
from shared import grants
from shared.contracts.event import Event
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Collection, Document, Index, save_versioned

PROPOSALS = "proposals"


class Aggregate(Protocol):
    """What the store reads of every aggregate."""

    municipality: str
    version: int

    @property
    def id(self) -> str: ...

    def drain(self) -> list[Event]: ...


A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True)
class Kind(Generic[A]):
    """How one kind of aggregate is kept; `derived` adds fields that only queries read."""

    collection: str
    shape: type[A]
    absent: type[ports.Unknown]
    derived: Callable[[A], Mapping[str, Any]] = lambda _: {}


def searchable(proposal: Proposal) -> Mapping[str, Any]:
    """Keys and words for searches, and what lists filter by, flat."""
    words = spelled(f"{proposal.title} {proposal.body}")
    return {
        "terms": sorted(keys(words)),
        "words": words,
        "assigned_to": proposal.assignment.to if proposal.assignment else None,
        "listed": proposal.status not in NOT_LISTED,
        "channel": proposal.source.channel.value,
        "batch_id": proposal.source.batch_id,
        "hidden_verdict": [review.stage.value for review in proposal.reviews if not review.public],
    }


MUNICIPALITY = Kind("municipalities", Municipality, ports.MunicipalityUnknown)
GRANT = Kind("own_grants", Grant, ports.GrantUnknown)
EDITION = Kind("editions", Edition, ports.EditionUnknown)
DIAGNOSIS = Kind("diagnoses", Diagnosis, ports.DiagnosisUnknown)
PROPOSAL = Kind(PROPOSALS, Proposal, ports.ProposalUnknown, searchable)
MERGE = Kind("merges", Merge, ports.MergeUnknown)
SHORTLIST = Kind("shortlists", Shortlist, ports.ShortlistUnknown)
PROGRAMME = Kind("programmes", Programme, ports.ProgrammeUnknown)
REMARK = Kind("remarks", Remark, ports.Unknown)
PROJECT = Kind("projects", FundedProject, ports.ProjectNotFunded)
REQUEST = Kind("requests", ParticipationRequest, ports.RequestUnknown)
SURVEY = Kind("surveys", Survey, ports.SurveyUnknown)
KINDS: tuple[Kind[Any], ...] = (
    MUNICIPALITY,
    GRANT,
    EDITION,
    DIAGNOSIS,
    PROPOSAL,
    MERGE,
    SHORTLIST,
    PROGRAMME,
    REMARK,
    PROJECT,
    REQUEST,
    SURVEY,
)

INDEXES = (
    *(Index(kind.collection, [("municipality", 1), ("_id", 1)]) for kind in KINDS),
    Index(PROPOSALS, [("municipality", 1), ("tracking_code", 1)], unique=True),
    Index(PROPOSALS, [("municipality", 1), ("edition", 1), ("status", 1), ("_id", -1)]),
    Index(PROPOSALS, [("municipality", 1), ("listed", 1), ("_id", -1)]),
    Index(PROPOSALS, [("municipality", 1), ("listed", 1), ("edition", 1), ("zone", 1), ("_id", -1)]),
    Index(PROPOSALS, [("municipality", 1), ("listed", 1), ("edition", 1), ("zone", 1), ("status", 1), ("_id", -1)]),
    Index(PROPOSALS, [("municipality", 1), ("listed", 1), ("zone", 1), ("_id", -1)]),
    Index(PROPOSALS, [("municipality", 1), ("listed", 1), ("terms", 1), ("_id", -1)]),
    Index(PROPOSALS, [("municipality", 1), ("batch_id", 1)]),
    Index(PROPOSALS, [("municipality", 1), ("assigned_to", 1), ("_id", 1)]),
    Index("merges", [("municipality", 1), ("into", 1)]),
    Index("shortlists", [("municipality", 1), ("edition", 1)]),
    Index("remarks", [("municipality", 1), ("edition", 1)]),
    Index("projects", [("municipality", 1), ("programme_id", 1)]),
    Index("vote_ballots", [("municipality", 1), ("shortlist_id", 1), ("_id", 1)]),
    Index("survey_answers", [("municipality", 1), ("survey_id", 1), ("_id", 1)]),
    Index("mandates", [("municipality", 1), ("neighbourhood", 1)]),
    Index("contacts", [("municipality", 1), ("_id", 1)]),
    Index("contacts", [("municipality", 1), ("email", 1)]),
    Index("contacts", [("municipality", 1), ("phone", 1)]),
    Index("contacts", [("kept_at", 1)]),
    Index("contact_readings", [("municipality", 1), ("_id", 1)]),
    Index("maps", [("municipality", 1), ("_id", 1)]),
    Index("batches", [("municipality", 1), ("_id", 1)]),
    Index("board_readings", [("state", 1), ("due_at", 1)]),
)


class MongoStore(Generic[A]):
    """One kind of aggregate inside one transaction."""

    def __init__(self, kind: Kind[A], tx: Transaction) -> None:
        self._kind, self._tx = kind, tx

    async def get(self, municipality: str, id_: str) -> A:
        found = await self.known(municipality, id_)
        if found is None:
            raise self._kind.absent(id_)
        return found

    async def known(self, municipality: str, id_: str) -> A | None:
        where = {"municipality": municipality, "_id": key(municipality, id_)}
        document = await self._collection.find_one(where, session=self._tx.session)
        return decode(self._kind.shape, document) if document else None

    async def where(self, municipality: str, **equal: Any) -> list[A]:
        where = {"municipality": municipality, **equal}
        found = self._collection.find(where, session=self._tx.session).sort("_id", 1)
        return [decode(self._kind.shape, document) for document in await found.to_list(None)]

    async def some(self, municipality: str, ids: Sequence[str]) -> list[A]:
        keys = [key(municipality, id_) for id_ in ids]
        where = {"municipality": municipality, "_id": {"$in": keys}}
        found = self._collection.find(where, session=self._tx.session)
        there: dict[str, Document] = {document["_id"]: document async for document in found}
        if missing := [id_ for id_, each in zip(ids, keys, strict=True) if each not in there]:
            raise self._kind.absent(missing[0])
        return [decode(self._kind.shape, there[each]) for each in keys]

    async def save(self, aggregate: A) -> None:
        document = {
            "_id": key(aggregate.municipality, aggregate.id),
            "municipality": aggregate.municipality,
            **encode(aggregate),
            **self._kind.derived(aggregate),
        }
        aggregate.version = await save_versioned(self._collection, document, aggregate.version, self._tx.session)
        for event in aggregate.drain():
            self._tx.announce(event, aggregate.version)
            await grants.project(self._tx, event, aggregate.version)

    @property
    def _collection(self) -> Collection:
        return self._tx.db[self._kind.collection]


class MongoStores:
    """Everything one command may touch."""

    def __init__(self, tx: Transaction, press: ports.Press) -> None:
        self._tx = tx
        self.civil, self.system = tx.civil, tx.system
        self.municipalities: ports.Store[Municipality] = MongoStore(MUNICIPALITY, tx)
        self.grants: ports.Store[Grant] = MongoStore(GRANT, tx)
        self.editions: ports.Store[Edition] = MongoStore(EDITION, tx)
        self.diagnoses: ports.Store[Diagnosis] = MongoStore(DIAGNOSIS, tx)
        self.proposals: ports.Store[Proposal] = MongoStore(PROPOSAL, tx)
        self.merges: ports.Store[Merge] = MongoStore(MERGE, tx)
        self.shortlists: ports.Store[Shortlist] = MongoStore(SHORTLIST, tx)
        self.programmes: ports.Store[Programme] = MongoStore(PROGRAMME, tx)
        self.remarks: ports.Store[Remark] = MongoStore(REMARK, tx)
        self.projects: ports.Store[FundedProject] = MongoStore(PROJECT, tx)
        self.requests: ports.Store[ParticipationRequest] = MongoStore(REQUEST, tx)
        self.surveys: ports.Store[Survey] = MongoStore(SURVEY, tx)
        self.notes: ports.Notes = MongoNotes(tx)
        self.press: ports.Press = press

    def audit(self, municipality: str, actor: str, command: str, subject: str) -> None:
        self._tx.audit(municipality, actor, command, subject)

    def then_enqueue(self, task: str, *ids: str) -> None:
        self._tx.then_enqueue(task, *ids)


def key(municipality: str, id_: str) -> str:
    return f"{municipality}/{id_}"
