"""How a service gets its own copy of a document another service announced."""

from collections.abc import AsyncIterator, Iterable
from typing import Any, Protocol

import httpx

from shared.contracts.event import Document
from shared.files.limits import LARGEST_UPLOAD
from shared.files.port import CHUNK, FileStore, FileUnknown, StoredFile
from shared.http.service_tokens import ServiceTokens

PATIENCE = httpx.Timeout(5.0, read=30.0)


class DocumentUnavailable(Exception):
    """The owner does not hand the document out now; worth another try."""


class DocumentSourceUnknown(Exception):
    """The address is none of a service of this installation; a token is never sent there."""


class Connections(Protocol):
    """What of a process's resources fetching needs."""

    @property
    def settings(self) -> Any: ...
    @property
    def files(self) -> FileStore: ...
    @property
    def http(self) -> httpx.AsyncClient: ...


def document_fetcher(resources: Connections) -> "DocumentFetcher":
    """A fetcher with this service's own identity; make one a process, it keeps the token."""
    settings = resources.settings
    tokens = ServiceTokens(
        settings.oidc_issuer, settings.oidc_client_id or "", settings.oidc_client_secret or "", resources.http
    )
    return DocumentFetcher(resources.files, tokens, resources.http, settings.documents_urls.values())


class DocumentFetcher:
    """Fetches by digest, once: what is here already is not asked for again."""

    def __init__(self, files: FileStore, tokens: ServiceTokens, http: httpx.AsyncClient, owners: Iterable[str]) -> None:
        self._files, self._tokens, self._http = files, tokens, http
        self._owners = tuple(f"{owner.rstrip('/')}/" for owner in owners)

    async def fetch(self, document: Document, municipality: str, public: bool = False) -> StoredFile:
        """Our verified copy. Raises `DocumentUnavailable`, `DocumentSourceUnknown`, `DigestMismatch`."""
        try:
            return await self._files.stat(municipality, document.sha256)
        except FileUnknown:
            return await self._copy(document, municipality, public)

    async def _copy(self, document: Document, municipality: str, public: bool) -> StoredFile:
        if not document.href.startswith(self._owners):
            raise DocumentSourceUnknown(document.href)
        return await self._files.put(
            self._pieces(document.href),
            municipality,
            document.name or document.sha256,
            document.type,
            public,
            expected=document.sha256,
        )

    async def _pieces(self, href: str) -> AsyncIterator[bytes]:
        headers = {"Authorization": f"Bearer {await self._tokens.bearer()}"}
        try:
            async with self._http.stream("GET", href, headers=headers, timeout=PATIENCE) as answer:
                answer.raise_for_status()
                async for piece in _bounded(answer.aiter_bytes(CHUNK)):
                    yield piece
        except httpx.HTTPError as error:
            raise DocumentUnavailable(href) from error


async def _bounded(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    seen = 0
    async for piece in pieces:
        seen += len(piece)
        if seen > LARGEST_UPLOAD:
            raise httpx.DecodingError("longer than any file that is kept")
        yield piece
