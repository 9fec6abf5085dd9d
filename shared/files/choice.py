"""Where bytes are kept, as the settings say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.files.gridfs import GridFSBytes
from shared.files.port import ByteStore
from shared.mongo import Database
from shared.settings import ServiceSettings


@asynccontextmanager
async def byte_store(settings: ServiceSettings, db: Database) -> AsyncIterator[ByteStore]:
    """Open for as long as the process runs."""
    if settings.file_store == "gridfs":
        yield GridFSBytes(db)
        return
    from shared.files.s3 import s3_bytes  # a third of a second of every start, for those who use it

    keys = (settings.s3_access_key, settings.s3_secret_key)
    async with s3_bytes(settings.s3_endpoint, settings.s3_bucket, settings.s3_region, *keys) as kept:
        yield kept
