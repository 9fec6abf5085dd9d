"""Bytes kept in a bucket of an S3-speaking server."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiobotocore.session import get_session
from botocore.exceptions import ClientError

from shared.files.port import CHUNK, BytesGone, DigestMismatch, Written
from shared.ids import new_id

PART = 8 * 1024 * 1024  # the protocol wants parts of at least 5 MiB
GONE = {"NoSuchKey", "404"}


class S3Bytes:
    """One object a file, under its municipality; written in parts, so that memory stays the same however long it is."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    async def write(self, pieces: AsyncIterator[bytes], municipality: str, name: str, expected: str | None) -> Written:
        place = {"Bucket": self._bucket, "Key": f"{municipality}/{new_id()}"}
        begun = await self._client.create_multipart_upload(**place)
        upload = {**place, "UploadId": begun["UploadId"]}
        try:
            written, parts = await self._send(pieces, upload)
            if expected not in (None, written.sha256):
                raise DigestMismatch(written.sha256)
        except BaseException:
            await self._client.abort_multipart_upload(**upload)
            raise
        await self._client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
        return written

    async def _send(self, pieces: AsyncIterator[bytes], upload: dict[str, str]) -> tuple[Written, list[dict[str, Any]]]:
        digest, size, parts = hashlib.sha256(), 0, list[dict[str, Any]]()
        async for part in _parts(pieces):
            digest.update(part)
            size += len(part)
            number = len(parts) + 1
            answer = await self._client.upload_part(**upload, PartNumber=number, Body=part)
            parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        return Written(upload["Key"], digest.hexdigest(), size), parts

    async def open(self, own: Any) -> AsyncIterator[bytes]:
        try:
            found = await self._client.get_object(Bucket=self._bucket, Key=own)
        except ClientError as error:
            if error.response["Error"]["Code"] not in GONE:
                raise
            raise BytesGone(own) from error
        return _read(found["Body"])

    async def drop(self, own: Any) -> None:
        await self._client.delete_object(Bucket=self._bucket, Key=own)

    async def older(self, before: datetime, limit: int) -> list[Any]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket)
        found = [row["Key"] async for page in pages for row in page.get("Contents", []) if row["LastModified"] < before]
        return found[:limit]


async def _parts(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in parts of one size; at least one, so that an empty file is one too."""
    held, sent = bytearray(), False
    async for piece in pieces:
        held += piece
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
            sent = True
    if held or not sent:
        yield bytes(held)


async def _read(body: Any) -> AsyncIterator[bytes]:
    async with body as stream:
        while piece := await stream.read(CHUNK):
            yield piece


@asynccontextmanager
async def s3_bytes(
    endpoint: str | None, bucket: str, region: str, access_key: str | None, secret_key: str | None
) -> AsyncIterator[S3Bytes]:
    """Keys that are not given are looked for where the library looks: environment, profile, role of the machine."""
    keys = {"aws_access_key_id": access_key, "aws_secret_access_key": secret_key}
    session = get_session()
    async with session.create_client("s3", region_name=region, endpoint_url=endpoint, **keys) as client:
        yield S3Bytes(client, bucket)
