"""State, inbox and outbox change in one MongoDB transaction, with our own short retries."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from shared.clock import Clock
from shared.contracts.event import Event
from shared.ids import new_id
from shared.messaging.cloudevents import CAUSE, Cause
from shared.mongo import AWAY, Client, Database, Document, Session, StaleVersion, StorageUnavailable
from shared.telemetry import continued, inject_context

Answer = TypeVar("Answer")
Enqueue = Callable[..., None]
Write = InsertOne[Document] | UpdateOne | UpdateMany | ReplaceOne[Document] | DeleteOne

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)  # conflicts pass in milliseconds; a new primary takes about a second
PATIENCE = 4.0  # seconds a caller waits for a database that is away
PASSING = {112, 11000}  # a conflict with another transaction, or its row under our key: the next try sees it
REMEMBERED = timedelta(days=30)


class IdempotencyKeyReused(Exception):
    """The key was used before for another request."""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """One request as its sender names it: `scope` is method and path, `digest` the body's SHA-256."""

    scope: str
    key: str
    digest: str

    @property
    def id(self) -> str:
        return f"{self.scope} {self.key}"


@dataclass(slots=True)
class Transaction:
    """What one command or handler may touch; everything in it becomes true together or not at all."""

    db: Database
    session: Session
    civil: datetime
    system: datetime
    source: str
    _outbox: list[dict[str, Any]] = field(default_factory=list)
    _audit: list[dict[str, Any]] = field(default_factory=list)
    _later: dict[str, list[Write]] = field(default_factory=dict)
    _after: list[tuple[str, tuple[Any, ...], str | None]] = field(default_factory=list)

    def announce(self, event: Event, sequence: int) -> None:
        """Queue an event; `sequence` is the aggregate's version after the change."""
        identity = new_id()
        cause = CAUSE.get() or Cause(correlation=identity)
        self._outbox.append(
            {
                "_id": identity,
                "state": "pending",
                "type": event.TYPE,
                "key": event.key,
                "source": self.source,
                "subject": event.subject,
                "time": self.civil,
                "sequence": sequence,
                "correlation": cause.correlation,
                "causation": cause.causation,
                "traceparent": inject_context(),
                "data": event.model_dump_json().encode(),
                "created_at": self.system,
            }
        )

    def audit(self, municipality: str, actor: str, command: str, subject: str) -> None:
        """Queue an audit row: ids only, no personal text. A leased task chains the rows later."""
        row = {"_id": new_id(), "municipality": municipality, "actor": actor, "command": command}
        self._audit.append({**row, "subject": subject, "at": self.civil, "chained": False})

    def later(self, collection: str, write: Write) -> None:
        """Queue a write nobody reads back before the commit, neither this handler nor another of its batch.

        Those of one collection go to the database in one request, in order: for projections.
        """
        self._later.setdefault(collection, []).append(write)

    def then_enqueue(self, task: str, *ids: str) -> None:
        """Send a Celery task once the transaction has committed; a sweep catches what a crash loses."""
        self._after.append((task, ids, inject_context()))

    async def flush(self) -> None:
        """Write what was queued, inside the transaction."""
        for collection, writes in self._later.items():
            await self.db[collection].bulk_write(writes, session=self.session)
        if self._outbox:
            await self.db["_outbox"].insert_many(self._outbox, session=self.session)
        if self._audit:
            await self.db["_audit"].insert_many(self._audit, session=self.session)


Work = Callable[[Transaction], Awaitable[Answer]]


class UnitOfWork:
    """Runs commands and handlers; one per process and database."""

    def __init__(
        self, client: Client, database: str, source: str, clock: Clock, enqueue: Enqueue | None = None
    ) -> None:
        self._client = client
        self._db = client[database]
        self._source = source
        self._clock = clock
        self._enqueue = enqueue

    async def run(self, work: Work[Answer]) -> Answer:
        """Run `work` in one transaction. It may run more than once; only one run takes effect.

        Raises what `work` raises (nothing is then written) and `StorageUnavailable` when the
        database stays away or the fate of a commit cannot be learnt.
        """
        patience = asyncio.get_running_loop().time() + PATIENCE
        for pause in (*PAUSES, None):
            try:
                return await self._attempt(work)
            except AWAY as away:
                if pause is None or asyncio.get_running_loop().time() > patience:
                    raise StorageUnavailable(str(away)) from away
            except (PyMongoError, StaleVersion) as error:
                if pause is None or not _worth_another_try(error):
                    raise
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        raise StorageUnavailable("no try was left")

    async def once(self, key: IdempotencyKey, work: Work[dict[str, Any]]) -> dict[str, Any]:
        """Like `run`, but the same key gives the first answer again for 30 days; raises `IdempotencyKeyReused`."""

        async def remembered(tx: Transaction) -> dict[str, Any]:
            known = await tx.db["_idempotency"].find_one({"_id": key.id}, session=tx.session)
            if known:
                return _same_request(known, key)
            answer = await work(tx)
            row = {"_id": key.id, "digest": key.digest, "answer": answer, "expires_at": tx.system + REMEMBERED}
            await tx.db["_idempotency"].insert_one(row, session=tx.session)
            return answer

        return await self.run(remembered)

    async def _attempt(self, work: Work[Answer]) -> Answer:
        civil = await self._clock.civil()
        async with await self._client.start_session() as session:
            tx = Transaction(self._db, session, civil, self._clock.system(), self._source)
            session.start_transaction(ReadConcern("snapshot"), WriteConcern("majority", j=True))
            try:
                answer = await work(tx)
                await tx.flush()
            except BaseException:
                await _abort(session)
                raise
            await _commit(session)
        self._send(tx)
        return answer

    def _send(self, tx: Transaction) -> None:
        if self._enqueue is not None:
            for task, ids, traceparent in tx._after:
                with continued(traceparent):  # the handler's span has ended by now
                    self._enqueue(task, *ids)


async def _commit(session: Session) -> None:
    """Commit; when the answer is lost, ask again: a commit may be repeated, the work may not."""
    for pause in PAUSES:
        try:
            return await session.commit_transaction()
        except PyMongoError as error:
            if not error.has_error_label("UnknownTransactionCommitResult"):
                raise
        await asyncio.sleep(pause)
    raise StorageUnavailable("the fate of the commit is not known; send the same request again")


async def _abort(session: Session) -> None:
    with suppress(PyMongoError):  # the server forgets an open transaction by itself
        await session.abort_transaction()


def _worth_another_try(error: PyMongoError | StaleVersion) -> bool:
    if isinstance(error, StaleVersion) or error.has_error_label("TransientTransactionError"):
        return True
    return isinstance(error, OperationFailure) and not PASSING.isdisjoint(_codes(error))


def _codes(error: OperationFailure) -> set[int | None]:
    """A bulk write keeps the codes of what went wrong in its details."""
    if isinstance(error, BulkWriteError):
        return {wrong["code"] for wrong in error.details.get("writeErrors", ())}
    return {error.code}


def _same_request(known: dict[str, Any], key: IdempotencyKey) -> dict[str, Any]:
    if known["digest"] != key.digest:
        raise IdempotencyKeyReused(key.key)
    answer: dict[str, Any] = known["answer"]
    return answer
