"""Files as the services know them: one row each in MongoDB, the bytes wherever the operator keeps them."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.files.port import BytesGone, ByteStore, FileUnknown, StoredFile
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database

FILES = "files"


class Files:
    """The row is written last, so a row means all bytes."""

    def __init__(self, db: Database, clock: Clock, kept: ByteStore) -> None:
        self._db, self._clock, self._kept = db, clock, kept

    async def put(
        self,
        content: bytes | AsyncIterator[bytes],
        municipality: str,
        name: str,
        media_type: str,
        public: bool = False,
        expected: str | None = None,
    ) -> StoredFile:
        pieces = _once(content) if isinstance(content, bytes) else content
        written = await self._kept.write(pieces, municipality, name, expected)
        file = StoredFile(municipality, written.sha256, written.size, media_type, name, public)
        return await self._register(file, written.id)

    async def stat(self, municipality: str, sha256: str) -> StoredFile:
        return _stored(await self._row(municipality, sha256))

    async def open(self, municipality: str, sha256: str) -> AsyncIterator[bytes]:
        row = await self._row(municipality, sha256)
        try:
            return await self._kept.open(row["bytes"])
        except BytesGone as error:
            raise FileUnknown(sha256) from error

    async def read(self, municipality: str, sha256: str) -> bytes:
        return b"".join([piece async for piece in await self.open(municipality, sha256)])

    async def attach(self, tx: Transaction, municipality: str, sha256: str, public: bool = False) -> StoredFile:
        change = {"attached": True} | ({"public": True} if public else {})
        where = {"municipality": municipality, "_id": _id(municipality, sha256)}
        row = await tx.db[FILES].find_one_and_update(where, {"$set": change}, session=tx.session)
        if row is None:
            raise FileUnknown(sha256)
        return _stored({**row, **change})

    async def sweep(self, older_than: timedelta) -> int:
        before = self._clock.system() - older_than
        rows = await self._db[FILES].find({"attached": False, "uploaded_at": {"$lt": before}}).to_list(1000)
        removed = 0
        for row in rows:
            gone = await self._db[FILES].delete_one({"_id": row["_id"], "attached": False})
            if gone.deleted_count:
                await self._kept.drop(row["bytes"])
                removed += 1
        return removed + await self._sweep_bytes(before)

    async def _register(self, file: StoredFile, upload: Any) -> StoredFile:
        """The first upload of these bytes wins; a later one only may make the file public."""
        row = {
            "_id": _id(file.municipality, file.sha256),
            "municipality": file.municipality,
            "sha256": file.sha256,
            "size": file.size,
            "type": file.type,
            "name": file.name,
            "public": file.public,
            "bytes": upload,
            "attached": False,
            "uploaded_at": self._clock.system(),
        }
        try:
            await self._db[FILES].insert_one(row)
        except DuplicateKeyError:
            await self._kept.drop(upload)
            return await self._again(file)
        return file

    async def _again(self, file: StoredFile) -> StoredFile:
        where = {"municipality": file.municipality, "_id": _id(file.municipality, file.sha256)}
        change = {"uploaded_at": self._clock.system()} | ({"public": True} if file.public else {})
        await self._db[FILES].update_one(where, {"$set": change})
        return await self.stat(file.municipality, file.sha256)

    async def _row(self, municipality: str, sha256: str) -> dict[str, Any]:
        where = {"municipality": municipality, "_id": _id(municipality, sha256)}
        row = await self._db[FILES].find_one(where)
        if row is None:
            raise FileUnknown(sha256)
        return row

    async def _sweep_bytes(self, before: datetime) -> int:
        """Bytes without a row: the process died between the two."""
        old = await self._kept.older(before, 1000)
        kept = {row["bytes"] for row in await self._db[FILES].find({}, {"bytes": 1}).to_list(None)}
        orphans = [own for own in old if own not in kept]
        for orphan in orphans:
            await self._kept.drop(orphan)
        return len(orphans)


def _id(municipality: str, sha256: str) -> str:
    return f"{municipality}/{sha256}"


def _stored(row: dict[str, Any]) -> StoredFile:
    return StoredFile(row["municipality"], row["sha256"], row["size"], row["type"], row["name"], row["public"])


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
