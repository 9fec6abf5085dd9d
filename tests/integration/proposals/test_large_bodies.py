"""Two hundred megabytes are refused long before they have arrived, and nothing of them is kept."""

import tracemalloc
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.integration.proposals.town import NEFTA, Town

MEBIBYTE = 1024 * 1024
SENT = 200 * MEBIBYTE
CHUNK = b"1;2022;centre;" + b"x" * 65_000 + b"\n"
HEAD = (
    b'--edge\r\nContent-Disposition: form-data; name="file"; filename="import.csv"\r\nContent-Type: text/csv\r\n\r\n'
    b"title,body,zone\r\n"
)


class Sender:
    """Makes its body while it is being read, and knows how much was asked of it."""

    def __init__(self, head: bytes) -> None:
        self.head, self.sent = head, 0

    async def body(self) -> AsyncIterator[bytes]:
        yield self.head
        while self.sent < SENT:
            self.sent += len(CHUNK)
            yield CHUNK


@pytest.fixture
def measured() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


ROUTES = [
    ("POST", "/files", "multipart/form-data; boundary=edge", HEAD, 102),
    ("POST", "/proposals/imports", "application/json", b'{"sha256":"', 2),
    ("POST", "/proposals/batches", "application/json", b'{"rows":["', 2),
    ("PUT", "/map", "application/json", b'{"type":"FeatureCollection","features":["', 2),
]


@pytest.mark.parametrize(("method", "path", "media_type", "head", "most"), ROUTES)
@pytest.mark.usefixtures("measured")
async def test_a_body_without_a_stated_length_is_refused_at_its_limit(
    nefta: Town, method: str, path: str, media_type: str, head: bytes, most: int
) -> None:
    sender = Sender(head)
    headers = nefta.headers("network-administrator") | {"Content-Type": media_type}
    before = await _kept(nefta)
    answer = await nefta.client.request(method, f"/{NEFTA}{path}", content=sender.body(), headers=headers)
    _, peak = tracemalloc.get_traced_memory()
    assert (answer.status_code, answer.json()["word"]) == (413, "body-too-large")
    assert answer.headers["content-type"] == "application/problem+json"
    assert sender.sent <= most * MEBIBYTE
    assert peak < 25 * MEBIBYTE
    assert await _kept(nefta) == before


@pytest.mark.parametrize(("method", "path", "media_type", "head", "most"), ROUTES)
async def test_a_body_that_says_how_long_it_is_is_refused_unread(
    nefta: Town, method: str, path: str, media_type: str, head: bytes, most: int
) -> None:
    sender = Sender(head)
    headers = nefta.headers("network-administrator") | {"Content-Type": media_type, "Content-Length": str(SENT)}
    answer = await nefta.client.request(method, f"/{NEFTA}{path}", content=sender.body(), headers=headers)
    assert (answer.status_code, answer.json()["word"]) == (413, "body-too-large")
    assert sender.sent <= MEBIBYTE < most * MEBIBYTE


async def test_a_table_larger_than_a_table_may_be_is_refused_with_its_limit(nefta: Town) -> None:
    content = HEAD + CHUNK * 170 + b"\r\n--edge--\r\n"
    headers = nefta.headers("cell") | {"Content-Type": "multipart/form-data; boundary=edge"}
    before = await _kept(nefta)
    answer = await nefta.client.post(f"/{NEFTA}/files", content=content, headers=headers)
    assert (answer.status_code, answer.json()["word"]) == (413, "file-too-large")
    assert await _kept(nefta) == before


async def _kept(town: Town) -> list[int]:
    db = town.resources.db
    names = ["proposals", "batches", "maps", "fs.files", "fs.chunks", "_files"]
    return [await db[name].count_documents({}) for name in names]
