"""Group commit: ballots wait on one shared insert; whatever comes meanwhile goes into the next. No timer."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.errors import PyMongoError

from services.voting.adapters.leases import Lease
from services.voting.adapters.openings import BALLOTS
from services.voting.adapters.urn import SORTED
from shared.mongo import Database

BATCH: Final = 512
DUPLICATE: Final = 11000
INSERT_MS: Final = 1_000  # the fence waits as long after the last lease


class Unsure(Exception):
    """The store did not say what became of the ballot, or the right to store it had run out."""


class Commit(Protocol):
    """Where ballots become durable."""

    async def add(self, row: str, wire: bytes, lease: Lease, opening: bytes | None = None) -> bool:
        """`opening` only the box can read; it lies in the same row, so that neither is ever there alone. Whether the row is new; false when one of that id is there. Durable on return. Raises Unsure."""

    async def stored(self, row: str) -> bytes | None:
        """What lies under an id. Raises Unsure."""


@dataclass(slots=True)
class Waiting:
    document: RawBSONDocument
    lease: Lease
    answer: asyncio.Future[bool]


class GroupCommit:
    """One insert in flight a process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, row: str, wire: bytes, lease: Lease, opening: bytes | None = None) -> bool:
        document = ballot_document(row, wire, opening)
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(document, lease, answer))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await answer

    async def stored(self, row: str) -> bytes | None:
        return await stored(self._db, row)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._write(batch)
        finally:
            self._writer = None

    async def _write(self, batch: Sequence[Waiting]) -> None:
        """The lease is looked at last, just before the insert leaves: its length bounds how late that can be."""
        admitted = [one for one in batch if one.lease.holds()]
        taken = dict.fromkeys(range(len(admitted)), 0)  # whatever happens, every voter is answered
        try:
            with writing(one.lease for one in admitted), suppress(PyMongoError):
                taken = await insert(self._db, [one.document for one in admitted]) if admitted else {}
        finally:
            for position, one in enumerate(admitted):
                _settle(one, taken.get(position))
            for one in batch:
                _settle(one, 0)


class SingleCommit:
    """One insert a ballot: what group commit is measured against."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, row: str, wire: bytes, lease: Lease, opening: bytes | None = None) -> bool:
        if not lease.holds():
            raise Unsure
        try:
            with writing([lease]):
                taken = await insert(self._db, [ballot_document(row, wire, opening)])
        except PyMongoError as error:
            raise Unsure from error
        if taken and taken[0] != DUPLICATE:
            raise Unsure
        return not taken

    async def stored(self, row: str) -> bytes | None:
        return await stored(self._db, row)


def ballot_document(row: str, wire: bytes, opening: bytes | None) -> RawBSONDocument:
    kept: dict[str, str | bytes] = {"_id": row, "wire": wire}
    return RawBSONDocument(bson.encode(kept if opening is None else {**kept, "opening": opening}))


@contextmanager
def writing(leases: Iterable[Lease]) -> Iterator[None]:
    """A lease is not given back while an insert under it is on its way."""
    held = {id(lease): lease for lease in leases}.values()
    for lease in held:
        lease.writing += 1
    try:
        yield
    finally:
        for lease in held:
            lease.writing -= 1


async def insert(db: Database, documents: Sequence[RawBSONDocument]) -> dict[int, int]:
    """Insert what is new; position and error code of each that was not. Raises PyMongoError when nothing is known."""
    command = {
        "insert": BALLOTS,
        "documents": documents,
        "ordered": False,
        "maxTimeMS": INSERT_MS,
        "writeConcern": {"w": "majority", "j": True, "wtimeout": INSERT_MS},
    }
    answer: Mapping[str, Any] = await db.command(command)
    if "writeConcernError" in answer:
        raise PyMongoError("not known to be durable")
    return {error["index"]: error["code"] for error in answer.get("writeErrors", ())}


async def stored(db: Database, row: str) -> bytes | None:
    try:
        for name in (BALLOTS, SORTED):
            if (found := await db[name].find_one({"_id": row})) is not None:
                return bytes(found["wire"])
    except PyMongoError as error:
        raise Unsure from error
    return None


def _settle(one: Waiting, code: int | None) -> None:
    if one.answer.done():
        return
    if code in (None, DUPLICATE):
        one.answer.set_result(code is None)
    else:
        one.answer.set_exception(Unsure())
