"""Bytes kept in MongoDB's GridFS."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from gridfs.errors import NoFile
from motor.motor_asyncio import AsyncIOMotorGridFSBucket, AsyncIOMotorGridIn

from shared.clock import Clock
from shared.files.port import CHUNK, BytesGone, DigestMismatch, Written
from shared.files.store import Files
from shared.mongo import Database

BUCKET = "bytes"


class GridFSBytes:
    """One bucket a service; an upload that did not end leaves no chunk."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._bucket = AsyncIOMotorGridFSBucket(db, BUCKET, chunk_size_bytes=CHUNK)

    async def write(self, pieces: AsyncIterator[bytes], municipality: str, name: str, expected: str | None) -> Written:
        upload = self._bucket.open_upload_stream(name, metadata={"municipality": municipality})
        try:
            sha256, size = await _copy(pieces, upload)
            if expected not in (None, sha256):
                raise DigestMismatch(sha256)
        except BaseException:
            await upload.abort()
            raise
        await upload.close()
        return Written(upload._id, sha256, size)

    async def open(self, own: Any) -> AsyncIterator[bytes]:
        try:
            stream = await self._bucket.open_download_stream(own)
        except NoFile as error:
            raise BytesGone(own) from error
        return _pieces(stream)

    async def drop(self, own: Any) -> None:
        try:
            await self._bucket.delete(own)
        except NoFile:  # another sweep was faster
            return

    async def older(self, before: datetime, limit: int) -> list[Any]:
        found = self._db[f"{BUCKET}.files"].find({"uploadDate": {"$lt": before}}, {"_id": 1})
        return [row["_id"] for row in await found.to_list(limit)]


class GridFSFiles(Files):
    """Rows and bytes in one database."""

    def __init__(self, db: Database, clock: Clock) -> None:
        super().__init__(db, clock, GridFSBytes(db))


async def _copy(pieces: AsyncIterator[bytes], upload: AsyncIOMotorGridIn) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    async for piece in pieces:
        digest.update(piece)
        size += len(piece)
        await upload.write(piece)
    return digest.hexdigest(), size


async def _pieces(stream: Any) -> AsyncIterator[bytes]:
    while piece := await stream.readchunk():
        yield piece
