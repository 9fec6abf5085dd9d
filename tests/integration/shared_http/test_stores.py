"""Bytes are kept whole or not at all, in the database or in a bucket: one set of promises for both."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from shared.files import DigestMismatch, FileUnknown
from shared.files.s3 import PART
from shared.ids import new_id
from tests.integration.shared_http.conftest import Settings, Small, running
from tests.support.issuer import Issuer

TOWN = "tn-nefta"
LIMIT = 300_000
LONG = b"0123456789abcdef" * (PART // 16) + b"the rest of a second part"


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str) -> Any:
    connect: Any = boto3.resource  # untyped
    made = connect(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
    ).Bucket(f"b-{new_id()}")
    made.create()
    return made


@pytest.fixture(params=["gridfs", "s3"])
async def kept(request: pytest.FixtureRequest, settings: Settings, s3: str, bucket: Any) -> AsyncIterator[Small]:
    told = {"file_store": request.param, "file_limits": {"pdf": LIMIT}}
    place = {"s3_endpoint": s3, "s3_bucket": bucket.name, "s3_access_key": "k", "s3_secret_key": "s"}
    async with running(settings.model_copy(update=told | place)) as small:
        yield small


async def left(small: Small, bucket: Any) -> int:
    """Whatever bytes there are, finished or not."""
    chunks = await small.resources.db["bytes.chunks"].count_documents({})
    uploads = await small.resources.db["bytes.files"].count_documents({})
    return chunks + uploads + len(list(bucket.objects.all())) + len(list(bucket.multipart_uploads.all()))


async def pieces(content: bytes, broken: bool = False) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 200_000):
        yield content[start : start + 200_000]
    if broken:
        raise ConnectionResetError


@pytest.mark.parametrize("content", [b"", b"minutes", LONG], ids=["empty", "short", "of several parts"])
async def test_what_is_kept_is_what_was_sent(kept: Small, content: bytes) -> None:
    files = kept.resources.files
    stored = await files.put(pieces(content), TOWN, "a.txt", "text/plain")
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert await files.read(TOWN, stored.sha256) == content
    with pytest.raises(FileUnknown):
        await files.read("ma-el-jadida", stored.sha256)


async def test_an_upload_that_breaks_off_leaves_nothing(kept: Small, bucket: Any) -> None:
    with pytest.raises(ConnectionResetError):
        await kept.resources.files.put(pieces(LONG, broken=True), TOWN, "a.txt", "text/plain")
    with pytest.raises(DigestMismatch):
        await kept.resources.files.put(pieces(LONG), TOWN, "a.txt", "text/plain", expected="0" * 64)
    assert await left(kept, bucket) == 0


async def test_the_same_bytes_are_kept_once_and_swept_when_nobody_attached_them(kept: Small, bucket: Any) -> None:
    files = kept.resources.files
    for name in ("a.txt", "b.txt"):
        stored = await files.put(b"minutes", TOWN, name, "text/plain")
    once = await left(kept, bucket)
    await files.put(b"forgotten", TOWN, "c.txt", "text/plain")
    await kept.resources.work.run(lambda tx: files.attach(tx, TOWN, stored.sha256))
    assert await files.sweep(timedelta(seconds=-60)) == 1
    assert await left(kept, bucket) == once
    assert await files.read(TOWN, stored.sha256) == b"minutes"


async def test_a_file_as_long_as_its_kind_may_be_is_kept_and_one_byte_more_is_refused_whole(
    kept: Small, oidc: Issuer, bucket: Any
) -> None:
    async def upload(size: int) -> httpx.Response:
        content = b"%PDF-1.7\n".ljust(size, b"x")
        headers = oidc.headers("network-administrator") | {"Idempotency-Key": new_id()}
        sent = {"file": ("a.pdf", content, "application/pdf")}
        return await kept.client.post(f"/{TOWN}/files", files=sent, headers=headers)

    refused = await upload(LIMIT + 1)
    assert (refused.status_code, refused.json()["word"]) == (413, "file-too-large")
    assert (refused.json()["limit"], refused.json()["kind"]) == (LIMIT, "pdf")
    assert await left(kept, bucket) == 0
    assert (await upload(LIMIT)).status_code == 201
