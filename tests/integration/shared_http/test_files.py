"""Files are kept once under their digest, checked before and handed out unchanged."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.contracts.event import Document
from shared.files import DigestMismatch, FileUnknown, as_document
from shared.files.fetch import DocumentFetcher, DocumentSourceUnknown, DocumentUnavailable
from shared.files.limits import BY_TYPE
from shared.http.service_tokens import ServiceTokens
from tests.integration.shared_http.conftest import Small
from tests.support.issuer import Issuer

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4000
SHA = hashlib.sha256(PDF).hexdigest()
TOWN = "tn-nefta"


async def upload(small: Small, oidc: Issuer, content: bytes = PDF, name: str = "a.pdf", **form: str) -> httpx.Response:
    headers = oidc.headers("network-administrator") | {"Idempotency-Key": "0123456789"}
    return await small.client.post(
        f"/{TOWN}/files", files={"file": (name, content, "image/png")}, data=form, headers=headers
    )


async def bytes_kept(small: Small) -> int:
    return await small.resources.db["bytes.chunks"].count_documents({})


async def test_an_upload_answers_with_the_digest_and_the_same_again_is_harmless(small: Small, oidc: Issuer) -> None:
    first, again = [(await upload(small, oidc)) for _ in range(2)]
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    href = f"http://small/{TOWN}/documents/{SHA}"
    assert first.json() == {"sha256": SHA, "size": len(PDF), "type": "application/pdf", "href": href}
    assert await small.resources.db["bytes.files"].count_documents({}) == 1


async def test_a_public_document_is_for_everybody_and_never_changes(small: Small, oidc: Issuer) -> None:
    await upload(small, oidc, public="true")
    answer = await small.client.get(f"/{TOWN}/documents/{SHA}")
    assert answer.content == PDF
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    held = {"If-None-Match": answer.headers["etag"]}
    assert (await small.client.get(f"/{TOWN}/documents/{SHA}", headers=held)).status_code == 304


async def test_any_other_document_is_for_staff_and_services(small: Small, oidc: Issuer) -> None:
    await upload(small, oidc)
    path = f"/{TOWN}/documents/{SHA}"
    assert (await small.client.get(path)).status_code == 401
    assert (await small.client.get(path, headers=oidc.headers("cell"))).status_code == 403
    answer = await small.client.get(path, headers=oidc.headers("service-scheduling"))
    assert answer.content == PDF
    assert answer.headers["cache-control"].startswith("private")


async def test_another_municipality_does_not_see_the_file(small: Small, oidc: Issuer) -> None:
    await upload(small, oidc, public="true")
    answer = await small.client.get(f"/ma-el-jadida/documents/{SHA}")
    assert (answer.status_code, answer.json()["word"]) == (404, "file-unknown")


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        (b"MZ\x90\x00 a program called a.pdf", 415, "file-type-not-allowed"),
        (b"", 415, "file-type-not-allowed"),
        (b"x" * (BY_TYPE["text/plain"] + 1), 413, "file-too-large"),
    ],
)
async def test_a_refused_file_leaves_nothing_behind(
    small: Small, oidc: Issuer, content: bytes, status: int, word: str
) -> None:
    answer = await upload(small, oidc, content)
    assert (answer.status_code, answer.json()["word"]) == (status, word)
    assert await bytes_kept(small) == 0
    assert await small.resources.db["files"].count_documents({}) == 0


async def test_an_upload_without_a_file_names_the_field(small: Small, oidc: Issuer) -> None:
    headers = oidc.headers("network-administrator") | {"Idempotency-Key": "0123456789"}
    answer = await small.client.post(f"/{TOWN}/files", data={"public": "true"}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


async def test_a_stream_that_breaks_off_leaves_nothing_behind(small: Small) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 600_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await small.resources.files.put(broken(), TOWN, "a.txt", "text/plain")
    assert await bytes_kept(small) == 0


async def test_the_sweep_takes_what_nobody_attached_and_leaves_the_rest(small: Small) -> None:
    files = small.resources.files
    kept = await files.put(b"minutes", TOWN, "a.txt", "text/plain")
    lost = await files.put(b"forgotten", TOWN, "b.txt", "text/plain")
    await small.resources.work.run(lambda tx: files.attach(tx, TOWN, kept.sha256))
    assert await files.sweep(timedelta(days=1)) == 0
    assert await files.sweep(timedelta(seconds=-60)) == 1
    assert await files.read(TOWN, kept.sha256) == b"minutes"
    with pytest.raises(FileUnknown):
        await files.stat(TOWN, lost.sha256)
    assert await bytes_kept(small) == 1


async def test_a_file_is_attached_only_with_its_command(small: Small) -> None:
    files = small.resources.files
    kept = await files.put(b"minutes", TOWN, "a.txt", "text/plain")

    async def refused(tx: Any) -> None:
        await files.attach(tx, TOWN, kept.sha256)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await small.resources.work.run(refused)
    assert await files.sweep(timedelta(seconds=-60)) == 1


def fetcher(
    small: Small, oidc: Issuer, target: Small | None = None, secret: str = "local-scheduling"
) -> DocumentFetcher:
    tokens = ServiceTokens(oidc.issuer, "scheduling", secret, small.resources.http)
    return DocumentFetcher((target or small).resources.files, tokens, small.client, ["http://small"])


async def test_a_service_copies_a_document_with_its_own_token_and_checks_it(small: Small, oidc: Issuer) -> None:
    await upload(small, oidc)
    document = as_document("http://small", await small.resources.files.stat(TOWN, SHA))
    copied = await fetcher(small, oidc).fetch(document, "tn-beni-hassen")
    assert (copied.sha256, copied.type) == (SHA, "application/pdf")
    assert await small.resources.files.read("tn-beni-hassen", SHA) == PDF


async def test_bytes_that_are_not_those_announced_are_not_kept(small: Small, oidc: Issuer) -> None:
    await upload(small, oidc)
    true = as_document("http://small", await small.resources.files.stat(TOWN, SHA))
    false = true.model_copy(update={"sha256": "0" * 64})
    before = await bytes_kept(small)
    with pytest.raises(DigestMismatch):
        await fetcher(small, oidc).fetch(false, "tn-beni-hassen")
    assert await bytes_kept(small) == before


async def test_an_owner_that_is_away_is_asked_again_later(small: Small, oidc: Issuer) -> None:
    href = f"http://small/{TOWN}/documents/{SHA}"
    with pytest.raises(DocumentUnavailable):
        await fetcher(small, oidc).fetch(Document(href=href, sha256=SHA, type="text/plain", size=1), TOWN)


@pytest.mark.parametrize("href", ["http://evil.example/x", "http://small.evil.example/x", "file:///etc/passwd"])
async def test_a_token_is_never_sent_to_a_stranger(small: Small, oidc: Issuer, href: str) -> None:
    with pytest.raises(DocumentSourceUnknown):
        await fetcher(small, oidc).fetch(Document(href=href, sha256=SHA, type="text/plain", size=1), TOWN)
