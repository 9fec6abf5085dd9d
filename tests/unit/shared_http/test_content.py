"""A file is what its bytes say, never what its name says."""

import zlib
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from openpyxl import Workbook

from shared.files.content import HEAD, ContentNotAllowed, FileTooLarge, media_type_of, within_limit
from shared.files.limits import BY_TYPE


def _workbook() -> bytes:
    buffer = BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MHTML = "multipart/related"


@pytest.mark.parametrize(
    ("head", "claimed", "found"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "image/png", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "application/pdf", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", None, "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", None, "image/webp"),
        (b"\x00\x00\x00\x18ftypmp42", None, "video/mp4"),
        (_workbook(), None, XLSX),
        ("الاسم;الحي\n".encode(), "text/csv", "text/csv"),
        (("ا" * HEAD).encode()[: HEAD + 1], None, "text/plain"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"plain", "application/x-sh", "text/plain"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n--x", None, MHTML),
    ],
)
def test_the_kind_is_read_from_the_first_bytes(head: bytes, claimed: str | None, found: str) -> None:
    assert media_type_of(head, claimed) == found


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>alert(1)</script>",
        b"  <svg xmlns='http://www.w3.org/2000/svg'>",
        zlib.compress(b"x" * 100),
        b"text with \x00 a zero",
    ],
)
def test_programs_and_markup_are_refused_whatever_they_claim(head: bytes) -> None:
    with pytest.raises(ContentNotAllowed):
        media_type_of(head, "application/pdf")


async def test_each_kind_has_its_own_limit() -> None:
    async def pieces(total: int) -> AsyncIterator[bytes]:
        for _ in range(total // 2**20):
            yield b"x" * 2**20

    limit = BY_TYPE["text/plain"]
    assert sum([len(piece) async for piece in within_limit(pieces(limit), "text/plain")]) == limit
    with pytest.raises(FileTooLarge):
        async for _ in within_limit(pieces(limit + 2**20), "text/plain"):
            pass
