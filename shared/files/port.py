"""What a file store promises, whatever keeps the bytes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from shared.contracts.event import Document
from shared.messaging.unit_of_work import Transaction

CHUNK = 256 * 1024


class FileUnknown(Exception):
    """No file with this digest is kept for this municipality."""


class DigestMismatch(Exception):
    """The bytes are not those that were announced."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file; its bytes never change."""

    municipality: str
    sha256: str
    size: int
    type: str
    name: str
    public: bool


class BytesGone(Exception):
    """The store no longer holds these bytes."""


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes as a store took them: its own name for them, their digest, how many."""

    id: Any
    sha256: str
    size: int


class ByteStore(Protocol):
    """What keeps bytes and knows nothing else of files."""

    async def write(self, pieces: AsyncIterator[bytes], municipality: str, name: str, expected: str | None) -> Written:
        """Keep all of them or nothing: whatever `pieces` raises passes through, as does `DigestMismatch`."""

    async def open(self, own: Any) -> AsyncIterator[bytes]:
        """Piece by piece. Raises `BytesGone` before the first."""

    async def drop(self, own: Any) -> None:
        """Remove them; harmless when they are gone already."""

    async def older(self, before: datetime, limit: int) -> list[Any]:
        """Some that were written before this instant."""


class FileStore(Protocol):
    """Files of all municipalities; the same bytes are kept once a municipality."""

    async def put(
        self,
        content: bytes | AsyncIterator[bytes],
        municipality: str,
        name: str,
        media_type: str,
        public: bool = False,
        expected: str | None = None,
    ) -> StoredFile:
        """Keep the bytes; the same bytes again are harmless (once public, a file stays public).

        Whatever `content` raises passes through and leaves nothing behind; so does `DigestMismatch`
        when the digest is not the `expected` one.
        """

    async def stat(self, municipality: str, sha256: str) -> StoredFile:
        """What is known of a file. Raises `FileUnknown`."""

    async def open(self, municipality: str, sha256: str) -> AsyncIterator[bytes]:
        """Its bytes, piece by piece. Raises `FileUnknown` before the first piece."""

    async def read(self, municipality: str, sha256: str) -> bytes:
        """All its bytes: for what is known to be small. Raises `FileUnknown`."""

    async def attach(self, tx: Transaction, municipality: str, sha256: str, public: bool = False) -> StoredFile:
        """In the command's transaction: from now on the sweep leaves the file alone. Raises `FileUnknown`."""

    async def sweep(self, older_than: timedelta) -> int:
        """Remove uploads nobody attached in time, and bytes whose upload never ended; gives how many."""


def as_document(public_url: str, file: StoredFile) -> Document:
    """How an event names the file to other services."""
    return Document(
        href=f"{public_url.rstrip('/')}/{file.municipality}/documents/{file.sha256}",
        sha256=file.sha256,
        type=file.type,
        size=file.size,
        name=file.name,
    )
